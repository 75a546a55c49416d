import CBrotli

/// Unpacks a brotli stream (RFC 7932), as some portals send it unasked.
enum BrotliDecoder {
    private static let pieceBytes = 1 << 16

    /// What `input` unpacks to as far as it can be read. Memory: the output, at most `limits.maxOutputBytes`, and the
    /// decoder's window (16 MB at most: large windows are not accepted).
    static func unpack(_ input: UnsafeRawBufferPointer, limits: UnpackLimits) -> Unpacked {
        var unpacked = Unpacked(bytes: [])
        guard let state = BrotliDecoderCreateInstance(nil, nil, nil) else {
            unpacked.fault = UnpackError(.noMemory, at: 0)
            return unpacked
        }
        defer { BrotliDecoderDestroyInstance(state) }
        var next = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        var rest = input.count
        var piece = [UInt8](repeating: 0, count: pieceBytes)
        while true {
            var result = BROTLI_DECODER_RESULT_ERROR
            let produced = piece.withUnsafeMutableBufferPointer { output in
                var place = output.baseAddress
                var room = output.count
                result = BrotliDecoderDecompressStream(state, &rest, &next, &room, &place, nil)
                return output.count - room
            }
            let position = UInt64(input.count - rest)
            let kept = min(UInt64(produced), limits.maxOutputBytes - UInt64(unpacked.bytes.count))
            unpacked.bytes += piece[..<Int(kept)]
            if let fault = fault(result, produced, kept, unpacked.bytes.count, position, limits) {
                unpacked.fault = fault
                return unpacked
            }
            if result == BROTLI_DECODER_RESULT_SUCCESS {
                unpacked.hasTrailingBytes = rest > 0
                return unpacked
            }
        }
    }

    private static func fault(
        _ result: BrotliDecoderResult, _ produced: Int, _ kept: UInt64, _ total: Int, _ position: UInt64,
        _ limits: UnpackLimits
    ) -> UnpackError? {
        if kept < produced { return UnpackError(.outputTooLarge, at: position) }
        if UInt64(total) > limits.ratioFloorBytes {
            let (allowed, overflow) = max(position, 1).multipliedReportingOverflow(by: limits.maxRatio)
            if !overflow, UInt64(total) > allowed { return UnpackError(.ratioTooHigh, at: position) }
        }
        switch result {
        case BROTLI_DECODER_RESULT_SUCCESS, BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: return nil
        case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: return UnpackError(.truncated, at: position)
        default: return UnpackError(.corrupt, at: position)
        }
    }
}
