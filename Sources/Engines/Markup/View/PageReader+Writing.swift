// Scripts that put something into the page, or fetch it first.
extension PageReader {
    /// Whether a script names a way to change the document, to fetch, or to run what it has made. A hint: names alone, in
    /// strings and comments too.
    ///
    /// Cost: one look at each byte, a few comparisons at each dot and bracket.
    static func writes(_ script: UnsafeBufferPointer<UInt8>) -> Bool {
        for index in script.indices {
            switch script[index] {
            case UInt8(ascii: "."):
                let rest = UnsafeBufferPointer(rebasing: script[(index + 1)...])
                if members.contains(where: { rest.starts(with: $0) }) { return true }
            case UInt8(ascii: "("):
                let front = UnsafeBufferPointer(rebasing: script[..<index])
                if calls.contains(where: { front.suffix($0.count).elementsEqual($0) }) { return true }
            default: break
            }
        }
        return false
    }

    private static let members: [[UInt8]] = [
        "write", "innerHTML", "outerHTML", "insertAdjacent", "createElement", "appendChild", "replaceWith", "append(",
        "prepend(", "html(", "importNode", "srcdoc", "textContent", "innerText",
    ].map { Array($0.utf8) }

    private static let calls: [[UInt8]] = [
        "fetch", "eval", "Function", "XMLHttpRequest", "atob", "fromCharCode",
    ].map { Array($0.utf8) }
}
