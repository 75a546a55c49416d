import Access
import Agencies
import Console
import Foundation
import Jobs
import Testing
import VietText

/// Every text that a page asks for is there, in both languages, and no other.
@Suite struct TextTests {
    /// Keys that are put together: these words stand behind the prefix.
    private static let made: [String: [String]] = [
        "role": Role.allCases.map(\.rawValue), "verb": Verb.allCases.filter(\.isForTokens).map(\.rawValue),
        "agency.kind": AgencyKind.allCases.map(\.rawValue), "job.state": JobState.allCases.map(\.rawValue),
        "register.fault": RegisterFault.Code.allCases.map(\.rawValue) + ["unreadable", "notYours"],
        "account.state": ["active", "disabled"], "password": PasswordFault.allCases.map(\.rawValue),
        "access.denied": Decision.Reason.allCases.map(\.rawValue), "theme": Theme.allCases.map(\.rawValue),
        "board.state": Tone.allCases.map(\.rawValue), "language": ["vi", "en"], "agency.scheme": ["unit", "e-office"],
        "agency.function": ["specialised-cyber-security", "incident-response"],
        "import.table": ["organisations", "successions", "functions"], "import.state": ["refused", "ready", "same"],
        "audit.done": [
            "access.first-code", "sessions.sign-in", "accounts.grant", "agencies.merge", "findings.confirm",
        ],
        "audit.fault": ["altered", "missing", "head"], "audit.check": ["waiting", "running", "failed"],
        "schedule.every": ["days", "hours", "minutes", "seconds"],
    ]
    /// Keys that are put together of several parts, or stand in a table of the code; as patterns.
    private static let patterns = [
        #"refused\.\w+\.(title|state|text)"#, #"fault\.\w+\.(title|text)"#, #"fault\.(state|unknown)"#,
        #"job\.kind\.[a-z]+\.[a-z]+"#, #"audit\.done\.[a-z]+\.[a-zA-Z\-]+"#,
        #"time\.\w+\.(ago|ahead)"#, #"shell\.\w+"#,
        #"access\.error\.\w+"#, #"agency\.(change|field|link)\.[\w\-]+(\.\w+)?"#,
        #"(flash\.)?(account|job|schedule)\.(disable|enable|unlock|cancel|retry)(\.\w+)?"#,
        #"(session\.end|grant\.revoke|token\.revoke)\.(title|lead)"#,
    ]

    private static func sources() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources").standardized
        var text = ""
        for folder in ["Platform/Console", "Features/Administration"] {
            let walk = FileManager.default.enumerator(atPath: root.appending(path: folder).path())
            while let path = walk?.nextObject() as? String {
                guard path.hasSuffix(".swift") else { continue }
                text += try String(contentsOf: root.appending(path: "\(folder)/\(path)"), encoding: .utf8)
            }
        }
        return text
    }

    @Test func everyTextThatIsAskedForIsThere() throws {
        let keys = try Site.texts(.vi).keys
        let firsts = Set(keys.compactMap { $0.split(separator: ".").first.map { String($0) } })
        let literals = Set(
            try Self.sources().matches(of: #/"([a-zA-Z]+(?:\.[a-zA-Z\-]+)+)"/#).map { String($0.output.1) })
        // Words of the policy are spelled alike.
        let verbs = Set(Verb.allCases.map(\.rawValue))
        let missing = literals.filter { literal in
            !keys.contains(literal) && !verbs.contains(literal) && Self.made[literal] == nil
                && firsts.contains(String(literal.split(separator: ".")[0]))
        }
        #expect(missing.isEmpty, "\(missing.sorted())")
        for (prefix, words) in Self.made {
            for word in words { #expect(keys.contains("\(prefix).\(word)"), "\(prefix).\(word)") }
        }
    }

    @Test func noTextIsThereForNobody() throws {
        let sources = try Self.sources()
        let made = Set(Self.made.flatMap { prefix, words in words.map { "\(prefix).\($0)" } })
        let patterns = try Self.patterns.map { try Regex($0) }
        let unused = try Site.texts(.vi).keys.filter { key in
            !sources.contains("\"\(key)\"") && !made.contains(key)
                && !patterns.contains { key.wholeMatch(of: $0) != nil }
        }
        #expect(unused.isEmpty, "\(unused.sorted())")
    }

    @Test func bothLanguagesSayTheSame() throws {
        let (vi, en) = (try Site.texts(.vi), try Site.texts(.en))
        #expect(vi.keys == en.keys)
        for key in vi.keys {
            #expect(!vi[key].isEmpty, "\(key)")
            #expect(!en[key].isEmpty, "\(key)")
            let places = [vi, en].map { texts in Set(texts[key].matches(of: #/\{\w+\}/#).map { String($0.output) }) }
            #expect(places[0] == places[1], "\(key)")
        }
    }
}
