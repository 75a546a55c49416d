import Knowledge
import Synchronization

/// Says in milliseconds whether a text or a page is planted content (kiểm tra trước khi đăng): the verdict and what it rests on.
///
/// Inspectors with their scratch memory are lent out, one for each check under way, and used again. A check blocks its thread for
/// about 10 µs a kilobyte.
package final class ContentCheck: Sendable {
    /// An inspector that only its borrower touches.
    private struct Lent: @unchecked Sendable {
        let inspector: any PageInspecting
    }

    /// Inspectors that are kept for later; more come and go with a burst.
    private static let maxIdle = 16

    private let factory: any PageInspectorFactory
    private let idle = Mutex<[Lent]>([])
    private let clock = ContinuousClock()

    package init(_ factory: any PageInspectorFactory) { self.factory = factory }

    /// - Throws: `CommandFailure` when the knowledge cannot be used.
    package convenience init(resources: String, overlay: String? = nil) throws {
        var diagnostics = Diagnostics()
        guard let factory = EngineInspectorFactory(resources: resources, overlay: overlay, &diagnostics) else {
            throw CommandFailure("The knowledge in \(resources) cannot be used. See 'vonggac knowledge check'.")
        }
        self.init(factory)
    }

    /// One JSON object: `verdict`, `score`, `categories`, `blocks`, `links`, `pack`, `bytes`, `elapsed_us` and more, as
    /// `vonggac inspect --format json` has them.
    package func check(_ request: CheckRequest) -> [UInt8] {
        let start = clock.now
        let result = inspect(request)
        var out = ByteWriter()
        out.byte(UInt8(ascii: "{"))
        let elapsed = start.duration(to: clock.now) / .microseconds(1)
        JSONFormat.writeMembers(of: result, elapsedMicroseconds: Int(elapsed), &out)
        out.byte(UInt8(ascii: "}"))
        return out.bytes
    }

    package func inspect(_ request: CheckRequest) -> InspectionResult {
        let lent = idle.withLock { $0.popLast() } ?? Lent(inspector: factory.makeInspector())
        defer { idle.withLock { if $0.count < Self.maxIdle { $0.append(lent) } } }
        return request.content.withUnsafeBufferPointer {
            lent.inspector.inspect($0, kind: request.kind, baseURL: request.baseURL)
        }
    }
}
