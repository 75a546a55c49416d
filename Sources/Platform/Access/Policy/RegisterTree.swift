package import Agencies

/// The tree of the register, for the policy. Answers from the register as it was read last: seconds old while the directory's
/// `run` is at work. Before the first reading nothing is inside of anything.
package struct RegisterTree: UnitTree {
    private let directory: AgencyDirectory

    package init(_ directory: AgencyDirectory) { self.directory = directory }

    package func isInside(_ unit: Int64, subtreeOf top: Int64, on day: Day) -> Bool {
        guard let register = directory.latest, register[AgencyID(unit)]?.isPresent(on: day) == true else {
            return false
        }
        return unit == top || register.ancestors(of: AgencyID(unit), on: day).contains { $0.id.number == top }
    }
}
