import Knowledge
import Unpack

/// Turns the named places into work items, in order. Not thread-safe: workers take turns.
struct InputFeed {
    private let options: InspectionOptions
    private var walker: InputWalker
    /// The file that is being cut into items.
    private var current: (any ItemReader)?
    private var waiting: WorkItem?
    private var passedOver = 0

    private static let maxFilesAnItem = 32
    private static let maxBytesAnItem = 1 << 20

    init(_ options: InspectionOptions) {
        self.options = options
        walker = InputWalker(paths: options.paths)
    }

    /// Files and records passed over: of no kind this program reads.
    var skippedCount: Int { walker.skippedCount + passedOver + (current?.skippedCount ?? 0) }

    /// The next item; nil when all is read.
    mutating func next() -> WorkItem? {
        if let item = waiting {
            waiting = nil
            return item
        }
        while true {
            if let reader = current {
                if let item = reader.next() { return item }
                passedOver += reader.skippedCount
                current = nil
            }
            if let item = gather() { return item }
            if let item = waiting {
                waiting = nil
                return item
            }
            if current == nil { return nil }
        }
    }

    /// Collects small files into one item; ends at a source that is cut by itself, which becomes `current`.
    private mutating func gather() -> WorkItem? {
        var files: [FoundInput] = []
        var byteCount = 0
        while files.count < Self.maxFilesAnItem, byteCount < Self.maxBytesAnItem, current == nil, waiting == nil {
            guard let step = walker.next() else { break }
            switch step {
            case .failed(let path, let reason):
                waiting = .failed([FailedInput(source: path, id: .source, reason: reason)])
            case .input(let input) where Self.isPlain(input):
                files.append(input)
                byteCount += input.byteCount
            case .input(let input):
                open(input)
            }
        }
        return files.isEmpty ? nil : .files(files)
    }

    /// True when a worker can read it alone.
    private static func isPlain(_ input: FoundInput) -> Bool {
        if input.path == "-" || input.isCompressed { return false }
        return input.type == .html || input.type == .text
    }

    private mutating func open(_ input: FoundInput) {
        do {
            switch try SourceOpener(options: options).open(input) {
            case .reader(let reader): current = reader
            case .item(let item): waiting = item
            case .skipped: passedOver += 1
            }
        } catch {
            waiting = .failed([FailedInput(source: input.path, id: .source, reason: UnpackFault.words(of: error))])
        }
    }
}

/// A source that gives items until it is read. A fault in its middle is an item of its own.
protocol ItemReader: AnyObject {
    func next() -> WorkItem?
    /// Records passed over so far.
    var skippedCount: Int { get }
}

extension ItemReader {
    var skippedCount: Int { 0 }
}

/// JSON lines.
final class LinesReader: ItemReader {
    private let name: String
    private var chunker: LineChunker?

    init(name: String, source: any ByteSource, maxLineBytes: Int) {
        self.name = name
        chunker = LineChunker(source, maxLineBytes: maxLineBytes)
    }

    func next() -> WorkItem? {
        do {
            switch try chunker?.next() {
            case nil: return nil
            case .lines(let bytes, let firstLine): return .lines(bytes, source: name, firstLine: firstLine)
            case .overlong(let line, let byteCount):
                return .failed(
                    [
                        FailedInput(
                            source: name, id: .line(line), reason: "the line is larger than the limit",
                            byteCount: byteCount)
                    ])
            }
        } catch {
            chunker = nil
            let reason = "cannot be read to its end: \(UnpackFault.words(of: error))"
            return .failed([FailedInput(source: name, id: .source, reason: reason)])
        }
    }
}
