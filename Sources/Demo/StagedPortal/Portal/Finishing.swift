/// An answer before it is coded and framed.
struct Draft {
    var status = 200
    var contentType = "text/html; charset=utf-8"
    var fields: [(name: String, value: String)] = []
    var body: PortalBody
    /// The body as it is sent, where that is not left to `Finishing`.
    var packed: (coding: ContentCoding, payload: PortalBody)?
    var wire = WireBehaviour.normal
    /// Decides the framing; nil leaves it to the path.
    var framing: Framing?

    init(_ body: PortalBody) { self.body = body }

    init(html: String, status: Int = 200) {
        body = .bytes(Array(html.utf8))
        self.status = status
    }

    init(page: [UInt8]) { body = .bytes(page) }
}

/// Chooses content coding and framing by the path, so that every kind is met in one sweep.
enum Finishing {
    static func answer(_ draft: Draft, _ request: PortalRequest) -> PortalAnswer {
        let hash = Dice.hash(request.target) >> 7
        var (coding, payload) = draft.packed ?? (.identity, draft.body)
        let mayPack = draft.packed == nil && draft.wire == .normal && draft.contentType.hasPrefix("text/")
        if mayPack, let bytes = draft.body.bytes, bytes.count > 200 {
            let wanted = self.coding(
                hash, request.acceptEncoding.lowercased(), isPage: draft.contentType.hasPrefix("text/html"))
            if wanted != .identity, let packed = Packing.pack(bytes, wanted) {
                (coding, payload) = (wanted, .bytes(packed))
            }
        }
        var fields = [(name: "Server", value: "demo-portal"), (name: "Content-Type", value: draft.contentType)]
        fields += draft.fields
        if let name = coding.wireName { fields.append(("Content-Encoding", name)) }
        return PortalAnswer(
            status: draft.status, fields: fields, plain: draft.body, payload: payload, coding: coding,
            framing: framing(draft, payload, hash), wire: draft.wire)
    }

    /// One page in sixteen sends brotli whether it was asked for or not, as some caches do.
    private static func coding(_ hash: UInt64, _ accepted: String, isPage: Bool) -> ContentCoding {
        switch hash % 16 {
        case 0 where isPage: .br
        case 0...3: accepted.contains("br") ? .br : .identity
        case 4...8: accepted.contains("gzip") ? .gzip : .identity
        case 9, 10: accepted.contains("deflate") ? .deflate : .identity
        case 11: accepted.contains("deflate") ? .rawDeflate : .identity
        default: .identity
        }
    }

    private static func framing(_ draft: Draft, _ payload: PortalBody, _ hash: UInt64) -> Framing {
        if let chosen = draft.framing { return chosen }
        switch draft.wire {
        case .claimedLength: return .length
        case .brokenChunk: return .chunked
        default: break
        }
        if payload.byteCount == nil { return .chunked }
        switch hash / 16 % 16 {
        case ..<6: return .chunked
        case 15: return .close
        default: return .length
        }
    }
}
