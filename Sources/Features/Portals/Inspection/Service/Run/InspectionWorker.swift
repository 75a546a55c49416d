import Documents
import Glibc
import Knowledge

/// Inspects work items one after another with scratch memory of its own.
struct InspectionWorker {
    private let inspector: any PageInspecting
    private let format: any InspectionFormat
    private let options: InspectionOptions
    private let documents: DocumentReader
    private let pack: String
    private var line: JSONLine
    private var decoded: [UInt8] = []
    /// The file at hand is read into it; kept, for fresh memory is cleared first.
    private var fileBytes: [UInt8] = []
    /// More is not kept from one input to the next.
    private static let keptBytes = 4 << 20

    private static let maxIdentifierBytes = 4_096

    init(
        factory: any PageInspectorFactory, format: any InspectionFormat, options: InspectionOptions,
        documents: DocumentReader
    ) {
        self.documents = documents
        inspector = factory.makeInspector()
        pack = factory.pack
        self.format = format
        self.options = options
        line = JSONLine(names: [options.htmlField, options.textField, options.idField])
    }

    mutating func process(_ item: WorkItem) async -> OutputPart {
        var part = OutputPart()
        switch item {
        case .files(let files):
            for file in files { inspect(file, &part) }
        case .lines(let bytes, let source, let firstLine):
            bytes.withUnsafeBufferPointer { inspect(lines: $0, source, firstLine, &part) }
        case .loaded(let inputs):
            for input in inputs {
                input.bytes.withUnsafeBufferPointer {
                    inspect($0, input.kind, input.address ?? options.baseURL, input.source, input.id, &part)
                }
            }
        case .document(let input): await inspect(input, &part)
        case .failed(let failures):
            for failure in failures {
                fail(failure.reason, failure.source, failure.id, byteCount: failure.byteCount, &part)
            }
        }
        return part
    }

    private mutating func inspect(_ file: FoundInput, _ part: inout OutputPart) {
        defer { if fileBytes.capacity > Self.keptBytes { fileBytes = [] } }
        do {
            var source = try FileSource(path: file.path)
            guard
                let count = try source.readAll(
                    into: &fileBytes, maxBytes: options.maxInputBytes, expected: source.byteCount)
            else {
                return fail(
                    InspectionLimits.tooLarge(options.maxInputBytes), file.path, .source, byteCount: file.byteCount,
                    &part)
            }
            let kind = file.type == .text ? InputKind.text : .html
            fileBytes.withUnsafeBufferPointer {
                inspect(.init(rebasing: $0[..<count]), kind, options.baseURL, file.path, .source, &part)
            }
        } catch {
            fail((error as? FileError)?.reason ?? "\(error)", file.path, .source, &part)
        }
    }

    /// The document, and what lay in it, each as one result.
    private func inspect(_ input: DocumentInput, _ part: inout OutputPart) async {
        var start = Self.microseconds()
        let paperInspector = PaperInspector(inspector: inspector)
        for document in await documents.read(input.bytes, name: input.source) {
            // What an archive held is told by itself.
            guard document.kind != .archive || document.state != .whole else { continue }
            let result = paperInspector.inspect(document, byteCount: input.bytes.count, baseURL: options.baseURL)
            let now = Self.microseconds()
            let id = document.path.isEmpty ? RecordID.source : .member(document.path)
            add(result, input.source, id, elapsed: now - start, &part)
            start = now
        }
    }

    private mutating func inspect(
        lines bytes: UnsafeBufferPointer<UInt8>, _ source: String, _ firstLine: Int, _ part: inout OutputPart
    ) {
        var rest = bytes
        var number = firstLine - 1
        while let base = rest.baseAddress, !rest.isEmpty {
            let newline = memchr(base, 10, rest.count).map { UnsafeRawPointer($0) - UnsafeRawPointer(base) }
            var row = UnsafeBufferPointer(rebasing: rest[..<(newline ?? rest.count)])
            rest = UnsafeBufferPointer(rebasing: rest[min(row.count + 1, rest.count)...])
            number += 1
            if number == 1, row.starts(with: [0xEF, 0xBB, 0xBF]) { row = UnsafeBufferPointer(rebasing: row[3...]) }
            if row.allSatisfy({ $0 <= 0x20 }) { continue }
            inspect(row: row, source, number, &part)
        }
    }

    private mutating func inspect(
        row: UnsafeBufferPointer<UInt8>, _ source: String, _ number: Int, _ part: inout OutputPart
    ) {
        guard row.count <= options.maxInputBytes else {
            return fail(
                InspectionLimits.tooLarge(options.maxInputBytes), source, .line(number), byteCount: row.count, &part)
        }
        do {
            try line.read(row)
        } catch {
            return fail(Self.reason(error), source, .line(number), byteCount: row.count, &part)
        }
        let id = identifier(row, number)
        let isFilled = line.values.map { $0?.kind == .string && $0?.range.isEmpty == false }
        // The page says more than its text; an empty field says nothing.
        let field = isFilled[0] ? 0 : isFilled[1] ? 1 : line.values[0]?.kind == .string ? 0 : 1
        guard let value = line.values[field], value.kind == .string else {
            return fail(
                "the row has no string field '\(options.textField)' or '\(options.htmlField)'; name it with "
                    + "--text-field or --html-field", source, id, byteCount: row.count, &part)
        }
        let kind = field == 0 ? InputKind.html : .text
        let inside = UnsafeBufferPointer(rebasing: row[value.range])
        guard value.hasEscapes else { return inspect(inside, kind, options.baseURL, source, id, &part) }
        decoded.removeAll(keepingCapacity: true)
        JSONLine.unescape(inside, into: &decoded)
        decoded.withUnsafeBufferPointer { inspect($0, kind, options.baseURL, source, id, &part) }
        if decoded.capacity > Self.keptBytes { decoded = [] }
    }

    /// The identifier of the row as it stands there, else the line.
    private func identifier(_ row: UnsafeBufferPointer<UInt8>, _ number: Int) -> RecordID {
        guard let value = line.values[2], value.kind != .other, !value.range.isEmpty,
            value.range.count <= Self.maxIdentifierBytes
        else { return .line(number) }
        let text = String(decoding: row[value.range], as: UTF8.self)
        return .json(value.kind == .string ? "\"\(text)\"" : text)
    }

    private func inspect(
        _ bytes: UnsafeBufferPointer<UInt8>, _ kind: InputKind, _ baseURL: String?, _ source: String, _ id: RecordID,
        _ part: inout OutputPart
    ) {
        let start = Self.microseconds()
        let result = inspector.inspect(bytes, kind: kind, baseURL: baseURL)
        add(result, source, id, elapsed: Self.microseconds() - start, &part)
    }

    private func fail(
        _ reason: String, _ source: String, _ id: RecordID, byteCount: Int = 0, _ part: inout OutputPart
    ) {
        add(.unreadable(reason, byteCount: byteCount, pack: pack), source, id, elapsed: 0, &part)
    }

    private func add(
        _ result: InspectionResult, _ source: String, _ id: RecordID, elapsed: Int, _ part: inout OutputPart
    ) {
        part.tally.add(result)
        format.add(RecordReport(source: source, id: id, result: result, elapsedMicroseconds: elapsed), &part)
    }

    private static func reason(_ fault: JSONLine.Fault) -> String {
        switch fault {
        case .notAnObject: "the line is no JSON object"
        case .malformed(let position): "the line is no valid JSON: see byte \(position)"
        case .tooDeep: "the JSON is nested deeper than \(JSONLine.maxDepth)"
        case .trailingBytes(let position): "something stands behind the JSON object: see byte \(position)"
        }
    }

    private static func microseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
    }
}
