/// A sign of attack or a weakness that the portal shows; the raw value is the word of the rule that should tell it.
enum SignPage: String, Sendable, CaseIterable {
    case defacement
    case directoryListing = "directory-listing"
    case webShell = "web-shell"
    case backupFile = "backup-file"
    case exposedFile = "exposed-file"
    case adminConsole = "admin-console"
    case openRedirect = "open-redirect"
    case reflectedSearch = "reflected-search"
    case insecureForm = "insecure-form"
    case publicMail = "public-mail"
    case outdatedPlatform = "outdated-platform"
    case missingHeader = "missing-header"
    case noHTTPS = "no-https"
    case noIncidentContact = "no-incident-contact"

    static let folder = "/luu-tru/2019/"
    static let defaced = "/chuyen-muc-du-lich"
    static let shell = folder + "shell.php"
    static let backup = folder + "sao-luu-2019.sql.gz"
    static let contact = "/lien-he.html"
    static let login = "/dang-nhap"
    static let redirector = "/chuyen-trang"
    static let exposed = ["/.git/HEAD", "/.git/config", "/.env", "/backup.sql", "/phpinfo.php"]
    static let console = "/phpmyadmin/"

    /// Paths at which it is to be told, and whether pages link to them; what no page links to, only a probe can find.
    var places: [(path: String, isLinked: Bool)] {
        switch self {
        case .defacement: [(Self.defaced, true)]
        case .directoryListing: [(Self.folder, true)]
        case .webShell: [(Self.shell, true)]
        case .backupFile: [(Self.backup, true)]
        case .exposedFile: Self.exposed.map { ($0, false) }
        case .adminConsole: [(Self.console, false)]
        case .openRedirect: [(Self.redirector + "?url=", false)]
        case .reflectedSearch: [("/tim-kiem?q=", false)]
        case .insecureForm: [(Self.login, true)]
        case .publicMail: [(Self.contact, true)]
        case .outdatedPlatform, .missingHeader, .noHTTPS, .noIncidentContact: [("/", true)]
        }
    }

    var truth: [Truth] {
        places.map { place in
            var row = Truth(
                path: place.path, technique: rawValue, family: .sign, reach: place.isLinked ? .link : .probe)
            row.placement = "sign"
            return row
        }
    }

    /// Honest pages that look like signs, and must not be told.
    static let lookAlikes: [(path: String, name: String)] = [
        ("/ung-dung/", "Ứng dụng"), ("/tin-an-toan-thong-tin.html", "Bản tin an toàn thông tin"),
        ("/danh-muc-van-ban-tieng-anh.html", "Index of legal documents"),
        ("/di-toi?url=https%3A%2F%2Fdichvucong.songmay.example%2F", "Cổng dịch vụ (có kiểm tra)"),
        ("/tra-cuu-thu-tuc?tukhoa=khai+sinh", "Tra cứu thủ tục"), ("/gop-y-cong-dan.html", "Góp ý của công dân"),
    ]

    /// Links that lead to what pages may find.
    static let links: [(path: String, name: String)] =
        [
            (defaced, "Du lịch địa phương"), (folder, "Kho tệp năm 2019"), (contact, "Liên hệ"),
            (login, "Đăng nhập cán bộ"),
            (redirector + "?url=https%3A%2F%2Fdichvucong.songmay.example%2F", "Cổng dịch vụ của tỉnh (liên kết ngoài)"),
        ] + lookAlikes
}
