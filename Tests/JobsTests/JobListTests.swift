import SQLStore
import TestDatabase
import Testing

@testable import Jobs

@Suite struct JobListTests {
    private let time = TestTime()

    /// Two waiting, one running, one done, one dead.
    private func with(_ backend: Backend, _ body: (SQLStore) async throws -> Void) async throws {
        try await JobsTest.with(backend) { store in
            let queue = JobQueue(store, time: time)
            var late = NewJob(.plain, key: "Xã Đức Phổ")
            late.due = time.now() + .seconds(60)
            var later = NewJob(.plain, key: "Phường Trà Đa")
            later.due = time.now() + .seconds(50)
            _ = try await queue.addAll([late, later, NewJob(.plain, key: "now"), NewJob(.plain, key: "done")])
            _ = try await queue.add(NewJob(.other, key: "dead"))
            for job in try await queue.claim() where job.record.key != "now" {
                try await queue.end(job, job.record.key == "done" ? .done("x") : .failed("y"))
                time.pass(.seconds(1))
            }
            try await body(store)
        }
    }

    private func keys(_ store: SQLStore, _ change: (inout JobFilter) -> Void) async throws -> [String?] {
        var filter = JobFilter()
        change(&filter)
        let final = filter
        return try await store.read { try JobList.page(final, in: $0).jobs.map(\.key) }
    }

    @Test(arguments: TestDatabase.backends) func jobsAreFoundByKindStateAndText(backend: Backend) async throws {
        try await with(backend) { store in
            var found = try await keys(store) { $0.kind = JobKind.other.name }
            #expect(found == ["dead"])
            found = try await keys(store) { $0.state = .waiting }
            #expect(found == ["Phường Trà Đa", "Xã Đức Phổ"])
            found = try await keys(store) { $0.text = "duc PHO" }
            #expect(found == ["Xã Đức Phổ"])
            found = try await keys(store) { $0.text = "test.other" }
            #expect(found == ["dead"])
            found = try await keys(store) {
                $0.text = "%"
                $0.state = .failed
            }
            #expect(found.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.backends) func jobsAreSorted(backend: Backend) async throws {
        try await with(backend) { store in
            var found = try await keys(store) { $0.order = .oldest }
            #expect(found == ["Xã Đức Phổ", "Phường Trà Đa", "now", "done", "dead"])
            found = try await keys(store) { $0.order = .due }
            #expect(found.suffix(2) == ["Phường Trà Đa", "Xã Đức Phổ"])
            found = try await keys(store) { $0.order = .ended }
            #expect(Set(found.prefix(2)) == ["dead", "done"])
        }
    }

    @Test(arguments: TestDatabase.backends) func pagesShareTheList(backend: Backend) async throws {
        try await with(backend) { store in
            var all: [String?] = []
            for page in 0..<4 {
                all += try await keys(store) {
                    $0.pageSize = 2
                    $0.page = page
                }
            }
            #expect(all == ["dead", "done", "now", "Phường Trà Đa", "Xã Đức Phổ"])
            let far = try await keys(store) { $0.page = .max }
            #expect(far.isEmpty)
            let wrong = try await keys(store) {
                $0.page = -1
                $0.pageSize = .min
            }
            #expect(wrong == ["dead"])
            let total = try await store.read { try JobList.page(JobFilter(), in: $0).total }
            #expect(total == 5)
        }
    }

    @Test(arguments: TestDatabase.backends) func kindsAreCountedByState(backend: Backend) async throws {
        try await with(backend) { store in
            let counts = try await store.read { try JobList.counts(in: $0) }
            #expect(counts.map(\.kind) == [JobKind.other.name, JobKind.plain.name])
            #expect(counts[0].byState == [.failed: 1] && counts[0].dead == 1 && counts[0].oldestWaiting == nil)
            #expect(counts[1].byState == [.waiting: 2, .running: 1, .done: 1] && counts[1].dead == 0)
            #expect(counts[1].oldestWaiting == TestTime().now() + .seconds(50))
        }
    }

    @Test(arguments: TestDatabase.backends) func aPayloadIsReadByItself(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let id = try await JobQueue(store).add(try NewJob(.plain, encoding: ["a": 1])).id
            let payload = try await store.read { try JobList.payload(of: id, in: $0) }
            #expect(payload == #"{"a":1}"#)
            let none = try await store.read { try JobList.payload(of: id + 1, in: $0) }
            #expect(none == nil)
        }
    }
}
