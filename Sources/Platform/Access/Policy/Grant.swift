package import SQLStore

/// A role that an account has: for a unit and what is below it, from one moment to another.
package struct Grant: Sendable, Equatable, Identifiable {
    package var id: Int64
    package var account: Int64
    /// Nil for a word that this program does not know: it carries nothing.
    package var role: Role?
    /// Nil for the whole province.
    package var unit: Int64?
    package var from: Moment
    /// Not included; nil while no end is set.
    package var until: Moment?
    package var reason: String
    /// The grant whose holder is stood in for; nil for a grant of its own.
    package var source: Int64?
    package var grantedBy: String
    package var grantedAt: Moment
    package var revokedAt: Moment?

    package func isActive(at now: Moment) -> Bool {
        revokedAt == nil && from <= now && until.map { now < $0 } ?? true
    }

    init(_ row: SQLRow) throws {
        id = try row.int64("id")
        account = try row.int64("account")
        role = Role(rawValue: try row.text("role"))
        unit = try row.optional("unit") { row, column throws(StoreError) in try row.int64(column) }
        from = try row.moment("valid_from")
        until = try row.optionalMoment("valid_until")
        reason = try row.text("reason")
        source = try row.optional("source") { row, column throws(StoreError) in try row.int64(column) }
        grantedBy = try row.text("granted_by")
        grantedAt = try row.moment("granted_at")
        revokedAt = try row.optionalMoment("revoked_at")
    }

    /// For decisions that no row stands behind.
    package init(role: Role, unit: Int64?, from: Moment, until: Moment? = nil) {
        (id, account, self.role, self.unit, self.from, self.until) = (0, 0, role, unit, from, until)
        (reason, source, grantedBy, grantedAt, revokedAt) = ("", nil, "", from, nil)
    }
}
