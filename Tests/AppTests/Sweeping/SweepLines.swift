import Foundation
import Testing

/// What `--format json` printed, line by line.
struct SweepLines: Sendable {
    struct Finding: Decodable, Sendable {
        var url: String
        var rule: String
        var tier: String
        var category: String
        var views: [String]
        var evidence: String?
        var orphan: Bool
        var text: String
        var others: [String]?
        var rendered: Bool?

        enum CodingKeys: String, CodingKey {
            case url, rule, tier, category, views, evidence, orphan, text, rendered
            case others = "other_evidence"
        }

        /// What a sweep of a part and one of the whole have to agree on: the grade may rise when nothing is left to link here.
        var place: String { "\(url) \(rule) \(category) \(views.joined(separator: "+"))" }
        /// What a sweep that was stopped and gone on with and an undisturbed one have to agree on.
        var key: String { "\(url) \(rule) \(tier) \(category) \(views.joined(separator: "+"))" }
    }

    struct Page: Decodable, Sendable {
        struct Hop: Decodable, Sendable {
            var by: String
            var url: String
        }
        struct Look: Decodable, Sendable {
            var view: String
            var state: String
            var chain: [Hop]?
            var rendered: Bool?
        }
        var url: String
        var status: Int
        var state: String
        var reason: String?
        var verdict: String
        var findings: Int
        var views: [Look]
    }

    struct Summary: Decodable, Sendable {
        var ended: String
        var pages: Int
        var left: Int
        var findings: Int
        var planted: Int
        var review: Int
        var bundles: Int
        var requests: Int
        var notes: [String]
        var signs: Int
        var confirmed: Int
        var probes: Int
        var authority: String?
    }

    /// An item of the hardening checklist.
    struct Check: Decodable, Sendable {
        var key: String
        var state: String
    }

    private struct Kind: Decodable { var type: String }

    private(set) var findings: [Finding] = []
    /// Signs of attack and weaknesses.
    private(set) var signs: [Finding] = []
    private(set) var checks: [Check] = []
    private(set) var pages: [String: Page] = [:]
    let summary: Summary

    /// - Throws: for a line that is not what the manual says, or a last one that is no summary.
    init(_ output: String) throws {
        let lines = output.split(separator: "\n").map { Data($0.utf8) }
        summary = try JSONDecoder().decode(Summary.self, from: try #require(lines.last, "nothing was printed"))
        for (number, line) in lines.enumerated() {
            switch try JSONDecoder().decode(Kind.self, from: line).type {
            case "finding": findings.append(try JSONDecoder().decode(Finding.self, from: line))
            case "sign": signs.append(try JSONDecoder().decode(Finding.self, from: line))
            case "check": checks.append(try JSONDecoder().decode(Check.self, from: line))
            case "page":
                let page = try JSONDecoder().decode(Page.self, from: line)
                #expect(pages.updateValue(page, forKey: page.url) == nil, "told twice: \(page.url)")
            case "summary": #expect(number == lines.count - 1)
            case let other: Issue.record("a line of the type '\(other)'")
            }
        }
    }

    /// What a sweep that was stopped and gone on with and an undisturbed one have to agree on.
    var keys: Set<String> { Set(findings.map(\.key)) }
    var places: Set<String> { Set(findings.map(\.place)) }
}
