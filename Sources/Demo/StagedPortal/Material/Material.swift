import Foundation
import Knowledge

/// The texts that the portal is made of: our own labelled samples and staged pages. No advert stands in the code.
package struct Material: Sendable {
    /// Strong adverts by label, in the order of the file.
    let adverts: [String: [String]]
    /// Adverts in other languages by language.
    let foreign: [String: [String]]
    /// Names in the adverts that look like betting brands, lower case: hosts are made of them.
    let brands: [String]
    /// Honest texts by kind (`police`, `law`, …).
    let honest: [String: [String]]
    /// Honest pages by folder of `Resources/staged`.
    let staged: [String: [StagedPage]]

    /// Reads `samples/planted-content` and `staged` of a data folder.
    /// - Throws: `PortalError(.material)` when a file is missing, cannot be read, or a kind of text is not there at all.
    package init(resources: String) throws(PortalError) {
        let samples = resources + "/samples/planted-content"
        let planted = try Self.labelled(samples + "/adverts.jsonl").filter { $0.kind == "strong" }
        adverts = Dictionary(grouping: planted, by: \.label).mapValues { $0.map(\.text) }
        foreign = Dictionary(grouping: planted.filter { $0.lang != "vi" && $0.label == "foreign-spam" }, by: \.lang)
            .mapValues { $0.map(\.text) }
        brands = Brand.names(in: adverts["gambling"] ?? [])
        honest = Dictionary(
            grouping: try Self.labelled(samples + "/negatives.jsonl").filter { $0.lang == "vi" }, by: \.kind
        )
        .mapValues { $0.map(\.text) }
        var pages: [String: [StagedPage]] = [:]
        for folder in ["ordinary", "news", "lottery"] {
            pages[folder] = try StagedPage.all(in: resources + "/staged/" + folder)
        }
        staged = pages
        let isWhole =
            Category.allCases.allSatisfy { adverts[$0.rawValue]?.isEmpty == false }
            && Section.allCases.allSatisfy { $0.kinds.allSatisfy { (honest[$0]?.count ?? 0) > 3 } }
            && brands.count > 10 && foreign.count > 2 && pages.values.allSatisfy { !$0.isEmpty }
        guard isWhole else { throw PortalError(.material, "\(resources): too few sample texts for the demo portal") }
    }

    private struct Labelled: Decodable {
        var label: String
        var kind: String
        var lang: String
        var text: String
    }

    private static func labelled(_ path: String) throws(PortalError) -> [Labelled] {
        do {
            let decoder = JSONDecoder()
            return try FileBytes.read(path, maxBytes: 16 << 20).split(separator: UInt8(ascii: "\n"))
                .map { try decoder.decode(Labelled.self, from: Data($0)) }
        } catch {
            throw PortalError(.material, "\(path): \(error)")
        }
    }
}

/// Labels of the adverts that are planted.
enum Category: String, Sendable, CaseIterable {
    case gambling, sex, pharma, counterfeit, defacement
    case loanShark = "loan-shark"
    case pirateStreaming = "pirate-streaming"
    case foreignSpam = "foreign-spam"
    case unlawfulOther = "unlawful-other"
}

/// Host names as adverts would have them.
enum Brand {
    /// Words of letters and digits, 5 to 14 of them, lower case, each once, in order of appearance.
    static func names(in texts: [String]) -> [String] {
        var seen: Set<String> = []
        var names: [String] = []
        for text in texts {
            for word in text.split(whereSeparator: { !($0.isASCII && ($0.isLetter || $0.isNumber)) }) {
                guard (5...14).contains(word.count), word.contains(where: \.isNumber),
                    word.filter(\.isLetter).count >= 3
                else { continue }
                let name = word.lowercased()
                if seen.insert(name).inserted { names.append(name) }
            }
        }
        return names
    }
}
