/// A section of the portal (chuyên mục): its place in URLs, its name, and the texts its pages are made of.
enum Section: String, Sendable, CaseIterable {
    case news = "tin-tuc"
    case notices = "thong-bao"
    case security = "an-ninh-trat-tu"
    case law = "pho-bien-phap-luat"
    case lottery = "xo-so-kien-thiet"
    case procedures = "thu-tuc-hanh-chinh"
    case questions = "hoi-dap"

    var name: String {
        switch self {
        case .news: "Tin tức – Sự kiện"
        case .notices: "Thông báo"
        case .security: "An ninh trật tự"
        case .law: "Phổ biến pháp luật"
        case .lottery: "Xổ số kiến thiết"
        case .procedures: "Thủ tục hành chính"
        case .questions: "Hỏi đáp"
        }
    }

    /// Kinds of the labelled honest texts: those that an office publishes. Shops' and banks' offers, forum talk and texts in other
    /// languages, honest as they are, have no place on its portal.
    var kinds: [String] {
        switch self {
        case .news: ["government", "tourism", "sport"]
        case .notices: ["health", "tech", "awareness"]
        case .security: ["police", "court", "warning"]
        case .law: ["law"]
        case .lottery: ["lottery"]
        case .procedures: ["government"]
        case .questions: ["government", "law"]
        }
    }

    /// Folder of staged pages that fit here.
    var folder: String? {
        switch self {
        case .news, .notices, .procedures: "ordinary"
        case .security, .law: "news"
        case .lottery: "lottery"
        case .questions: nil
        }
    }
}
