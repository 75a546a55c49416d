import Documents
import Knowledge
import Unpack

/// Opens what is not a plain page or text: standard input, compressed files, JSON lines, WARC, and files whose first bytes
/// must tell what they are.
struct SourceOpener {
    enum Opened {
        case reader(any ItemReader)
        case item(WorkItem)
        /// Found in a folder, and of no kind that this program reads.
        case skipped
    }

    let options: InspectionOptions

    func open(_ input: FoundInput) throws -> Opened {
        if case .refused(let format) = input.type { return .item(refusal(input, format)) }
        let file = input.path == "-" ? FileSource() : try FileSource(path: input.path)
        var source = try PeekedSource(file)
        var expected = file.byteCount
        // Compressed twice is not unpacked twice: the inner bytes are then of no known kind.
        if source.head.withUnsafeBufferPointer({ InputType.isCompressed($0) }) {
            source = try PeekedSource(InflatingSource(source, as: .gzip, limits: .stream))
            expected = nil
        }
        var type = input.type
        if type == .unknown || input.path == "-" {
            type = source.head.withUnsafeBufferPointer { InputType.sniffed($0) }
        }
        if type == .text || type == .unknown, DocumentKind.of(source.head, name: input.path) == .mail {
            type = .document
        }
        switch type {
        case .document: return .item(try document(source, input, expected))
        case .html, .text:
            return .item(try whole(source, input, type == .html ? .html : .text, expected))
        case .jsonLines:
            guard !Self.isAmbiguous(input.path) || Self.mayBeLines(source.head) else {
                return input.isExplicit ? .item(failure(input, "not JSON lines: each line holds one object")) : .skipped
            }
            return .reader(LinesReader(name: input.path, source: source, maxLineBytes: options.maxInputBytes))
        case .warc:
            return .reader(try WARCItems(name: input.path, source: source, maxRecordBytes: options.maxInputBytes))
        case .refused(let format): return .item(refusal(input, format))
        case .unknown: return .item(failure(input, "neither HTML nor text"))
        }
    }

    /// `.json` may be anything; `.jsonl` and `.ndjson` say what they are.
    private static func isAmbiguous(_ path: String) -> Bool {
        let name = path.lowercased()
        return name.hasSuffix(".json") || name.hasSuffix(".json.gz")
    }

    /// False for other JSON: one document over many lines, an array.
    private static func mayBeLines(_ head: [UInt8]) -> Bool {
        let start = head.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        guard let end = start.firstIndex(of: 10) else { return start.isEmpty || start.first == UInt8(ascii: "{") }
        var line = JSONLine(names: [])
        return start[..<end].withUnsafeBufferPointer { (try? line.read($0)) != nil }
    }

    private func whole(
        _ source: PeekedSource, _ input: FoundInput, _ kind: InputKind, _ expected: Int?
    ) throws -> WorkItem {
        var source = source
        guard let bytes = try source.readAll(maxBytes: options.maxInputBytes, expected: expected) else {
            return failure(input, InspectionLimits.tooLarge(options.maxInputBytes), byteCount: expected ?? 0)
        }
        return .loaded([LoadedInput(source: input.path, id: .source, kind: kind, bytes: bytes)])
    }

    private func document(_ source: PeekedSource, _ input: FoundInput, _ expected: Int?) throws -> WorkItem {
        var source = source
        let maxBytes = min(options.maxInputBytes, DocumentLimits().maxDocumentBytes)
        guard (expected ?? 0) <= maxBytes, let bytes = try source.readAll(maxBytes: maxBytes, expected: expected) else {
            let reason =
                maxBytes < options.maxInputBytes
                ? InspectionLimits.documentTooLarge(maxBytes) : InspectionLimits.tooLarge(maxBytes)
            return failure(input, reason, byteCount: expected ?? 0)
        }
        return .document(DocumentInput(source: input.path, bytes: bytes))
    }

    private func refusal(_ input: FoundInput, _ format: String) -> WorkItem {
        failure(
            input, "\(format) is not read by this version; convert it to HTML or text first",
            byteCount: input.byteCount)
    }

    private func failure(_ input: FoundInput, _ reason: String, byteCount: Int = 0) -> WorkItem {
        .failed([FailedInput(source: input.path, id: .source, reason: reason, byteCount: byteCount)])
    }
}

/// Messages about caps, spelled the same everywhere.
enum InspectionLimits {
    static func documentTooLarge(_ maxBytes: Int) -> String {
        "larger than documents may be (\(maxBytes >> 20) MB)"
    }

    static func tooLarge(_ maxBytes: Int) -> String {
        "larger than the limit of \(maxBytes >> 20) MB; raise it with --max-bytes or split the file"
    }
}
