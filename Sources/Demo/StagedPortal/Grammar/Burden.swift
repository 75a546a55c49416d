/// An answer that is heavy, slow or broken.
enum Burden: String, Sendable, CaseIterable {
    case gzipBomb = "bomb-gzip"
    case brotliBomb = "bomb-brotli"
    case hugeFile = "huge-file"
    case endlessBody = "endless-body"
    case manyLinks = "many-links"
    case deepNesting = "deep-nesting"
    case slowStart = "slow-start"
    case drip = "slow-drip"
    case tooLong = "length-too-long"
    case tooShort = "length-too-short"
    case brokenChunk = "broken-chunk"
    case reset = "connection-reset"
    case charsetLie = "charset-lie"
    case wideCharsetLie = "charset-lie-utf-16"

    /// What is expected of it: most can be read well enough.
    var family: Truth.Family {
        switch self {
        case .manyLinks, .deepNesting, .slowStart, .tooShort, .charsetLie, .wideCharsetLie: .none
        default: .unreadable
        }
    }

    var wire: WireBehaviour {
        switch self {
        case .slowStart: .delayed(milliseconds: 1_500)
        case .drip: .drip(millisecondsPerByte: 1_000)
        case .tooLong: .claimedLength(1 << 20)
        case .tooShort: .claimedLength(2_000)
        case .brokenChunk: .brokenChunk
        case .reset: .reset(afterBytes: 1_000)
        default: .normal
        }
    }
}

/// A part of the portal without an end.
enum Trap: String, Sendable, CaseIterable {
    case calendar = "trap-calendar"
    case sessions = "trap-session-ids"
    case facets = "trap-facets"
    case endlessPath = "trap-endless-path"

    /// What every URL of the trap begins with.
    var prefix: String {
        switch self {
        case .calendar: "/lich-cong-tac"
        case .sessions: "/tra-cuu-ho-so"
        case .facets: "/van-ban-phap-quy"
        case .endlessPath: "/tai-lieu/"
        }
    }

    var name: String {
        switch self {
        case .calendar: "Lịch công tác"
        case .sessions: "Tra cứu hồ sơ"
        case .facets: "Văn bản pháp quy"
        case .endlessPath: "Thư mục tài liệu"
        }
    }
}
