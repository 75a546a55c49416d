import Foundation
import Synchronization

/// Reads documents, each in a box of its own (bubblewrap: no network, no files), a bounded number at the same time.
///
/// Input is hostile. What comes back is hostile text, but bounded by `limits`, whatever the document does: one that cannot be
/// read, or not whole, says why. Where no box can be made nothing is parsed, and the result says so.
package final class DocumentReader: Sendable {
    private let executable: String
    private let limits: DocumentLimits
    private let queue: OperationQueue
    private let box = Mutex<Made>(.notTried)

    private enum Made {
        case notTried, impossible
        case ready(Box)
    }

    /// - Parameters:
    ///   - executable: the program that reads in the box when it is called with `Box.command`: this one.
    ///   - width: boxes at the same time.
    package init(
        executable: String = DocumentReader.ownExecutable, limits: DocumentLimits = DocumentLimits(), width: Int = 2
    ) {
        self.executable = executable
        self.limits = limits
        queue = OperationQueue()
        queue.name = "documents"
        queue.maxConcurrentOperationCount = max(1, width)
    }

    /// What stands in `bytes`: the document and what lay in it, in the order of reading (an archive is told behind its members).
    /// Never empty.
    ///
    /// Waits for its turn; then takes about 0.15 s, and `limits.deadline` at most. The bytes are copied once.
    /// A task that is cancelled gets `timedOut` at once.
    /// - Parameter name: tells what the bytes do not; it is never a path.
    package func read(_ bytes: [UInt8], name: String) async -> [ExtractedDocument] {
        let stop = StopFlag()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { done in
                queue.addOperation { [self] in done.resume(returning: readNow(bytes, name: name, stop: stop)) }
            }
        } onCancel: {
            stop.set()
        }
    }

    /// The same, on the calling thread.
    func readNow(_ bytes: [UInt8], name: String, stop: StopFlag) -> [ExtractedDocument] {
        let kind = DocumentKind.of(bytes, name: name)
        let shown = Self.kind(kind)
        guard !bytes.isEmpty else { return [.unread(shown, .empty)] }
        guard bytes.count <= limits.maxDocumentBytes else { return [.unread(shown, .tooLarge)] }
        guard kind != .other else { return [.unread(.other, .otherKind)] }
        guard !stop.isSet else { return [.unread(shown, .timedOut)] }
        guard let box = readyBox() else { return [.unread(shown, .noBox)] }
        guard let input = MemoryFile(bytes) else { return [.unread(shown, .noBox)] }
        let result = box.run([kind.rawValue] + limits.words, input: input.descriptor, limits: limits, stop: stop)
        return Self.documents(of: result, kind: shown)
    }

    /// The program that is running.
    package static var ownExecutable: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/proc/self/exe"
    }

    private func readyBox() -> Box? {
        box.withLock { made in
            switch made {
            case .ready(let box): return box
            case .impossible: return nil
            case .notTried:
                let box = Box(executable: executable)
                made = box.map(Made.ready) ?? .impossible
                return box
            }
        }
    }

    /// The kind that stands for a document of which nothing is known but its first bytes.
    private static func kind(_ kind: DocumentKind) -> ExtractedDocument.Kind {
        switch kind {
        case .pdf: .pdf
        case .package: .archive
        case .mail: .mail
        case .html: .html
        case .text: .text
        case .other: .other
        }
    }

    private static func documents(
        of result: BoundedProcess.Result, kind: ExtractedDocument.Kind
    ) -> [ExtractedDocument] {
        let decoded = DocumentDecoder.documents(in: result.output)
        if decoded.isWhole, result.ending == .exited(0), !decoded.documents.isEmpty { return decoded.documents }
        let fault: DocumentFault =
            switch result.ending {
            case .deadline, .exited(128 + 24), .exited(128 + 9), .signalled(24): .timedOut
            case .tooMuchOutput: .tooMuchOutput
            case .failedToStart: .noBox
            default: .brokeDown
            }
        // What came before stays: a member that is read is read.
        guard !decoded.documents.isEmpty else { return [.unread(kind, fault)] }
        var rest = ExtractedDocument.unread(kind, fault)
        rest.state = .cut
        return decoded.documents + [rest]
    }
}

extension ExtractedDocument {
    static func unread(_ kind: Kind, _ fault: DocumentFault, path: [String] = []) -> ExtractedDocument {
        var document = ExtractedDocument(path: path, kind: kind)
        document.state = .unread
        document.faults = [fault]
        return document
    }
}
