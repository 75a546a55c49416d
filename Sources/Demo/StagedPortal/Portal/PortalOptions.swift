/// What a demo portal is drawn from.
package struct PortalOptions: Sendable, Hashable {
    package var seed: UInt64
    /// Every technique at least once, instead of 12 to 40 drawn ones.
    package var isFull: Bool
    /// Heavy, slow and broken answers, and parts without an end. Without them a sweep takes seconds.
    package var hasBurdens: Bool
    /// Doorway pages that a poisoned sitemap tells of.
    package var maxDoorways: Int

    /// Signs of attack and weaknesses, and pages that only look like them.
    package var hasSigns: Bool

    /// Some pages carry a list of headlines and a counter that differ in every answer, as real ones do. Without them two sweeps
    /// see the same.
    package var hasDrift: Bool

    /// - Parameter hasSigns: nil for: when the portal is full.
    package init(
        seed: UInt64 = 1, isFull: Bool = false, hasBurdens: Bool = true, maxDoorways: Int = 300, hasSigns: Bool? = nil,
        hasDrift: Bool = true
    ) {
        self.hasDrift = hasDrift
        self.hasSigns = hasSigns ?? isFull
        self.seed = seed
        self.isFull = isFull
        self.hasBurdens = hasBurdens
        self.maxDoorways = maxDoorways
    }
}
