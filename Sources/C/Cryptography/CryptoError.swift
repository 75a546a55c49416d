/// Why a cryptographic operation was not done. Never holds a key or a password.
package enum CryptoError: Error, Equatable, Sendable {
    /// The system has no randomness to give.
    case noRandomness
    case badKey
    /// Parameters outside what their standard allows.
    case badParameters
    /// More memory than the caller's limit would be needed.
    case tooMuchMemory
    /// The library gave up, as it does when the system has no memory left.
    case refused
}
