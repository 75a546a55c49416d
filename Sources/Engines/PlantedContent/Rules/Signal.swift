/// What a term says about the text around it. The engine knows the kinds; the terms and their weights are data.
package enum Signal: UInt8, Sendable, CaseIterable {
    /// Names the seller: "nhà cái uy tín", "cổng game", "link vào".
    case advert
    /// Names the thing: "tài xỉu", "baccarat", "lô đề". News does so too.
    case topic
    /// How to play or to win: "soi cầu", "bạch thủ", "mẹo chơi".
    case craft
    /// Bonus and price: "khuyến mãi nạp đầu", "hoàn trả".
    case offer
    /// Call to action: "đăng ký ngay", "tải app".
    case action
    /// "zalo", "telegram", "inbox".
    case contact
    /// Speaks to the reader: "anh em", "tân thủ".
    case reader
    /// "xanh chín", "rút tiền nhanh".
    case promise
    /// A brand-shaped token.
    case brand
    /// Who writes about adverts without being one.
    case police, law, court, news, lottery, awareness, ordinary

    package var isContrast: Bool { rawValue >= Signal.police.rawValue }
    /// Words that can make a finding. Praise and words to the reader weigh, but stand in any text.
    package var isSign: Bool {
        switch self {
        case .advert, .topic, .craft, .offer, .action, .contact, .brand: true
        default: false
        }
    }
    /// Kinds of words that hash tags, host and file names run together (`nhacaiuytin`).
    var runsTogether: Bool {
        switch self {
        case .advert, .topic, .craft, .offer: true
        default: false
        }
    }
    package static let count = Signal.allCases.count
    package var name: String { Self.names[Int(rawValue)] }
    private static let names: [String] = Signal.allCases.map { String(describing: $0) }
    package init?(name: some StringProtocol) {
        guard let found = Signal.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}
