/// Finds the end of a chunked body (RFC 9112, 7.1) in bytes that come in pieces. Keeps no byte.
struct ChunkScanner {
    private enum State { case inSize, inExtension, inData, afterData, inTrailer, atEnd, broken }

    /// A size line, or the trailer, that is longer is no honest one.
    private static let maxLineBytes = 4096
    private static let maxTrailerBytes = 64 << 10

    private var state = State.inSize
    private var size: UInt64 = 0
    private var digits = 0
    /// Bytes of the line, or of the trailer, so far.
    private var lineBytes = 0
    private var trailerBytes = 0

    var isAtEnd: Bool { state == .atEnd }
    var isBroken: Bool { state == .broken }

    /// - Returns: bytes that belong to the body.
    mutating func scan(_ input: UnsafeRawBufferPointer) -> Int {
        var position = 0
        while position < input.count, state != .atEnd, state != .broken {
            if state == .inData {
                let piece = Int(min(size, UInt64(input.count - position)))
                position += piece
                size -= UInt64(piece)
                if size == 0 { state = .afterData }
            } else {
                takeByte(input[position])
                position += 1
            }
        }
        return position
    }

    private mutating func takeByte(_ byte: UInt8) {
        switch state {
        case .inSize: takeSizeByte(byte)
        case .inExtension: byte == 0x0A ? endSizeLine() : countLineByte()
        case .afterData:
            if byte == 0x0A {
                startLine()
            } else if byte != 0x0D {
                // A missing line end behind the data: the size follows at once.
                startLine()
                takeSizeByte(byte)
            }
        case .inTrailer: takeTrailerByte(byte)
        case .inData, .atEnd, .broken: break
        }
    }

    private mutating func takeSizeByte(_ byte: UInt8) {
        countLineByte()
        if let digit = Self.hexDigit(byte) {
            digits += 1
            guard digits < 16 else { return state = .broken }
            size = size << 4 | UInt64(digit)
            return
        }
        guard digits > 0 else { return state = .broken }
        switch byte {
        case 0x0A: endSizeLine()
        case 0x0D, 0x20, 0x09, UInt8(ascii: ";"): state = .inExtension
        default: state = .broken
        }
    }

    private mutating func endSizeLine() {
        lineBytes = 0
        state = size == 0 ? .inTrailer : .inData
    }

    /// The trailer ends with an empty line.
    private mutating func takeTrailerByte(_ byte: UInt8) {
        trailerBytes += 1
        if byte == 0x0A {
            if lineBytes == 0 { return state = .atEnd }
            lineBytes = 0
        } else if byte != 0x0D {
            lineBytes += 1
        }
        if trailerBytes > Self.maxTrailerBytes { state = .broken }
    }

    private mutating func startLine() {
        state = .inSize
        size = 0
        digits = 0
        lineBytes = 0
    }

    private mutating func countLineByte() {
        lineBytes += 1
        if lineBytes > Self.maxLineBytes { state = .broken }
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
