/// Gives a body piece by piece; no piece is larger than 64 KiB.
struct BodyCursor {
    static let maxPieceBytes = 64 << 10

    private let body: PortalBody
    private let maxPieceBytes: Int
    private var index = 0
    private let endlessUnit: [UInt8]

    init(_ body: PortalBody, maxPieceBytes: Int = BodyCursor.maxPieceBytes) {
        self.body = body
        self.maxPieceBytes = max(1, min(maxPieceBytes, Self.maxPieceBytes))
        if case .endless(let unit) = body {
            endlessUnit = Array(repeatElement(unit, count: max(1, (16 << 10) / max(1, unit.count))).joined())
        } else {
            endlessUnit = []
        }
    }

    /// nil behind the end.
    mutating func next() -> [UInt8]? {
        switch body {
        case .endless: return Array(endlessUnit.prefix(maxPieceBytes))
        case .bytes(let bytes):
            guard index < bytes.count else { return nil }
            let piece = bytes[index..<min(index + maxPieceBytes, bytes.count)]
            index = piece.endIndex
            return Array(piece)
        case .repeated(let head, let unit, let count, let tail):
            defer { index += 1 }
            if index == 0, !head.isEmpty { return head }
            if index == 0 { index = 1 }
            if index <= count { return unit }
            return index == count + 1 && !tail.isEmpty ? tail : nil
        }
    }
}
