import Markup
import VietText

/// Folds the block of a segment again, this time with the source range of every byte.
struct OriginFolder {
    private let collector: HitCollector
    private let view: PageView
    private let utf8: UnsafeBufferPointer<UInt8>
    private let buffer: FoldBuffer
    private var folded: (block: Int32, link: Int32) = (-2, -2)

    init(collector: HitCollector, view: PageView, utf8: UnsafeBufferPointer<UInt8>) {
        self.collector = collector
        self.view = view
        self.utf8 = utf8
        buffer = FoldBuffer(table: collector.rules.foldTable, recordsOrigins: true)
    }

    /// Segments of one block come one after another, so a long block is folded once.
    mutating func fold(_ segment: Segment) {
        guard folded != (segment.block, segment.link) else { return }
        folded = (segment.block, segment.link)
        buffer.removeAll()
        if segment.link >= 0 {
            let link = Int(segment.link)
            HitCollector.foldURL(
                view.links[link], of: view, wholeURL: collector.readsWholeURL(link), into: buffer)
        } else {
            PageText(view, utf8).fold(view.blocks[Int(segment.block)], into: buffer)
        }
    }

    /// Offsets in the UTF-8 page of folded positions.
    func range(_ start: UInt32, _ end: UInt32, in segment: Segment) -> Range<UInt32> {
        let base = Int(segment.foldBase)
        let first = Int(start) - base
        let last = Int(end) - base - 1
        guard first >= 0, last >= first, last < buffer.count else { return 0..<0 }
        let lower = buffer.origin(of: first).start
        var upper = buffer.origin(of: last).end
        // Text of a decoded expression may stand in any order; take the widest.
        if upper < lower { upper = lower }
        return lower..<upper
    }

    /// True when the text is not in the source as such: decoded from a script.
    func isDerived(_ segment: Segment) -> Bool {
        guard segment.link < 0 else { return false }
        let block = view.blocks[Int(segment.block)]
        return view.pieces[Int(block.pieceStart)..<Int(block.pieceEnd)].contains { $0.kind == .derived }
    }

    func foldedText(_ hit: Hit) -> String {
        String(decoding: collector.folded.bytes[Int(hit.start)..<Int(hit.end)], as: UTF8.self)
    }

    /// The block's text between two offsets, entities decoded, tags left out, white space collapsed.
    func text(_ range: Range<UInt32>, of segment: Segment) -> String {
        if let plain = plainText(range, of: segment) { return plain }
        var bytes: [UInt8] = []
        if segment.link >= 0 {
            Self.append(utf8[Int(range.lowerBound)..<Int(range.upperBound)], to: &bytes)
        } else {
            let block = view.blocks[Int(segment.block)]
            let pieces = view.pieces
            var index = firstPiece(pieces, Int(block.pieceStart), Int(block.pieceEnd), reaching: range.lowerBound)
            while index < Int(block.pieceEnd), pieces[index].start < range.upperBound {
                append(pieces[index], range, to: &bytes)
                index += 1
            }
        }
        while bytes.last == 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text as the source has it, where it stands in one piece and no white space needs tidying.
    private func plainText(_ range: Range<UInt32>, of segment: Segment) -> String? {
        guard segment.link < 0, !range.isEmpty else { return nil }
        let block = view.blocks[Int(segment.block)]
        let pieces = view.pieces
        let index = firstPiece(pieces, Int(block.pieceStart), Int(block.pieceEnd), reaching: range.lowerBound)
        guard index < Int(block.pieceEnd), pieces[index].kind == .raw, pieces[index].start <= range.lowerBound,
            pieces[index].end >= range.upperBound
        else { return nil }
        let slice = UnsafeBufferPointer(rebasing: utf8[Int(range.lowerBound)..<Int(range.upperBound)])
        var wasSpace = true
        for byte in slice {
            let isSpace = byte == 0x20
            if byte < 0x20 || isSpace && wasSpace { return nil }
            wasSpace = isSpace
        }
        return wasSpace ? nil : String(decoding: slice, as: UTF8.self)
    }

    /// The first piece that ends behind `offset`: pieces stand in the order of the source.
    private func firstPiece(_ pieces: [PageView.Piece], _ start: Int, _ end: Int, reaching offset: UInt32) -> Int {
        var low = start
        var high = end
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].end <= offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func append(_ piece: PageView.Piece, _ range: Range<UInt32>, to bytes: inout [UInt8]) {
        switch piece.kind {
        case .raw:
            let from = max(piece.start, range.lowerBound)
            let to = min(piece.end, range.upperBound)
            if from < to { Self.append(utf8[Int(from)..<Int(to)], to: &bytes) }
        case .scalar:
            if let scalar = Unicode.Scalar(piece.scalar) { Self.append(Array(String(scalar).utf8), to: &bytes) }
        case .derived:
            Self.append(view.derived[Int(piece.derivedStart)..<Int(piece.derivedEnd)].prefix(4_000), to: &bytes)
        }
    }

    private static func append(_ slice: some Collection<UInt8>, to bytes: inout [UInt8]) {
        for byte in slice {
            if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) {
                if !bytes.isEmpty, bytes.last != 0x20 { bytes.append(0x20) }
            } else {
                bytes.append(byte)
            }
        }
    }
}
