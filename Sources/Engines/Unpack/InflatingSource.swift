/// What a deflate-packed source unpacks to, in flat memory (one 64 KB buffer and the decoder's window).
///
/// A fault is thrown only after all bytes before it were given out.
package struct InflatingSource: ByteSource {
    private var source: any ByteSource
    private let inflater: Inflater
    private var input: [UInt8]
    private var start = 0
    private var end: Int
    private var isAtEnd = false
    private var fault: UnpackError?

    /// - Parameter alreadyRead: bytes of the packed stream that were read from `source` before.
    /// - Throws: `noMemory`.
    package init(
        _ source: any ByteSource, as format: Inflater.Format, limits: UnpackLimits, alreadyRead: [UInt8] = []
    ) throws(UnpackError) {
        self.source = source
        inflater = try Inflater(format, limits: limits)
        input = alreadyRead + [UInt8](repeating: 0, count: max(0, 1 << 16 - alreadyRead.count))
        end = alreadyRead.count
    }

    /// - Throws: what the source throws; `UnpackError`.
    package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard !buffer.isEmpty else { return 0 }
        while true {
            if let fault { throw fault }
            if start == end, !isAtEnd, !inflater.isFinished { try refill() }
            let before = inflater.totalOut
            do {
                start += try input.withUnsafeBytes { bytes in
                    try inflater.inflate(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), into: buffer).consumed
                }
                if isAtEnd, start == end, inflater.totalOut == before { try inflater.finish() }
            } catch let error as UnpackError {
                fault = error
            }
            let produced = Int(inflater.totalOut - before)
            if produced > 0 { return produced }
            if fault == nil, inflater.isFinished || (isAtEnd && start == end) { return 0 }
        }
    }

    private mutating func refill() throws {
        start = 0
        end = 0
        end = try input.withUnsafeMutableBytes { try source.read(into: $0) }
        isAtEnd = end == 0
    }
}
