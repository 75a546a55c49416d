// Computed visibility of one element.
extension PageView {
    func applyStyle(_ frame: inout Frame, _ token: Token, _ attributes: UnsafeBufferPointer<Attribute>) {
        for attribute in attributes {
            switch attribute.name {
            case .hidden: frame.hidden.insert(.attribute)
            case .style:
                let text = value(attribute)
                if text.containsCompact("display:none") { frame.hidden.insert(.displayNone) }
                if text.containsCompact("visibility:hidden") { frame.hidden.insert(.visibility) }
            default: break
            }
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    func containsCompact(_ text: StaticString) -> Bool {
        var matched = 0
        for byte in self where byte > 0x20 {
            let lowered = byte &- 0x41 < 26 ? byte | 0x20 : byte
            if lowered == text.utf8Start[matched] {
                matched += 1
                if matched == text.utf8CodeUnitCount { return true }
            } else {
                matched = lowered == text.utf8Start[0] ? 1 : 0
            }
        }
        return false
    }
}
