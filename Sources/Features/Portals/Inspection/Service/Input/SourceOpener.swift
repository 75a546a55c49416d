import Knowledge

/// Opens what is not a plain page or text: standard input, compressed files, JSON lines, WARC, and files whose first bytes
/// must tell what they are.
struct SourceOpener {
    enum Opened {
        case reader(any ItemReader)
        case item(WorkItem)
    }

    let options: InspectionOptions

    func open(_ input: FoundInput) throws -> Opened {
        if case .refused(let format) = input.type { return .item(refusal(input, format)) }
        let file = input.path == "-" ? FileSource() : try FileSource(path: input.path)
        var source = try PeekedSource(file)
        var expected = file.byteCount
        // Compressed twice is not unpacked twice: the inner bytes are then of no known kind.
        if source.head.withUnsafeBufferPointer({ InputType.isCompressed($0) }) {
            source = try PeekedSource(UnpackedSource(source))
            expected = nil
        }
        var type = input.type
        if type == .unknown || input.path == "-" {
            type = source.head.withUnsafeBufferPointer { InputType.sniffed($0) }
        }
        switch type {
        case .html, .text:
            return .item(try whole(source, input, type == .html ? .html : .text, expected))
        case .jsonLines:
            return .reader(LinesReader(name: input.path, source: source, maxLineBytes: options.maxInputBytes))
        case .warc:
            return .reader(WARCReader(name: input.path, source: source, maxRecordBytes: options.maxInputBytes))
        case .refused(let format): return .item(refusal(input, format))
        case .unknown: return .item(failure(input, "neither HTML nor text"))
        }
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
    static func tooLarge(_ maxBytes: Int) -> String {
        "larger than the limit of \(maxBytes >> 20) MB; raise it with --max-bytes or split the file"
    }
}
