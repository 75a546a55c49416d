import Access
import Jobs

extension PortalRegister {
    /// Orders a sweep at once.
    /// - Returns: whether none was ordered or under way.
    func ordersSweep(_ id: Int64, by author: Author) async throws -> Bool { try await sweepNow(id, by: author).isNew }
}
