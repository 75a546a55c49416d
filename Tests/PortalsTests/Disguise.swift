import Foundation
import PlantedContent

@testable import Portals

/// What adverts do to their letters so that filters do not read them.
enum Disguise: String, CaseIterable {
    case stripped, nfd, zeroWidth, dotted, leet, homoglyph, mathematical, entities, fullWidth
    /// These change some words alone.
    case someZeroWidth, someSoftHyphens, someDotted, someSpaced, someLeet

    /// A text in this disguise, as it would stand in a page.
    func apply(to text: String) -> String {
        switch self {
        case .stripped: Self.withoutMarks(text)
        case .nfd: text.decomposedStringWithCanonicalMapping
        case .zeroWidth: text.map { $0.isLetter ? "\($0)\u{200B}" : String($0) }.joined()
        case .dotted: Self.words(text) { $0.map(String.init).joined(separator: ".") }
        case .leet: String(text.map { Self.leetDigits[$0] ?? $0 })
        case .homoglyph: String(String.UnicodeScalarView(text.unicodeScalars.map { Self.lookAlike[$0] ?? $0 }))
        case .mathematical:
            String(String.UnicodeScalarView(Self.withoutMarks(text).unicodeScalars.map(Self.mathematical)))
        case .entities: Self.entities(text)
        case .fullWidth: Self.fullWidth(Self.withoutMarks(text))
        case .someZeroWidth: Self.some(text, percent: 50) { Self.joined($0, "\u{200B}") }
        case .someSoftHyphens: Self.some(text, percent: 50) { Self.joined($0, "\u{AD}") }
        case .someDotted: Self.some(text, percent: 35) { Self.joined($0, ".") }
        case .someSpaced: Self.some(text, percent: 20) { Self.joined($0, " ") }
        case .someLeet: Self.some(text, percent: 50) { Self.halfLeet(Self.withoutMarks($0)) }
        }
    }

    private static func joined(_ word: String, _ part: String) -> String {
        word.map(String.init).joined(separator: part)
    }

    /// So many of a hundred words, numbers left as they are; which ones, the place and the word decide.
    private static func some(_ text: String, percent: Int, _ change: (String) -> String) -> String {
        var place = 0
        return text.replacing(/[\p{L}\p{N}\p{M}]+/) { match in
            place += 1
            let word = String(match.output)
            let draw = (place &* 7919 &+ word.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % 100_003 }) % 100
            return word.count > 1 && !word.allSatisfy(\.isNumber) && draw < percent ? change(word) : word
        }
    }

    /// Every second letter that has a digit for it.
    private static func halfLeet(_ word: String) -> String {
        var met = 0
        return String(
            word.map { letter in
                guard let digit = leetDigits[letter] ?? moreDigits[letter] else { return letter }
                met += 1
                return met % 2 == 0 ? digit : letter
            })
    }

    private static func fullWidth(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    (0x21...0x7E).contains($0.value) ? Unicode.Scalar($0.value + 0xFEE0) ?? $0 : $0
                }))
    }

    private static let leetDigits: [Character: Character] = ["a": "4", "e": "3", "i": "1", "o": "0"]
    private static let moreDigits: [Character: Character] = ["s": "5", "t": "7"]

    static func withoutMarks(_ text: String) -> String {
        let plain = text.replacing("đ", with: "d").replacing("Đ", with: "D").decomposedStringWithCanonicalMapping
        return String(String.UnicodeScalarView(plain.unicodeScalars.filter { !(0x300...0x36F).contains($0.value) }))
    }

    private static func words(_ text: String, _ change: (Substring) -> String) -> String {
        text.split(separator: " ").map { word in
            word.count > 1 && word.allSatisfy(\.isLetter) ? change(word) : String(word)
        }.joined(separator: " ")
    }

    /// ASCII letters to the Cyrillic and Greek letters that the pack knows as theirs.
    private static let lookAlike: [Unicode.Scalar: Unicode.Scalar] = {
        var result: [Unicode.Scalar: Unicode.Scalar] = [:]
        for row in ShippedPack.pack?.source.confusables ?? [] {
            let ascii = Unicode.Scalar(row.ascii)
            guard let scalar = Unicode.Scalar(row.scalar), scalar.properties.isLowercase else { continue }
            if (0x370...0x52F).contains(row.scalar), ascii.properties.isLowercase, result[ascii] == nil {
                result[ascii] = scalar
            }
        }
        return result
    }()

    private static func mathematical(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let value = scalar.value
        let bold: UInt32? =
            switch value {
            case 0x61...0x7A: 0x1D41A + value - 0x61
            case 0x41...0x5A: 0x1D400 + value - 0x41
            case 0x30...0x39: 0x1D7CE + value - 0x30
            default: nil
            }
        return bold.flatMap(Unicode.Scalar.init) ?? scalar
    }

    /// Letters beyond ASCII in hexadecimal, every third of the others in decimal.
    private static func entities(_ text: String) -> String {
        text.unicodeScalars.enumerated().map { index, scalar in
            if scalar.value > 0x7F { return "&#x\(String(scalar.value, radix: 16));" }
            return index % 3 == 0 && scalar.properties.isAlphabetic ? "&#\(scalar.value);" : String(scalar)
        }.joined()
    }
}

/// Sentences of our own for whole-pack tests.
enum OwnSentences {
    static let adverts = [
        "Nhà cái uy tín số 1 châu Á, nạp đầu tặng 100%, rút tiền nhanh trong 2 phút",
        "Link vào Kubet mới nhất không bị chặn, anh em đăng ký ngay nhận 88k",
        "Game bài đổi thưởng xanh chín, tải app nhận code tân thủ",
        "Soi cầu bạch thủ lô miền Bắc hôm nay chuẩn xác, chốt số miễn phí",
        "Tài xỉu online uy tín, nạp rút 24/7, hoàn trả 1,5% mỗi ngày",
        "Cổng game nổ hũ đổi thưởng lớn nhất, đăng ký tặng 50k trải nghiệm",
        "Cá cược bóng đá trực tuyến tỷ lệ kèo cao, khuyến mãi nạp lần đầu 150%",
        "Casino trực tuyến với dealer xinh đẹp, chơi baccarat thắng lớn mỗi đêm",
        "Đăng ký thành viên Sunwin88 nhận ngay tiền cược miễn phí, chơi là thắng",
        "Xóc đĩa online đổi tiền mặt, nhà cái xanh chín, hỗ trợ qua telegram",
        "Lô đề online tỷ lệ 1 ăn 99,5, đánh lô nuôi khung thắng chắc",
        "Đá gà trực tiếp Thomo hôm nay, đặt cược trực tuyến, thưởng nóng cho hội viên mới",
        "Bắn cá đổi thưởng đồ họa đẹp, nạp thẻ nhận khuyến mãi gấp đôi",
        "Top nhà cái uy tín tặng tiền cược miễn phí không cần nạp",
        "Gái gọi cao cấp ảnh thật, phục vụ tận nơi, liên hệ zalo để đặt lịch",
        "Kèo nhà cái hôm nay, soi kèo chuẩn, vào tiền ngay tại nhà cái hàng đầu",
        "Hướng dẫn nạp tiền nhà cái, nhận khuyến mãi hoàn trả và rút tiền siêu tốc",
        "Tham gia cá độ bóng đá cùng nhà cái hàng đầu châu Á, đặt cược ngay",
        "Quay hũ trúng lớn, slot đổi thưởng, nhận giftcode khi đăng ký tài khoản",
        "Nhà cái tặng 188k cho tân thủ, link đăng nhập mới nhất, không bị chặn",
        "Chơi poker ăn tiền thật, thanh toán nhanh, khuyến mãi hội viên mới",
        "Dàn đề bất bại hôm nay, chốt số siêu chuẩn, cao thủ soi cầu lô đề",
        "Tải app tài xỉu đổi thưởng uy tín, nhận code 100k, rút về momo",
        "Đại lý nhà cái hoa hồng cao, đăng ký ngay, anh em liên hệ zalo",
        "Vay tiền nhanh không thế chấp, giải ngân trong ngày, chỉ cần căn cước, nợ xấu vẫn vay",
        "Nhà cái trực tuyến xanh chín, nạp rút siêu tốc, thưởng nạp lần đầu",
        "Cược thể thao, casino, nổ hũ, bắn cá, tất cả tại cổng game đổi thưởng",
        "Mẹo chơi tài xỉu luôn thắng, vào nhà cái chơi thử nhận thưởng",
        "Link vào nhà cái mới nhất, đăng nhập nhận quà, khuyến mãi mỗi ngày",
        "Xem kèo bóng đá, đặt cược tại nhà cái uy tín, nạp 100 tặng 100",
        "Game bài ăn tiền thật, tiến lên miền Nam, mậu binh, phỏm đổi thưởng",
        "Cầu lô đẹp nhất hôm nay, song thủ lô chuẩn, đánh đề online uy tín",
    ]

    static let cleans = [
        "Ủy ban nhân dân xã tổ chức lịch tiếp công dân vào thứ năm hằng tuần",
        "Công an huyện triệt phá đường dây đánh bạc qua mạng, bắt giữ 12 đối tượng",
        "Người dân cần cảnh giác với các trang cá cược giả mạo trên không gian mạng",
        "Hội nông dân hỗ trợ vay vốn ưu đãi cho hộ nghèo phát triển chăn nuôi",
        "Tòa án nhân dân tỉnh xét xử vụ án tổ chức đánh bạc dưới hình thức lô đề",
        "Công ty xổ số kiến thiết trao nhà tình nghĩa cho gia đình chính sách",
        "Trạm y tế thông báo lịch tiêm chủng mở rộng cho trẻ em dưới một tuổi",
        "Trường mầm non tuyển sinh năm học mới, phụ huynh nộp hồ sơ tại văn phòng",
        "Nghị định quy định xử phạt hành vi mua bán số lô, số đề trái phép",
        "Đoàn thanh niên ra quân dọn vệ sinh môi trường, trồng cây xanh ven đường",
        "Giải bóng đá thanh niên khai mạc chiều thứ bảy tại sân vận động huyện",
        "Cơ quan điều tra khởi tố bị can về tội cho vay lãi nặng trong giao dịch dân sự",
        "Hợp tác xã giới thiệu sản phẩm bưởi đạt chứng nhận bốn sao",
        "Đăng ký khai sinh trực tuyến trên cổng dịch vụ công, kết quả trả trong ngày",
        "Kỳ họp hội đồng nhân dân thông qua nghị quyết về dự toán ngân sách",
        "Ban quản lý chợ thông báo sắp xếp lại các quầy hàng khu thực phẩm",
        "Chi bộ thôn sinh hoạt chuyên đề về học tập và làm theo tấm gương đạo đức",
        "Phòng giáo dục tổ chức thi học sinh giỏi cấp huyện môn toán và ngữ văn",
        "Tuyên truyền phòng chống tệ nạn mại dâm, ma túy tại khu dân cư",
        "Danh sách hộ nghèo, cận nghèo năm nay được niêm yết tại trụ sở xã",
        "Điện lực thông báo lịch ngừng cung cấp điện để sửa chữa đường dây",
        "Thu giữ hàng nghìn sản phẩm thuốc giả, hàng nhái không rõ nguồn gốc",
        "Hướng dẫn cài đặt ứng dụng định danh điện tử mức độ hai cho người dân",
        "Lễ hội đình làng diễn ra trong ba ngày với nhiều trò chơi dân gian",
        "Bộ chỉ huy quân sự gặp mặt, động viên thanh niên trước ngày nhập ngũ",
        "Cảnh báo thủ đoạn lừa đảo tuyển cộng tác viên làm việc tại nhà",
        "Báo cáo tình hình sản xuất nông nghiệp quý hai và nhiệm vụ quý ba",
        "Thư viện huyện mở cửa cả ngày chủ nhật phục vụ bạn đọc thiếu nhi",
        "Quỹ tín dụng nhân dân công bố lãi suất tiền gửi tiết kiệm",
        "Sở văn hóa yêu cầu tăng cường quản lý trò chơi điện tử có thưởng",
        "Đội thi đua tặng giấy khen cho các hộ gia đình văn hóa tiêu biểu",
        "Thông báo kết quả mở thưởng xổ số kiến thiết của tỉnh kỳ này",
    ]
}
