package import SQLStore

/// Which jobs a page shows, and in which order.
package struct JobFilter: Sendable {
    package enum Order: String, Sendable, CaseIterable {
        case newest, oldest
        /// What is due first.
        case due
        /// What ended last; jobs that have not ended come after those that have.
        case ended
    }

    package var kind: String?
    package var state: JobState?
    /// As typed: every word must be found in key or kind, without regard to marks and case.
    package var text = ""
    package var order = Order.newest
    /// From 0.
    package var page = 0
    /// At most `JobList.maxPageSize`.
    package var pageSize = 50

    package init() {}

    fileprivate var condition: SQL {
        var conditions: [SQL] = []
        if let kind { conditions.append(SQL("kind = ?", kind)) }
        if let state { conditions.append(SQL("state = ?", state)) }
        if !text.isEmpty { conditions.append(SearchText.condition("search", text)) }
        return SQL.all(conditions)
    }

    fileprivate var orderBy: SQL {
        switch order {
        case .newest: SQL("id DESC")
        case .oldest: SQL("id")
        case .due: SQL("due, id")
        case .ended: SQL("CASE WHEN ended IS NULL THEN 1 ELSE 0 END, ended DESC, id DESC")
        }
    }
}

/// One page of a list.
package struct JobPage: Sendable {
    package let jobs: [JobRecord]
    /// Jobs on all pages.
    package let total: Int
}

/// How many jobs of one kind stand where.
package struct JobCounts: Sendable, Equatable {
    package let kind: String
    package internal(set) var byState: [JobState: Int] = [:]
    /// The earliest time that a job which waits was, or is, due.
    package internal(set) var oldestWaiting: Moment?
    /// The dead letters.
    package var dead: Int { byState[.failed] ?? 0 }
}

/// The queue as pages show it.
package enum JobList {
    package static let maxPageSize = 200
    /// Pages further back are empty: who looks for those narrows the filter.
    package static let maxOffset = 100_000

    package static func job(_ id: Int64, in db: ReadConnection) throws -> JobRecord? {
        try db.first(SQL("SELECT ") + SQL(JobRecord.columns) + SQL(" FROM jobs WHERE id = ?", id)).map(JobRecord.init)
    }

    /// JSON.
    package static func payload(of id: Int64, in db: ReadConnection) throws -> String? {
        try db.first("SELECT payload FROM jobs WHERE id = ?", id)?.text("payload")
    }

    /// Cost: grows with the jobs that are kept, as it counts those that match.
    package static func page(_ filter: JobFilter, in db: ReadConnection) throws -> JobPage {
        let condition = filter.condition
        let size = min(max(filter.pageSize, 1), maxPageSize)
        let (offset, isTooFar) = max(filter.page, 0).multipliedReportingOverflow(by: size)
        let total = try db.count(SQL("SELECT count(*) FROM jobs WHERE ") + condition)
        guard !isTooFar, offset <= maxOffset else { return JobPage(jobs: [], total: total) }
        let rows = try db.rows(
            SQL("SELECT ") + SQL(JobRecord.columns) + SQL(" FROM jobs WHERE ") + condition + SQL(" ORDER BY ")
                + filter.orderBy + SQL(" LIMIT ? OFFSET ?", size, offset))
        return JobPage(jobs: try rows.map(JobRecord.init), total: total)
    }

    /// Every kind of which there are jobs, by name.
    package static func counts(in db: ReadConnection) throws -> [JobCounts] {
        var counts: [JobCounts] = []
        let rows = try db.rows(
            "SELECT kind, state, count(*) AS number, min(due) AS oldest FROM jobs GROUP BY kind, state ORDER BY kind, state"
        )
        for row in rows {
            let kind = try row.text("kind")
            if counts.last?.kind != kind { counts.append(JobCounts(kind: kind)) }
            let state: JobState = try row.word("state")
            counts[counts.count - 1].byState[state] = try row.int("number")
            if state == .waiting { counts[counts.count - 1].oldestWaiting = try row.moment("oldest") }
        }
        return counts
    }
}
