import Markup

/// XML ends in events that open and close what they say, or in a fault; within the limits.
func fuzzXML(_ bytes: UnsafeBufferPointer<UInt8>) {
    let document = Array(bytes)
    for var reader in [XMLReader(document: document), XMLReader(utf8: document)] {
        var open: [String] = []
        var events = 0
        while let event = try? reader.next() {
            events += 1
            require(events <= 2 * bytes.count + 2, "more events than bytes")
            switch event {
            case .start(let name, _): open.append(name)
            case .end(let name): require(open.popLast() == name, "an end without its beginning: \(name)")
            default: break
            }
            require(open == reader.path, "the path is not what was opened")
        }
    }
}
