import Foundation

/// What a page shows of one sweep beside its findings; kept as JSON in the sweep's row. Texts are hostile.
package struct SweepDigest: Sendable, Equatable, Codable {
    /// A text by its key (`sweep.note.…`), and what stands in its braces.
    package struct Note: Sendable, Equatable, Codable {
        package var key: String
        package var texts: [String: String] = [:]
        package var numbers: [String: Int] = [:]

        init(_ note: SweepNote) {
            key = note.key
            for value in note.values {
                switch value.content {
                case .text(let text): texts[value.name] = text
                case .number(let number): numbers[value.name] = number
                }
            }
        }
    }

    package var seconds = 0.0
    /// Pages by state: `ok`, `blocked`, …
    package var states: [String: Int] = [:]
    /// Why pages were not read.
    package var reasons: [String: Int] = [:]
    /// Looks by visitor.
    package var views: [String: Int] = [:]
    package var cleanPages = 0
    package var orphanPages = 0
    package var robots: [Note] = []
    package var notes: [Note] = []
    package var certificates: [String] = []
    package var packs: [String] = []
    /// Active probes sent, and who authorised them.
    package var probes = 0
    package var authority: String?
    /// Findings that were too many to be kept.
    package var findingsLeftOut = 0

    init(_ summary: SweepSummary, leftOut: Int) {
        seconds = summary.seconds
        states = Self.named(summary.stateCounts)
        reasons = summary.reasonCounts
        views = Self.named(summary.viewCounts)
        cleanPages = summary.cleanCount
        orphanPages = summary.orphanCount
        robots = summary.robots.map(Note.init)
        notes = summary.notes.map(Note.init)
        certificates = summary.certificates
        packs = summary.packs
        probes = summary.closing?.probes ?? 0
        authority = summary.closing?.authority
        findingsLeftOut = leftOut
    }

    private static func named<Word: RawRepresentable>(_ counts: [Word: Int]) -> [String: Int]
    where Word.RawValue == String {
        Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, $0.value) })
    }

    init?(json: String) {
        guard let digest = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return nil }
        self = digest
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
