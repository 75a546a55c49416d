/// What a packed buffer gave. With a fault, `bytes` is what came out before it: a page is judged by what it shows.
package struct Unpacked: Sendable {
    package var bytes: [UInt8]
    package var fault: UnpackError?
    /// Bytes that are no packed data stood behind the end of the stream.
    package var hasTrailingBytes = false
}

extension Inflater {
    /// Everything that `input` unpacks to.
    /// - Throws: any fault of the stream, `truncated` included.
    package static func gunzip(
        _ input: UnsafeRawBufferPointer, limits: UnpackLimits = .standard
    ) throws(UnpackError) -> [UInt8] {
        let unpacked = unpack(input, as: .gzip, limits: limits)
        if let fault = unpacked.fault { throw fault }
        return unpacked.bytes
    }

    package static func gunzip(_ input: [UInt8], limits: UnpackLimits = .standard) throws(UnpackError) -> [UInt8] {
        let unpacked = input.withUnsafeBytes { unpack($0, as: .gzip, limits: limits) }
        if let fault = unpacked.fault { throw fault }
        return unpacked.bytes
    }

    /// What `input` unpacks to as far as it can be read. Memory: the output, at most `limits.maxOutputBytes`.
    package static func unpack(
        _ input: UnsafeRawBufferPointer, as format: Format, limits: UnpackLimits = .standard
    ) -> Unpacked {
        var unpacked = Unpacked(bytes: [])
        do throws(UnpackError) {
            let inflater = try Inflater(format, limits: limits)
            try inflater.run(input, into: &unpacked.bytes)
            unpacked.hasTrailingBytes = inflater.hasTrailingBytes
        } catch {
            unpacked.fault = error
        }
        return unpacked
    }

    private func run(_ input: UnsafeRawBufferPointer, into bytes: inout [UInt8]) throws(UnpackError) {
        var position = 0
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while !isFinished {
            let before = totalOut
            var fault: UnpackError?
            var consumed = 0
            piece.withUnsafeMutableBytes { output in
                do throws(UnpackError) {
                    consumed = try inflate(UnsafeRawBufferPointer(rebasing: input[position...]), into: output).consumed
                } catch {
                    fault = error
                }
            }
            bytes += piece[..<Int(totalOut - before)]
            if let fault { throw fault }
            position += consumed
            if consumed == 0, totalOut == before { break }
        }
        try finish()
    }
}
