import SQLStore

/// An account as it was when somebody was asked whether he may change it: the change is made only while that still holds. A role
/// that is given meanwhile may lift the account above him.
package struct SeenAccount: Sendable, Equatable {
    package var id: Int64
    package var grants: [Grant]
    /// `Account.version` as the form was made for it; nil where a form shows nothing of it.
    package var version: Int64?

    package init(_ id: Int64, grants: [Grant], version: Int64? = nil) {
        (self.id, self.grants, self.version) = (id, grants, version)
    }

    /// - Throws: `changedMeanwhile`, `noSuchAccount`.
    func check(in db: ReadConnection) throws {
        guard try AccountRows.grants(of: id, in: db) == grants else { throw AccessError.changedMeanwhile }
        guard let version else { return }
        guard try AccountRows.find(id, in: db).version == version else { throw AccessError.changedMeanwhile }
    }
}

extension Account {
    /// Another one after every change.
    package var version: Int64 { changed.microseconds }

    /// For a change that only the same roles allow.
    package func seen(_ grants: [Grant]) -> SeenAccount { SeenAccount(id, grants: grants) }
}
