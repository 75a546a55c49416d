import Glibc

// Scripts that put something into the page, or fetch it first.
extension PageReader {
    /// Whether a script names a way to change the document, to fetch, or to run what it has made. A hint: names alone, in
    /// strings and comments too.
    ///
    /// Cost: one look at each byte, a few comparisons at each dot and bracket.
    static func writes(_ script: UnsafeBufferPointer<UInt8>) -> Bool {
        holds(UInt8(ascii: "."), in: script) { at in
            guard at + 1 < script.count, memberStarts.holds(script[at + 1]) else { return false }
            let rest = UnsafeBufferPointer(rebasing: script[(at + 1)...])
            return members.contains { rest.starts(with: $0) }
        }
            || holds(UInt8(ascii: "("), in: script) { at in
                guard at > 0, callEnds.holds(script[at - 1]) else { return false }
                let front = UnsafeBufferPointer(rebasing: script[..<at])
                return calls.contains { front.suffix($0.count).elementsEqual($0) }
            }
    }

    /// Whether a byte stands anywhere with something around it that is looked for.
    @inline(__always)
    private static func holds(
        _ byte: UInt8, in script: UnsafeBufferPointer<UInt8>, where isMeant: (Int) -> Bool
    ) -> Bool {
        guard let base = script.baseAddress else { return false }
        var at = 0
        while let found = memchr(base + at, Int32(byte), script.count - at) {
            at = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
            if isMeant(at) { return true }
            at += 1
        }
        return false
    }

    /// Letters, as bits: which of them begin a member, which of them end a call's name. Asked before names are compared.
    private struct Letters {
        private var bits: UInt64 = 0
        init(_ letters: [UInt8?]) {
            for letter in letters.compactMap(\.self) { bits |= 1 << UInt64(letter & 0x3F) }
        }
        @inline(__always)
        func holds(_ byte: UInt8) -> Bool { bits &>> UInt64(byte & 0x3F) & 1 != 0 }
    }

    private static let memberStarts = Letters(members.map(\.first))
    private static let callEnds = Letters(calls.map(\.last))

    private static let members: [[UInt8]] = [
        "write", "innerHTML", "outerHTML", "insertAdjacent", "createElement", "appendChild", "replaceWith", "append(",
        "prepend(", "html(", "importNode", "srcdoc", "textContent", "innerText",
    ].map { Array($0.utf8) }

    private static let calls: [[UInt8]] = [
        "fetch", "eval", "Function", "XMLHttpRequest", "atob", "fromCharCode",
    ].map { Array($0.utf8) }
}
