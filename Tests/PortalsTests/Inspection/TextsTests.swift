import Documents
import Fetching
import Foundation
import Knowledge
import Markup
import PlantedContent
import Testing
import VietText

@testable import Portals

@Suite struct TextsTests {
    @Test func everyWordOfTheVocabularyIsSaidInBothLanguages() throws {
        let zones = ["link"] + PageView.Place.allCases.map(\.name)
        let hidden = [
            "display-none", "visibility", "opacity", "font-size", "off-screen", "text-indent", "zero-size", "clipped",
            "same-colour", "attribute", "noscript", "template", "markup-comment", "marquee", "script", "metadata",
            "customary",
        ]
        var wanted = Set(zones.map { "zone.\($0)" } + hidden.map { "hidden.\($0)" })
        wanted.formUnion(Category.allCases.map { "category.\($0.rawValue)" })
        wanted.formUnion(InspectionResult.Tier.allCases.map { "tier.\($0.rawValue)" })
        wanted.formUnion(VisitorView.allCases.map { "view.\($0.rawValue)" })
        let failures = FetchFailure.Code.allCases.map { FailureState.reason(of: FetchFailure($0, "")) }
        wanted.formUnion(failures.map { "sweep.reason.\($0)" })
        let statuses = (100...599).compactMap { StatusRule.state(of: UInt16($0))?.reason }
        wanted.formUnion(statuses.map { "sweep.reason.\($0)" })
        wanted.formUnion(DocumentFault.allCases.map { "sweep.reason.\(PaperWords.sweepReason($0))" })
        wanted.formUnion(ExtractedDocument.Hiding.allCases.map { "hidden.\($0.rawValue)" } + ["zone.document"])
        for language in Texts.Language.allCases {
            let keys = try Texts(resources: resources, room: "portals", language: language).keys
            #expect(wanted.subtracting(keys).isEmpty)
        }
    }

    @Test func noTextIsMissingAndNoneIsUnused() throws {
        let sources = URL(fileURLWithPath: resources).deletingLastPathComponent()
            .appendingPathComponent("Sources/Features/Portals").path
        var code = ""
        for case let name as String in FileManager.default.enumerator(atPath: sources) ?? .init() {
            if name.hasSuffix(".swift") { code += try String(contentsOfFile: sources + "/" + name, encoding: .utf8) }
        }
        let keys = try Texts(resources: resources, room: "portals", language: .vi).keys
        let spoken = [
            "tier.", "category.", "zone.", "hidden.", "link.", "report.state.", "report.chart.", "state.", "view.",
            "rule.", "sweep.reason.", "sweep.state.", "sweep.ending.", "sweep.by.", "sweep.blind.", "sweep.place.",
            "sweep.note.", "checklist.group.", "checklist.state.",
            // Of the console: the words of the room's own enumerations, and fields of its forms.
            "portal.verdict.", "portal.risk.", "portal.fault.", "portal.sweep.", "portal.state.", "finding.tier.",
            "finding.state.", "finding.decision.", "finding.unseen.", "finding.event.", "finding.scope.",
            "flash.finding.", "flash.portal.",
        ]
        let fields = Set(
            PortalField.allCases.map { "portal.\($0.rawValue)" } + ["portal.retire.lead", "portal.restore.lead"]
        )
        .union(["portal.retire", "portal.restore", "portal.authority.help"])
        let unused = keys.filter { key in
            !spoken.contains { key.hasPrefix($0) } && !fields.contains(key) && !code.contains("\"\(key)\"")
        }
        #expect(unused.isEmpty, "\(unused.sorted())")
        let used = code.matches(of: /"((?:table|progress|report|sweep|checklist|portal|finding)\.(?!json)[a-z.-]+)"/)
            .map {
                String($0.1)
            }
        #expect(!used.isEmpty)
        // Some are the first half of a key: the other half is a word of the engine's.
        let unknown = Set(used).filter { half in !keys.contains(half) && !keys.contains { $0.hasPrefix(half + ".") } }
        #expect(unknown.isEmpty)
    }

    @Test func placeholdersAreTheSameInBothLanguages() throws {
        let vietnamese = try Texts(resources: resources, room: "portals", language: .vi)
        let english = try Texts(resources: resources, room: "portals", language: .en)
        func names(_ text: String) -> [String] { text.matches(of: /\{([a-z]+)\}/).map { String($0.1) }.sorted() }
        for key in vietnamese.keys {
            #expect(names(vietnamese[key]) == names(english[key]), "\(key)")
        }
    }

    @Test func numbersFollowTheLanguage() throws {
        let vietnamese = try Texts(resources: resources, room: "portals", language: .vi)
        let english = try Texts(resources: resources, room: "portals", language: .en)
        #expect(vietnamese.number(1_234_567) == "1.234.567")
        #expect(english.number(-1_000) == "-1,000")
        #expect(vietnamese.decimal(0.5) == "0,50")
        #expect(english.decimal(-1.25) == "-1.25")
        #expect(vietnamese.decimal(0.999) == "1,00")
    }

    @Test func aFileWithoutTextsIsAFault() {
        #expect(throws: FileError.self) { try Texts(resources: "/nowhere", room: "portals", language: .vi) }
    }
}

@Suite struct VietnamTimeTests {
    @Test func timesAreThoseOfVietNam() {
        #expect(VietnamTime.clock(1_767_200_399) == "23:59 31/12/2025")
        #expect(VietnamTime.clock(1_767_200_400) == "00:00 01/01/2026")
        #expect(VietnamTime.day(1_767_200_400) == "2026-01-01")
    }
}
