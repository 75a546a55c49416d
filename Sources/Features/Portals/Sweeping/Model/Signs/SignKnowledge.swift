import Patterns

/// What signs are known by: the pack `signs-of-attack`, decoded. Values only.
package struct SignKnowledge: Sendable {
    /// Bytes that an answer must hold, all of them; texts are in small letters.
    struct Signature: Sendable, Equatable {
        struct Part: Sendable, Equatable {
            var bytes: [UInt8]
            /// At the very beginning.
            var isFront = false
        }
        var parts: [Part] = []
    }

    enum Body: String, Sendable, CaseIterable { case html, text, binary, any }

    /// An address that `--probe` asks for.
    struct ProbePath: Sendable {
        var path: String
        var isRoot: Bool
        var rule: SignRule
        var body: Body
        var signature: Signature
    }

    /// Name of a file that tells what it is; `isEnding` when anything may stand before it.
    struct FileName: Sendable {
        var name: String
        var isEnding: Bool
        var rule: SignRule
    }

    struct ShellWord: Sendable {
        var bytes: [UInt8]
        var isStrong: Bool
    }

    struct Listing: Sendable {
        /// Folded; empty when any title will do.
        var title: [UInt8]
        var signature: Signature
    }

    struct Header: Sendable {
        /// Small letters.
        var name: String
        var isForHTTPS: Bool
        /// A field and the directive in it that does the same.
        var alternative: (field: String, directive: String)?
    }

    struct Banner: Sendable {
        var product: String
        var branch: String
        /// `2022-11-28`
        var ended: String
        var name: String
    }

    struct Provider: Sendable {
        var suffix: String
        var body: [UInt8]
        var name: String
    }

    var paths: [ProbePath] = []
    var files: [FileName] = []
    var shells: [ShellWord] = []
    var listings: [Listing] = []
    var headers: [Header] = []
    var banners: [Banner] = []
    /// Folded.
    var defacements: [[UInt8]] = []
    var redirectParameters: Set<String> = []
    var searchParameters: Set<String> = []
    var providers: [Provider] = []
    var mailDomains: Set<String> = []
    /// Words in addresses of pages that give contacts, in small letters.
    var contactPages = LiteralSet([])
    /// Folded words that announce where incidents are received.
    var incidentWords = LiteralSet([])

    package init() {}
}
