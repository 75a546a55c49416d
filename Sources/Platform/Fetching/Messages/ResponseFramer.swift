import Unpack

/// Finds where a response ends in the bytes of a connection, and keeps those bytes as they came.
///
/// A pure machine: bytes in, state out. Everything is hostile: the head is capped, the body is kept up to a cap, interim
/// responses are counted, and a connection is only `isReusable` when nothing about the message was doubtful. It reads what
/// `HTTPResponse` reads, so that both part head and body at the same byte.
struct ResponseFramer {
    struct Limits {
        var maxHeadBytes = 256 << 10
        /// Of the body as sent, chunk sizes included.
        var maxBodyBytes: Int
        var maxInterimResponses = 16
    }

    enum State: Equatable {
        case inHead
        case inBody(left: UInt64)
        case inChunks
        case untilClose
        /// The message is whole.
        case complete
        /// The body goes on behind the cap.
        case cut
        /// What comes is no HTTP response, or breaks its own framing.
        case broken(FetchFailure)
    }

    private let limits: Limits
    private(set) var state = State.inHead
    /// The final response: status line, fields and body as they came.
    private(set) var bytes: [UInt8] = []
    private(set) var status: UInt16 = 0
    private(set) var fields = HeaderFields()
    private(set) var headBytes = 0
    private var chunks = ChunkScanner()
    private var interimResponses = 0
    /// Where the line that is being read begins, and where the search for its end goes on.
    private var lineStart = 0
    private var scanned = 0
    private var isPersistent = false

    init(limits: Limits) { self.limits = limits }

    var isFinished: Bool {
        switch state {
        case .complete, .cut, .broken: true
        case .inHead, .inBody, .inChunks, .untilClose: false
        }
    }

    /// Whether the connection may carry another request: the message is whole and said so itself.
    var isReusable: Bool { state == .complete && isPersistent }

    /// Takes the next bytes of the connection.
    /// - Returns: bytes that belong to the response; what is left over was asked for by nobody.
    mutating func take(_ input: UnsafeRawBufferPointer) -> Int {
        var used = 0
        if state == .inHead { used = takeHead(input) }
        switch state {
        case .inHead, .broken, .complete, .cut: return used
        case .inBody, .inChunks, .untilClose:
            return used + takeBody(UnsafeRawBufferPointer(rebasing: input[used...]))
        }
    }

    /// The other side will send no more.
    /// - Returns: why the message is not whole; nil when it is.
    mutating func finish() -> FetchFailure? {
        switch state {
        case .complete, .cut: return nil
        case .broken(let failure): return failure
        case .untilClose:
            state = .complete
            return nil
        case .inHead where bytes.isEmpty:
            return FetchFailure(.connectionClosed, "the server closed the connection without an answer")
        case .inHead:
            return FetchFailure(.connectionClosed, "the server closed the connection inside the header fields")
        case .inBody(let left):
            return FetchFailure(.connectionClosed, "the body ended \(left) bytes before its announced length")
        case .inChunks:
            return FetchFailure(.connectionClosed, "the body ended before its last chunk")
        }
    }

    // MARK: Head

    private mutating func takeHead(_ input: UnsafeRawBufferPointer) -> Int {
        let before = bytes.count
        bytes += input
        var interimBytes = 0
        while state == .inHead {
            guard beginsAsResponse else {
                fail(.badResponse, "the answer does not begin as an HTTP response")
                break
            }
            let stop = bytes[scanned...].firstIndex(of: 0x0A)
            guard stop ?? bytes.count <= limits.maxHeadBytes else {
                fail(.headTooLong, "the header fields do not end within \(limits.maxHeadBytes) bytes")
                break
            }
            guard let stop else {
                scanned = bytes.count
                break
            }
            var line = bytes[lineStart..<stop]
            if line.last == 0x0D { line = line.dropLast() }
            scanned = stop + 1
            let isFirst = lineStart == 0
            lineStart = scanned
            if isFirst {
                readStatusLine(line)
            } else if line.isEmpty {
                interimBytes += endHead()
            } else {
                fields.add(line: line)
            }
        }
        guard state != .inHead else { return input.count }
        // Behind the head the body is counted by its own rules, so only the head stays here.
        if case .broken = state { return input.count }
        let used = headBytes + interimBytes - before
        bytes.removeLast(bytes.count - headBytes)
        return used
    }

    private var beginsAsResponse: Bool {
        zip(bytes, "HTTP/".utf8).allSatisfy(==)
    }

    /// `HTTP/1.1 200 OK`, as `HTTPResponse` reads it.
    private mutating func readStatusLine(_ line: ArraySlice<UInt8>) {
        let parts = line.split(separator: 0x20, maxSplits: 2)
        guard parts.count >= 2, parts[1].count == 3, let number = HeaderFields.decimal(Array(parts[1])), number >= 100
        else { return fail(.badResponse, "the status line cannot be read") }
        status = UInt16(number)
        isPersistent = parts[0].elementsEqual("HTTP/1.1".utf8)
    }

    /// The empty line was read: what follows, and how long it is.
    /// - Returns: bytes of an interim response that were dropped.
    private mutating func endHead() -> Int {
        if status < 200 { return dropInterim() }
        headBytes = lineStart
        let connection = fields.values("connection").flatMap(Self.words)
        if connection.contains("close") { isPersistent = false }
        if connection.contains("keep-alive"), fields.values("connection").count == 1, !connection.contains("close") {
            isPersistent = true
        }
        state = bodyState()
        return 0
    }

    private mutating func dropInterim() -> Int {
        interimResponses += 1
        guard status != 101, interimResponses <= limits.maxInterimResponses else {
            fail(.badResponse, status == 101 ? "the server changes to another protocol" : "too many interim responses")
            return 0
        }
        let dropped = lineStart
        bytes.removeFirst(dropped)
        lineStart = 0
        scanned = 0
        fields = HeaderFields()
        return dropped
    }

    /// RFC 9112, 6.3. A length that is doubtful is not believed: the body then ends with the connection.
    private mutating func bodyState() -> State {
        if status == 204 || status == 304 { return .complete }
        let transfer = fields.values("transfer-encoding").flatMap(Self.words)
        let lengths = Set(fields.values("content-length"))
        if !transfer.isEmpty {
            // With both, one of two readers would be wrong about the next response.
            if !lengths.isEmpty || transfer != ["chunked"] { isPersistent = false }
            return transfer.contains("chunked") ? .inChunks : .untilClose
        }
        guard let written = lengths.first, lengths.count == 1, let length = HeaderFields.decimal(written) else {
            isPersistent = false
            return .untilClose
        }
        bytes.reserveCapacity(headBytes + Int(min(length, 1 << 20)))
        return length == 0 ? .complete : .inBody(left: length)
    }

    private static func words(_ value: [UInt8]) -> [String] {
        value.split(separator: UInt8(ascii: ","))
            .map { String(decoding: HeaderFields.trimmed($0).map(HeaderFields.lowered), as: UTF8.self) }
            .filter { !$0.isEmpty && $0 != "identity" }
    }

    // MARK: Body

    private mutating func takeBody(_ input: UnsafeRawBufferPointer) -> Int {
        guard !input.isEmpty else { return 0 }
        let room = limits.maxBodyBytes - (bytes.count - headBytes)
        switch state {
        case .inBody(let left):
            let count = Int(min(UInt64(input.count), left))
            guard keep(input, count, room) else { return count }
            state = left == UInt64(count) ? .complete : .inBody(left: left - UInt64(count))
            return count
        case .inChunks:
            let count = chunks.scan(input)
            guard keep(input, count, room) else { return count }
            if chunks.isAtEnd { state = .complete }
            if chunks.isBroken { fail(.badResponse, "a chunk size cannot be read") }
            return count
        case .untilClose:
            _ = keep(input, input.count, room)
            return input.count
        case .inHead, .complete, .cut, .broken: return 0
        }
    }

    /// Keeps what has room; false when that is not all.
    private mutating func keep(_ input: UnsafeRawBufferPointer, _ count: Int, _ room: Int) -> Bool {
        bytes += input[..<min(count, room)]
        if count > room { state = .cut }
        return count <= room
    }

    private mutating func fail(_ code: FetchFailure.Code, _ message: String) {
        state = .broken(FetchFailure(code, message))
    }
}
