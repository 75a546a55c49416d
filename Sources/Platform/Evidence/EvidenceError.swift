/// Why evidence could not be stored, read or trusted. Never holds content of a part or a key.
package struct EvidenceError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// A name of a part that no folder should hold, or one that stands twice.
        case badPartName
        /// A part, a bundle or its manifest beyond `EvidenceLimits`.
        case tooLarge
        /// The folder's budget of disk space is used up. Nothing was stored.
        case budgetExhausted
        /// Another process writes to this folder.
        case inUse
        case notFound
        /// What was to be written is there already; nothing was overwritten.
        case alreadyThere
        /// A bundle that is not as it was signed.
        case altered
        /// A bundle that may not be removed.
        case held
        /// A key file that holds no Ed25519 key.
        case badKey
        /// A private key that others on this machine may read.
        case keyExposed
        /// Content that lies in the shared folder, which was not given, or is another database's.
        case noFolder
        /// The system refused a read or a write.
        case ioFailed
    }

    package var code: Code
    /// For operators, with the remedy where there is one.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
