import Access
import Jobs
import Tables

extension PortalRegister {
    /// Orders a sweep at once.
    /// - Returns: whether none was ordered or under way.
    func ordersSweep(_ id: Int64, by author: Author) async throws -> Bool { try await sweepNow(id, by: author).isNew }
}

extension PortalImport {
    /// The dry run; nil for what is no table.
    func readPlan(_ bytes: [UInt8]) async throws -> PortalImportPlan? {
        do {
            return try await plan(bytes)
        } catch is TableError {
            return nil
        }
    }
}
