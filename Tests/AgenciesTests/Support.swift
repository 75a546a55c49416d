import AuditLog
import Foundation
import SQLStore
import Synchronization
import TestDatabase

@testable import Agencies

extension Day: ExpressibleByStringLiteral {
    /// `"2025-07-01"`, in tests.
    public init(stringLiteral text: String) {
        guard let day = Day(iso: text) else { preconditionFailure("\(text) is no day") }
        self = day
    }
}

let rules = ContactRules(publicMail: ["gmail.com", "yahoo.com.vn"])

/// A register without a database, edited step by step.
struct Bench {
    var register = Register.empty

    @discardableResult
    mutating func edit<Value>(_ body: (inout RegisterDraft) throws -> Value) throws -> Value {
        var draft = RegisterDraft(register, rules: rules)
        let value = try body(&draft)
        register = try draft.finished().register
        return value
    }

    mutating func create(
        _ name: String, _ kind: AgencyKind = .department, under parent: AgencyID? = nil, from day: Day? = nil
    ) throws -> AgencyID {
        try edit { try $0.create(NewAgency(name, kind, under: parent), from: day, source: "") }
    }

    func seen(_ id: AgencyID) -> SeenAgency { register[id]?.seen ?? SeenAgency(id: id, version: 0) }
    func names(_ agencies: [Agency], on day: Day) -> [String] { agencies.compactMap { $0.name(on: day) } }
}

/// Why the body was refused, and where; nil when it was not.
func refusal(_ body: () throws -> Void) -> AgencyError? {
    do {
        try body()
        return nil
    } catch {
        return error as? AgencyError
    }
}

final class TestTime: TimeSource {
    private let moment = Mutex(Moment(seconds: 1_795_000_000))

    func now() -> Moment { moment.withLock { $0 } }
}

enum TestRegister {
    static let author = AgencyAuthor(.account(7), address: "10.0.0.1")

    static func with(_ backend: Backend, _ body: (AgencyStore) async throws -> Void) async throws {
        try await TestDatabase.with(backend, [AuditLog.migrations, Agencies.migrations]) { store in
            try await body(AgencyStore(store, rules: rules, time: TestTime()))
        }
    }

    /// Actions and subjects in the log, oldest first.
    static func log(_ agencies: AgencyStore) async throws -> [String] {
        try await agencies.store.read { connection in
            try connection.rows("SELECT action, subject FROM audit_rows ORDER BY id").map {
                "\(try $0.text("action")) \(try $0.text("subject"))"
            }
        }
    }
}

/// Nil when there is no value.
func dated<Value: Hashable & Sendable>(_ value: Value?, _ period: Period) -> Dated<Value>? {
    value.map { Dated($0, period) }
}

/// The folder `Resources` of the sources.
let resources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Resources").path()

/// Numbers that look random and are the same in every run.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
