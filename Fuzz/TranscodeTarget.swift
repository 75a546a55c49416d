import VietText

/// Every encoding gives valid UTF-8 and a way back into the source. The first byte chooses the encoding.
func fuzzTranscode(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let choice = bytes.first else { return }
    let source = Array(bytes.dropFirst())
    let encoding = TextEncoding.allCases[Int(choice) % TextEncoding.allCases.count]
    let text = Transcoder.transcode(source, from: encoding)
    if encoding != .utf8 {
        require(String(validating: text.utf8, as: UTF8.self) != nil, "\(encoding) gives malformed UTF-8")
    }
    require(text.utf8.count <= source.count * 3 + 3, "\(encoding) makes the text more than three times as long")
    var last = 0
    for position in 0..<text.utf8.count {
        let range = text.origins.sourceRange(of: position)
        require(range.upperBound <= source.count && range.lowerBound >= last, "\(encoding): an origin is out of order")
        last = range.lowerBound
    }
    _ = TextEncoding(label: bytes)
}
