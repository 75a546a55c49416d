import CZlib

/// Unpacks one deflate stream that comes in pieces, into the caller's buffers, within limits.
///
/// Holds about 40 KB. Input is hostile: output is counted and the ratio checked every 64 KB, whatever the buffers' sizes.
/// Not for use from two threads at once.
package final class Inflater {
    package enum Format: Sendable {
        /// RFC 1952; members may follow one another, zero padding and other bytes behind the last one are passed over.
        case gzip
        /// RFC 1950.
        case zlib
        /// RFC 1951.
        case raw
        /// HTTP's `deflate`: zlib by the standard, raw from some servers; told apart by the first byte.
        case zlibOrRaw
    }

    /// What one call did.
    package struct Step: Sendable {
        package var consumed = 0
        package var produced = 0
    }

    private enum State { case fresh, inMember, betweenMembers, finished }

    private static let pieceBytes = 1 << 16

    private let stream: UnsafeMutablePointer<z_stream>
    private let limits: UnpackLimits
    private let format: Format
    private var state = State.fresh
    private var sawMagicByte = false
    package private(set) var totalIn: UInt64 = 0
    package private(set) var totalOut: UInt64 = 0
    /// Members begun.
    package private(set) var members: UInt64 = 0
    /// Bytes that are no packed data stand behind the end of the stream.
    package private(set) var hasTrailingBytes = false

    /// - Throws: `noMemory`.
    package init(_ format: Format, limits: UnpackLimits) throws(UnpackError) {
        self.format = format
        self.limits = limits
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(stream, Self.windowBits(format), ZLIB_VERSION, size) == Z_OK else {
            stream.deallocate()
            throw UnpackError(.noMemory, at: 0)
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    private static func windowBits(_ format: Format) -> Int32 {
        switch format {
        case .gzip: 15 + 16
        case .zlib, .zlibOrRaw: 15
        case .raw: -15
        }
    }

    /// True when nothing more will come, whatever further input holds.
    package var isFinished: Bool { state == .finished }

    /// Unpacks until the input is used up, the output is full or the stream ends.
    /// - Throws: `badHeader`, `corrupt`, `badChecksum`, `outputTooLarge`, `ratioTooHigh`, `tooManyMembers`, `noMemory`; the
    ///   position is that of the packed stream. What was written into `output` before is lost to this call's caller only in
    ///   number: `totalOut` counts it.
    package func inflate(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(UnpackError) -> Step {
        var step = Step()
        while true {
            let rest = UnsafeRawBufferPointer(rebasing: input[step.consumed...])
            switch state {
            case .finished:
                hasTrailingBytes = hasTrailingBytes || !rest.isEmpty
                return step
            case .fresh:
                guard let first = rest.first else { return step }
                if format == .zlibOrRaw, first & 0x0F != 8 { inflateReset2(stream, -15) }
                try beginMember()
            case .betweenMembers:
                guard let next = rest.first else { return step }
                try takeBetweenMembers(next)
                if state == .finished { return step }
                step.consumed += 1
            case .inMember:
                let room = UnsafeMutableRawBufferPointer(rebasing: output[step.produced...])
                let (consumed, produced) = try runMember(rest, room)
                step.consumed += consumed
                step.produced += produced
                if state == .inMember, consumed == 0, produced == 0 { return step }
                if step.produced == output.count, state == .inMember { return step }
            }
        }
    }

    /// To be called when the input is at its end.
    /// - Throws: `truncated` when the stream is not.
    package func finish() throws(UnpackError) {
        if state == .fresh || state == .inMember { throw UnpackError(.truncated, at: totalIn) }
        if sawMagicByte { hasTrailingBytes = true }
    }

    private func beginMember() throws(UnpackError) {
        members += 1
        guard members <= limits.maxMembers else { throw UnpackError(.tooManyMembers, at: totalIn) }
        state = .inMember
    }

    /// Behind a gzip member: another one, zero padding, or something else, which ends the stream.
    private func takeBetweenMembers(_ byte: UInt8) throws(UnpackError) {
        totalIn += 1
        if sawMagicByte, byte == 0x8B {
            sawMagicByte = false
            inflateReset(stream)
            var magic: (UInt8, UInt8) = (0x1F, 0x8B)
            withUnsafeMutableBytes(of: &magic) { bytes in
                stream.pointee.next_in = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.pointee.avail_in = 2
                stream.pointee.avail_out = 0
                _ = CZlib.inflate(stream, Z_NO_FLUSH)
            }
            try beginMember()
        } else if !sawMagicByte, byte == 0x1F {
            sawMagicByte = true
        } else if sawMagicByte || byte != 0 {
            state = .finished
            hasTrailingBytes = true
            totalIn -= 1
        }
    }

    /// One call of the decoder: at most 64 KB out, and one byte beyond the allowed output at most, which is thrown away.
    private func runMember(
        _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
    ) throws(UnpackError) -> (consumed: Int, produced: Int) {
        let allowed = limits.maxOutputBytes - totalOut
        var room = min(output.count, Self.pieceBytes)
        if UInt64(room) > allowed { room = Int(allowed) }
        let given = min(input.count, Self.pieceBytes)
        var beyond: UInt8 = 0
        let isProbing = room == 0
        let status: Int32 = withUnsafeMutablePointer(to: &beyond) { beyond in
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
            stream.pointee.avail_in = UInt32(given)
            stream.pointee.next_out = isProbing ? beyond : output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            // With the caller's buffer full nothing may be produced; with the limit reached one byte tells.
            stream.pointee.avail_out = isProbing ? (allowed == 0 ? 1 : 0) : UInt32(room)
            return CZlib.inflate(stream, Z_NO_FLUSH)
        }
        let consumed = given - Int(stream.pointee.avail_in)
        totalIn += UInt64(consumed)
        if isProbing, allowed == 0, stream.pointee.avail_out == 0 { throw UnpackError(.outputTooLarge, at: totalIn) }
        let produced = isProbing ? 0 : room - Int(stream.pointee.avail_out)
        totalOut += UInt64(produced)
        try checkRatio()
        switch status {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: state = format == .gzip ? .betweenMembers : .finished
        case Z_MEM_ERROR: throw UnpackError(.noMemory, at: totalIn)
        default: throw UnpackError(faultCode(), at: totalIn)
        }
        return (consumed, produced)
    }

    private func checkRatio() throws(UnpackError) {
        guard totalOut > limits.ratioFloorBytes else { return }
        let (allowed, overflow) = max(totalIn, 1).multipliedReportingOverflow(by: limits.maxRatio)
        if !overflow, totalOut > allowed { throw UnpackError(.ratioTooHigh, at: totalIn) }
    }

    /// zlib tells the kinds of bad data apart only by its message.
    private func faultCode() -> UnpackError.Code {
        guard let message = stream.pointee.msg else { return .corrupt }
        switch String(cString: message) {
        case "incorrect data check", "incorrect length check": return .badChecksum
        case "incorrect header check", "unknown compression method", "unknown header flags set", "invalid window size",
            "header crc mismatch":
            return .badHeader
        default: return .corrupt
        }
    }
}
