import Unpack

@testable import Fetching

/// Answers of servers that mean harm. The first byte chooses: a name server's answer, or a web server's, which must be read the
/// same whether it comes at once or in pieces.
func fuzzAnswers(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let choice = bytes.first else { return }
    let answer = Array(bytes.dropFirst())
    if choice & 1 == 0 {
        readName(answer)
    } else {
        let whole = framed(answer, pieceBytes: max(1, answer.count))
        let pieces = framed(answer, pieceBytes: 1 + Int(choice >> 1) % 32)
        // How much of a broken one is taken before that shows is a matter of where its pieces end.
        if case .broken = whole.read.state, case .broken = pieces.read.state { return }
        require(whole.read == pieces.read, "an answer in pieces is read as another")
        // So is how far one is looked at that goes on behind the cap.
        require(whole.read.state == .cut || whole.used == pieces.used, "of an answer in pieces another part is taken")
    }
}

private func readName(_ bytes: [UInt8]) {
    let id = bytes.count > 1 ? UInt16(bytes[0]) << 8 | UInt16(bytes[1]) : 0
    for kind in [DNSMessage.Kind.a, .aaaa] {
        guard let answer = DNSMessage.answer(bytes, id: id, name: "xa.example.vn", kind: kind) else { continue }
        require(answer.addresses.count <= DNSMessage.maxAddresses, "more addresses than allowed")
        require(answer.aliases.count <= DNSMessage.maxAliases, "more aliases than allowed")
    }
}

private struct Framed: Equatable {
    var state: ResponseFramer.State
    var bytes: [UInt8]
    var isReusable: Bool
}

private func framed(_ answer: [UInt8], pieceBytes: Int) -> (read: Framed, used: Int) {
    let limits = ResponseFramer.Limits(maxHeadBytes: 4_096, maxBodyBytes: 2_048, maxInterimResponses: 4)
    var framer = ResponseFramer(limits: limits)
    var used = 0
    while used < answer.count, !framer.isFinished {
        let end = min(used + pieceBytes, answer.count)
        let taken = answer[used..<end].withUnsafeBytes { framer.take($0) }
        require(taken <= end - used, "more was taken than given")
        used += taken
        if taken == 0 { break }
    }
    require(framer.bytes.count <= answer.count, "more was kept than came")
    if framer.isReusable {
        let response = HTTPResponse(framer.bytes, limits: .standard)
        require(response.headBytes == framer.headBytes, "head and body are parted at two places")
    }
    return (Framed(state: framer.state, bytes: framer.bytes, isReusable: framer.isReusable), used)
}
