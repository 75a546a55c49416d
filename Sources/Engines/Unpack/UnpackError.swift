/// Why packed bytes could not be read, and where. Never holds any of the bytes.
package struct UnpackError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// The input ends before what it announced.
        case truncated
        /// Not the format that was expected.
        case badHeader
        /// Packed data that mean nothing.
        case corrupt
        /// A checksum or length behind the data disagrees with them.
        case badChecksum
        /// More output than `UnpackLimits.maxOutputBytes`.
        case outputTooLarge
        /// More output for the input than `UnpackLimits.maxRatio`.
        case ratioTooHigh
        /// More members than `UnpackLimits.maxMembers`.
        case tooManyMembers
        /// Archives within archives beyond `UnpackLimits.maxDepth`.
        case tooDeep
        /// A zip directory that is missing, inconsistent or too large.
        case badDirectory
        /// A zip member that is encrypted.
        case encrypted
        /// Zip members that share bytes.
        case overlappingMembers
        /// A zip member packed by another method than store and deflate.
        case unsupportedMethod
        /// A member's data do not have the size that was announced.
        case sizeMismatch
        /// A header block that does not end within its limit.
        case headTooLong
        /// A WARC record whose header cannot be read.
        case badRecord
        /// A chunk size that cannot be read.
        case badChunk
        /// A content coding other than gzip, deflate, br and identity.
        case unsupportedCoding
        /// The system gave no memory to the decoder.
        case noMemory
    }

    package var code: Code
    /// Byte of the input (packed stream, archive, WARC stream; for HTTP bodies the body) at which reading stopped.
    package var position: UInt64

    package init(_ code: Code, at position: UInt64) {
        self.code = code
        self.position = position
    }

    package var description: String { "\(code.rawValue) at byte \(position)" }
}
