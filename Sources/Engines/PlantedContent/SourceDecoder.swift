import Markup
import VietText

/// Turns a source in whatever encoding into the UTF-8 that the engines read, with the way back to its own offsets.
struct SourceDecoder {
    /// - Parameter charset: declared outside the document (HTTP header); wins over what the document says of itself.
    func decode(_ source: UnsafeBufferPointer<UInt8>, form: Inspector.Form, charset: String?) -> DecodedSource {
        var declared = charset.flatMap { TextEncoding(label: $0) }
        if declared == nil, form == .html, let label = CharsetSniffer.declaredLabel(in: source) {
            declared = TextEncoding(
                label: UnsafeBufferPointer(rebasing: source[Int(label.start)..<Int(label.end)]))
        }
        let encoding = Self.detect(source, declared: declared)
        guard encoding != .utf8 else { return DecodedSource(encoding: encoding, transcoded: nil) }
        return DecodedSource(encoding: encoding, transcoded: Transcoder.transcode(Array(source), from: encoding))
    }

    /// A page whose first 8 KB are UTF-8 with Vietnamese in it is not read to its end to be sure: folding copes with
    /// malformed bytes and counts them.
    private static func detect(_ source: UnsafeBufferPointer<UInt8>, declared: TextEncoding?) -> TextEncoding {
        let length = 8 << 10
        if source.count > length {
            let head = UnsafeBufferPointer(rebasing: source[..<length])
            if head.contains(where: { $0 >= 0x80 }), EncodingDetector.detect(head, declared: declared) == .utf8 {
                return .utf8
            }
        }
        return EncodingDetector.detect(source, declared: declared)
    }
}

/// A decoded source. UTF-8 is read in place.
struct DecodedSource {
    let encoding: TextEncoding
    let transcoded: TranscodedText?

    var replacements: Int { transcoded?.replacements ?? 0 }

    func withUTF8<Result>(
        _ source: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        guard let transcoded else { return body(source) }
        return transcoded.utf8.withUnsafeBufferPointer(body)
    }

    /// Bytes of the source that gave the bytes of the UTF-8 text.
    func sourceRange(_ range: Range<UInt32>) -> Range<Int> {
        let plain = Int(range.lowerBound)..<Int(range.upperBound)
        return transcoded?.origins.sourceRange(of: plain) ?? plain
    }
}
