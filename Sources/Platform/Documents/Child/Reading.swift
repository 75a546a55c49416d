import Unpack

/// One reading in the box: hands each thing to the reader of its kind, and keeps the budgets that all of them share.
final class Reading {
    let limits: DocumentLimits
    private let deadline: ContinuousClock.Instant
    private var memberCount = 0
    private var unpackedBytes = 0
    private var outputBytes = 0
    private var isBroken = false
    private let write: ([UInt8]) -> Bool

    /// - Parameter write: where messages go: standard output, but in tests.
    init(limits: DocumentLimits, write: @escaping ([UInt8]) -> Bool = Output.write) {
        self.limits = limits
        self.write = write
        // What the parent waits for, less the time to tell.
        deadline = .now + limits.deadline * 0.9
    }

    var timeIsUp: Bool { ContinuousClock.now >= deadline }
    /// When the tools in the box must be done.
    var toolDeadline: ContinuousClock.Instant { deadline }

    func read(_ bytes: [UInt8], kind: DocumentKind, path: [String]) {
        if timeIsUp { return give(.unread(Self.shown(kind), .timedOut, path: path)) }
        switch kind {
        case .pdf: PDFReader(reading: self).read(bytes, path: path)
        case .package: ArchiveReader(reading: self).read(bytes, path: path)
        case .mail: MailReader(reading: self).read(bytes, path: path)
        case .html, .text:
            var document = ExtractedDocument(path: path, kind: Self.shown(kind))
            document.source = bytes
            give(document)
        case .other: give(.unread(.other, .otherKind, path: path))
        }
    }

    /// Hands a document out of the box; one that is larger than what may still come out is told as such.
    func give(_ document: ExtractedDocument) {
        guard !isBroken else { return }
        var message = DocumentEncoder.message(document)
        if outputBytes + message.count + 4_096 > limits.maxOutputBytes {
            var rest = ExtractedDocument.unread(document.kind, .tooMuchOutput, path: document.path)
            rest.facts = document.facts
            rest.facts.remoteReferences = []
            message = DocumentEncoder.message(rest)
            guard outputBytes + message.count + 16 <= limits.maxOutputBytes else { return }
        }
        outputBytes += message.count
        isBroken = !write(message)
    }

    func finish() -> Bool { !isBroken && write(DocumentEncoder.endMark) }

    // MARK: shared budgets

    /// Whether one member more may be read.
    func takeMember() -> Bool {
        memberCount += 1
        return memberCount <= limits.maxMembers
    }

    func takeUnpacked(_ count: Int) -> Bool {
        unpackedBytes += count
        return unpackedBytes <= limits.maxUnpackedBytes
    }

    /// For an archive that is opened now.
    var unpackLimits: UnpackLimits {
        UnpackLimits(
            maxOutputBytes: UInt64(max(0, limits.maxUnpackedBytes - unpackedBytes)), maxRatio: 400,
            ratioFloorBytes: 4 << 20, maxMembers: UInt64(limits.maxMembers * 10))
    }

    static func shown(_ kind: DocumentKind) -> ExtractedDocument.Kind {
        switch kind {
        case .pdf: .pdf
        case .package: .archive
        case .mail: .mail
        case .html: .html
        case .text: .text
        case .other: .other
        }
    }
}

/// Builds the parts of a document within the limit of its text.
struct TextCollector {
    private(set) var parts: [ExtractedDocument.Part] = []
    private(set) var isFull = false
    private var left: Int

    /// Blocks and runs cost more than their letters.
    private static let runCost = 48

    init(limits: DocumentLimits) { left = limits.maxTextBytes }

    mutating func begin(_ place: String) { parts.append(.init(place: place)) }

    /// Adds a block with what of it says something.
    mutating func add(_ runs: [ExtractedDocument.Run]) {
        guard !isFull, !parts.isEmpty else { return }
        let runs = runs.filter { !$0.text.isEmpty || $0.url != nil }
        guard runs.contains(where: { $0.url != nil || $0.text.utf8.contains { $0 > 0x20 } }) else { return }
        let cost = runs.reduce(0) { $0 + $1.text.utf8.count + ($1.url?.utf8.count ?? 0) + Self.runCost }
        guard cost <= left else {
            isFull = true
            return
        }
        left -= cost
        parts[parts.count - 1].blocks.append(.init(runs))
    }

    var hasText: Bool { parts.contains { $0.blocks.contains { $0.runs.contains { !$0.text.isEmpty } } } }
    var filledParts: [ExtractedDocument.Part] { parts.filter { !$0.blocks.isEmpty } }
}
