import Cryptography
import Documents
import Synchronization

/// Reads the papers of a sweep: a page is looked at as several visitors, and the same bytes are read once.
final class PaperShelf: Sendable {
    private struct Kept {
        var digest: [UInt8]
        var documents: [ExtractedDocument]
    }

    private static let maxKept = 16
    /// What is larger is read again when it comes again.
    private static let maxKeptBytes = 2 << 20

    private let reader: DocumentReader
    private let kept = Mutex<[Kept]>([])

    init(reader: DocumentReader) { self.reader = reader }

    func read(_ body: [UInt8], name: String) async -> [ExtractedDocument] {
        let digest = SHA256.digest(of: body)
        if let found = kept.withLock({ all in all.first { $0.digest == digest }?.documents }) { return found }
        let documents = await reader.read(body, name: name)
        // What was broken off says nothing of the paper.
        guard !Task.isCancelled, documents.reduce(0, { $0 + $1.weight }) <= Self.maxKeptBytes else { return documents }
        kept.withLock { all in
            all.append(Kept(digest: digest, documents: documents))
            if all.count > Self.maxKept { all.removeFirst() }
        }
        return documents
    }
}

extension ExtractedDocument {
    /// Bytes that it holds, about.
    fileprivate var weight: Int {
        source.count
            + parts.reduce(0) { sum, part in
                sum + part.blocks.reduce(0) { $0 + $1.runs.reduce(0) { $0 + $1.text.utf8.count + 64 } }
            }
    }
}
