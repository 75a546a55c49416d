import Glibc

/// What can be fuzzed. Every target reads hostile bytes with an engine and checks what must hold of the answer, whatever the
/// bytes were; address sanitizer and libFuzzer's limits see the rest.
enum FuzzTarget: String, CaseIterable {
    case fold, transcode, page, scripts, unpack, literals, words, addresses, xml, tables, answers, inspect

    /// Set once, before libFuzzer starts its (single) thread.
    nonisolated(unsafe) static var chosen = FuzzTarget.fold
    static var names: [String] { allCases.map(\.rawValue) }

    init?(name: String) { self.init(rawValue: name) }

    static func run(_ bytes: UnsafeBufferPointer<UInt8>) {
        switch chosen {
        case .fold: fuzzFold(bytes)
        case .transcode: fuzzTranscode(bytes)
        case .page: fuzzPage(bytes)
        case .scripts: fuzzScripts(bytes)
        case .unpack: fuzzUnpack(bytes)
        case .literals: fuzzLiterals(bytes)
        case .words: fuzzWords(bytes)
        case .addresses: fuzzAddresses(bytes)
        case .xml: fuzzXML(bytes)
        case .tables: fuzzTables(bytes)
        case .answers: fuzzAnswers(bytes)
        case .inspect: fuzzInspect(bytes)
        }
    }

    /// Whether inputs are HTML, so that mutations should keep its structure.
    var readsHTML: Bool { self == .page || self == .inspect }
}

/// Ends the run, so that libFuzzer keeps the input.
func require(_ isTrue: Bool, _ claim: @autoclosure () -> String) {
    if isTrue { return }
    let line = Array("\nBROKEN: \(claim())\n".utf8)
    _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    abort()
}
