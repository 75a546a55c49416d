import Access
import Agencies

/// The register of agencies as the policy asks for it: from memory, seconds old at most.
struct RegisterTree: UnitTree {
    let directory: AgencyDirectory

    func isInside(_ unit: Int64, subtreeOf top: Int64, on day: Day) -> Bool {
        guard let register = directory.latest else { return false }
        return register.subtree(of: AgencyID(top), on: day).contains(AgencyID(unit))
    }
}
