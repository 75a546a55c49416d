import Access
package import Agencies

/// Whose portals somebody may see, and what the units are called: from the register of agencies, as of a day.
package struct UnitBook: Sendable {
    private let directory: AgencyDirectory

    package init(_ directory: AgencyDirectory) { self.directory = directory }

    /// Numbers of the units within; nil for all, and for what belongs to none.
    func units(within reach: Reach, on day: Day) async throws -> Set<Int64>? {
        if reach.isEverything { return nil }
        let register = try await directory.current()
        func units(below tops: [Int64]) -> Set<Int64> {
            tops.reduce(into: []) { units, top in
                units.formUnion(register.subtree(of: AgencyID(top), on: day).map(\.number))
            }
        }
        let granted = reach.grants.map(units)
        guard let token = reach.token else { return granted }
        let narrowed = units(below: [token])
        return granted?.intersection(narrowed) ?? narrowed
    }

    /// Those whose portals may be entered, by name.
    func choices(within reach: Reach, on day: Day) async throws -> [(value: String, label: String)] {
        let units = try await units(within: reach, on: day)
        let present = try await directory.current().present(on: day)
        return present.filter { units?.contains($0.id.number) ?? true }.map {
            ("\($0.id.number)", $0.knownName(on: day))
        }
    }

    func name(_ unit: Int64, on day: Day) -> String {
        directory.latest?[AgencyID(unit)]?.knownName(on: day) ?? "#\(unit)"
    }

    /// The unit that a list names by its code or by the register's own word.
    func unit(named text: String, on day: Day) -> Int64? {
        guard let register = directory.latest else { return nil }
        if let agency = register.agency(key: text) { return agency.id.number }
        return register.present(on: day).first { $0.code(on: day) == text }?.id.number
    }
}
