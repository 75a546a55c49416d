/// The language of the generated pages: a small bank of phrases of our own from which sentences are put together, and
/// single syllables for the names in between. Written as a people's committee writes, so that marks, word lengths and the
/// share of Vietnamese letters are those of a real portal. Phrases that hold a term are left out.
struct PageWords {
    private static let subjects =
        """
        Tổ công tác số ba|Ban quản lý chợ Bến Gỗ|Hợp tác xã chè Gò Dài|Các hộ dân hai bên đường|Trạm khuyến nông|Đoàn kiểm tra
        Bà con thôn Suối Lạnh|Đội thuỷ nông|Trường tiểu học Đồng Sau|Hội người cao tuổi|Nhóm thợ xây của thôn|Chi hội phụ nữ
        Đơn vị thi công|Phòng chuyên môn|Lớp học xoá mù chữ|Cán bộ địa chính|Ông trưởng thôn|Vườn ươm cây giống|Bộ phận một cửa
        Tổ tự quản kênh mương|Nhà văn hoá mới|Xưởng mộc đầu làng|Trại giống cấp hai|Người trồng dâu|Học sinh lớp năm|Đội văn nghệ
        """
    private static let actions =
        """
        đã hoàn thành|đang khẩn trương chuẩn bị|vừa bàn giao|tiếp nhận và phân loại|tổ chức thu gom|niêm yết danh sách|sửa chữa xong
        góp công đào đắp|thống nhất chọn|trồng mới|đo đạc lại|bổ sung hồ sơ cho|vận động nhau giữ gìn|hướng dẫn cách chăm sóc|rà lại
        ghi chép đầy đủ|lắp đặt thêm|quét dọn sạch sẽ|chia sẻ kinh nghiệm làm|mở rộng thêm|nghiệm thu đúng hẹn|phân công trực ở
        """
    private static let objects =
        """
        đoạn mương dài hơn hai trăm mét|ba mươi cột đèn đường|vườn rau sạch của trường|con đường bê tông ra cánh đồng|giống lúa ngắn ngày
        mô hình nuôi cá lồng|bể nước dùng chung|kho chứa thóc|hàng rào quanh sân bóng|phiếu lấy ý kiến|lớp dạy nghề đan lát|đàn bò lai
        nương chè già cỗi|bờ kè bị sạt sau mưa lớn|tủ sách cho thiếu nhi|hệ thống loa truyền thanh|hai gian phòng học|bến đò ngang
        biển chỉ đường mới|sổ theo dõi nước tưới|giếng khoan tập thể|bãi đỗ xe của chợ|thửa ruộng dồn đổi|rừng keo năm thứ tư
        """
    private static let circumstances =
        """
        ngay trong tháng này|trước mùa mưa|sau nhiều lần họp dân|với số vốn không lớn|theo đúng bản vẽ đã duyệt|nhờ góp sức của con em xa quê
        dù thời tiết không thuận|trong hai ngày cuối tuần|để kịp vụ gieo trồng|ở cả chín thôn|vào sáng thứ bảy|từ nguồn tiết kiệm chi
        dưới sự giúp đỡ của kỹ sư|trên diện tích gần bốn héc ta|cho gần sáu mươi gia đình|mà không phải chờ cấp trên|vì lợi ích chung
        """
    private static let headings =
        """
        Nước về đồng sớm hơn mọi năm|Chợ quê mở lại sau sửa chữa|Cây cầu nhỏ nối hai xóm|Mùa chè xuân ở Gò Dài|Học trò vùng sông nước tới lớp
        Sân chơi mới cho trẻ nhỏ|Kể chuyện làm đường|Vườn mẫu của bác Tư|Góc nhỏ thư viện|Thóc đầy sân phơi|Đêm văn nghệ mừng mùa gặt
        Rừng keo lên xanh|Tiếng trống trường đầu thu|Những người giữ đê|Bếp ăn bán trú sạch sẽ|Lịch cắt điện để sửa lưới|Danh mục biểu mẫu
        """
    private static let menu =
        """
        Trang chủ|Giới thiệu|Bộ máy|Tin tức|Sự kiện|Nông nghiệp|Giáo dục|Y tế|Văn hoá|Du lịch|Biểu mẫu|Dịch vụ công|Tra cứu hồ sơ
        Hỏi đáp|Thư viện ảnh|Bản đồ|Danh bạ|Lịch làm việc|Góp ý|Sơ đồ trang|Chuyên mục|Hộp thư|Số liệu|Quy hoạch
        """
    private static let connectives =
        ("Bên cạnh đó|Nhờ vậy|Sau đó|Cùng thời gian này|Đáng mừng là|Nhìn chung|Trước hết|Riêng về phần mình")
    private static let places =
        ("An Bình Mẫu|Tân Lạc Mẫu|Hoa Sen Mẫu|Đồng Trước|Gò Dài|Bàu Sen|Cầu Đá|Vạn Chài|Rừng Thông|Bến Gỗ")

    let subjects: [[UInt8]]
    let actions: [[UInt8]]
    let objects: [[UInt8]]
    let circumstances: [[UInt8]]
    let headings: [[UInt8]]
    let menu: [[UInt8]]
    let connectives: [[UInt8]]
    let places: [[UInt8]]

    /// - Parameter isFree: whether a phrase holds no term.
    init(where isFree: ([UInt8]) -> Bool) {
        func phrases(_ text: String) -> [[UInt8]] {
            let all = text.split { $0 == "|" || $0 == "\n" }.map { Array($0.utf8) }
            let free = all.filter(isFree)
            return free.isEmpty ? [Array("mẫu".utf8)] : free
        }
        subjects = phrases(Self.subjects)
        actions = phrases(Self.actions)
        objects = phrases(Self.objects)
        circumstances = phrases(Self.circumstances)
        headings = phrases(Self.headings)
        menu = phrases(Self.menu)
        connectives = phrases(Self.connectives)
        places = phrases(Self.places)
    }

    /// Appends one sentence, ending with a full stop.
    func appendSentence(to page: inout [UInt8], _ random: inout SplitMix64) {
        if random.chance(0.25) {
            page += connectives[random.skewed(below: connectives.count)]
            page += [0x2C, 0x20]
        }
        page += subjects[random.skewed(below: subjects.count)]
        page.append(0x20)
        page += actions[random.skewed(below: actions.count)]
        page.append(0x20)
        page += objects[random.skewed(below: objects.count)]
        if random.chance(0.7) {
            page.append(0x20)
            page += circumstances[random.skewed(below: circumstances.count)]
        }
        if random.chance(0.2) { page += Array(", tăng \(random.number(2...48))% so với năm ngoái".utf8) }
        if random.chance(0.2) {
            page += Array(" (\(random.number(3...900)) ".utf8)
            page += places[random.skewed(below: places.count)]
            page.append(UInt8(ascii: ")"))
        }
        page += [0x2E, 0x20]
    }
}
