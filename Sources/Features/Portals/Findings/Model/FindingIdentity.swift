import PlantedContent
import VietText

/// By what a finding is known again from one sweep to the next: what kind of thing it is, where on the page it stands, and what it
/// says; not how grave it was weighed, as whom it was met, or which numbers stand in it.
package struct FindingIdentity: Sendable, Hashable {
    /// `planted/gambling`, whether some visitors or all met it; `redirect`; else the finding's rule.
    package let rule: String
    package let place: String
    /// The address, for what is its page's own; empty for what may stand on many pages and is one thing.
    package let anchor: String
    /// Of the folded text with every number made 0: equal texts are the same thing wherever they stand.
    package let text: UInt64
    /// Fingerprint of that text: on the same page a nearly equal text at the same place is the same thing, changed.
    package let likeness: UInt64

    /// Bits in which the fingerprints of a block before and after a small change may differ.
    static let nearBits = 10
    private static let maxBytes = 16 << 10

    package init(rule: String, place: String, anchor: String, text: UInt64, likeness: UInt64) {
        (self.rule, self.place, self.anchor, self.text, self.likeness) = (rule, place, anchor, text, likeness)
    }

    package init(_ finding: SweepFinding) {
        let (rule, text) = Self.kind(of: finding)
        let isPagesOwn = finding.rule == CertificateFinding.rule || finding.isSign && SignSheet.isOfPage(finding)
        let folded = Self.withoutNumbers(isPagesOwn ? "" : text)
        self.init(
            rule: rule, place: finding.place, anchor: isPagesOwn ? finding.url : "", text: Self.hash(folded),
            likeness: folded.withUnsafeBufferPointer { SimHash.of($0) } ?? 0)
    }

    /// The rule without what changes between sweeps, and the text that tells one such thing from another.
    private static func kind(of finding: SweepFinding) -> (rule: String, text: String) {
        if finding.rule.hasPrefix("redirect/") {
            // Addresses on the way carry numbers of visits; where it ends is what it is.
            return ("redirect", finding.chain.last?.host ?? finding.excerpt)
        }
        let isDifference = finding.rule == "cloaking/difference"
        if !isDifference, finding.rule.hasPrefix("cloaking/") || finding.rule.hasPrefix("content/") {
            return ("planted/\(finding.category)", finding.excerpt)
        }
        return (finding.rule, finding.excerpt)
    }

    /// The same thing, or the same thing changed a little. Whoever asks knows that both stand on one page.
    func isNear(_ other: FindingIdentity) -> Bool {
        rule == other.rule && place == other.place && anchor == other.anchor
            && (text == other.text || SimHash.distance(likeness, other.likeness) <= Self.nearBits)
    }

    /// Small letters without marks.
    private static func withoutNumbers(_ text: String) -> [UInt8] {
        let folded = FoldBuffer()
        Array(text.utf8.prefix(maxBytes)).withUnsafeBufferPointer { folded.append($0, sourceOffset: 0) }
        var bytes: [UInt8] = []
        for byte in folded.bytes {
            let isDigit = byte &- 0x30 < 10
            if isDigit, bytes.last == 0x30 { continue }
            bytes.append(isDigit ? 0x30 : byte)
        }
        return bytes
    }

    /// FNV-1a, the same on every machine.
    private static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
