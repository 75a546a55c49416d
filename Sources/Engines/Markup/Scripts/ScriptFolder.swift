// CONTRACT (implementation to follow).

/// The text that a script holds or writes, after constant folding of its string expressions.
package final class ScriptFolder {
    package init() {}
    package private(set) var strings: [FoldedString] = []
    /// Bytes of all folded strings (UTF-8).
    package private(set) var bytes: [UInt8] = []

    /// Reads one script. Never fails; linear in its size: rounds, depth and output are bounded.
    /// - Parameter sourceOffset: where `script[0]` stands in the page.
    package func fold(
        _ script: UnsafeBufferPointer<UInt8>, sourceOffset: UInt32, maxRounds: Int = 3, maxOutputBytes: Int = 8 << 20
    ) {}

    package struct FoldedString: Sendable {
        /// Source range of the expression.
        package var start: UInt32
        package var end: UInt32
        /// Range in `bytes`.
        package var byteStart: UInt32
        package var byteEnd: UInt32
        package var use: Use
        /// True when the text does not stand in the source as such (built, decoded or reversed).
        package var isDecoded: Bool
        /// True when the statement stands under a test of referrer, user agent, cookie, screen or history.
        package var isConditional: Bool
    }

    /// What the script does with the string.
    package enum Use: UInt8, Sendable {
        case plain
        /// `document.write`, `innerHTML`, `outerHTML`, `insertAdjacentHTML`, `append`, `$(…).html`: markup for the page.
        case markup
        /// `location = `, `location.href`, `.replace`, `.assign`, `window.open`, `top.location`: a redirect target.
        case redirect
        /// `src`/`href` assignment or `setAttribute` of one: a link.
        case link
        /// `eval`, `Function`, `setTimeout` with a string: folded again as a script.
        case code
    }
}
