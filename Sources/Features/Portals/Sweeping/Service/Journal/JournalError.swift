/// Why a journal cannot be used.
package struct JournalError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// There is one already: resume it, or name another place.
        case exists
        case notFound
        /// Another process writes to it.
        case inUse
        /// Written by another version of the program.
        case otherVersion
        /// Of a sweep with other seeds or options.
        case otherSweep
        /// A line in the middle is not what was written.
        case damaged
        /// `append` before `load`.
        case notLoaded
        case badRecord
        /// The system refused: no room, no permission.
        case failed
    }

    package var code: Code
    package var message: String
    /// From 1, of the journal's file.
    package var line: Int?

    package init(_ code: Code, _ message: String, line: Int? = nil) {
        self.code = code
        self.message = message
        self.line = line
    }

    package var description: String { line.map { "\(message) (line \($0))" } ?? message }
}
