/// A name as Excel takes it for a sheet: 1 to 31 UTF-16 units, none of `: \ / ? * [ ]`, no apostrophe at either end, no control
/// character, not `History`.
package enum SheetName {
    private static let maxUnits = 31
    private static let fallback = "Bảng"

    /// The name, with what is not allowed made a blank or left out, and cut to its length.
    package static func fitting(_ name: String) -> String {
        var fit = String.UnicodeScalarView()
        var units = 0
        for scalar in name.unicodeScalars {
            let isForbidden = ":\\/?*[]".unicodeScalars.contains(scalar) || scalar.properties.isWhitespace
            let isUnseen = scalar.properties.generalCategory == .control || scalar.properties.isNoncharacterCodePoint
            if isUnseen && !scalar.properties.isWhitespace { continue }
            let next: Unicode.Scalar = isForbidden ? " " : scalar
            units += UTF16.width(next)
            guard units <= maxUnits else { break }
            fit.append(next)
        }
        let bare = trimmed(fit)
        return bare.isEmpty || bare.lowercased() == "history" ? fallback : bare
    }

    /// By scalars: a mark behind an apostrophe makes one character of both.
    private static func trimmed(_ text: String.UnicodeScalarView) -> String {
        let isEdge = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "'" }
        var rest = text.drop(while: isEdge)
        while let last = rest.last, isEdge(last) { rest.removeLast() }
        return String(Substring(rest))
    }
}
