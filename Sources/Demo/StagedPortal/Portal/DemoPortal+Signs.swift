extension DemoPortal {
    /// What an attack leaves and what invites one; nil for other paths, and on portals without signs.
    func sign(_ asked: Asked) -> Draft? {
        guard options.hasSigns else { return nil }
        let path = asked.target.path
        if path.hasPrefix("/ung-dung/") { return softMissing(asked) }
        switch path {
        case SignPage.defaced: return Draft(html: Self.defaced)
        case SignPage.folder: return Draft(html: Self.listing)
        case SignPage.shell: return Draft(html: Self.shell)
        case SignPage.backup: return file(Packing.pack(Array(Self.dump.utf8), .gzip) ?? [], "application/gzip")
        case "/.git/HEAD": return file("ref: refs/heads/main\n", "text/plain")
        case "/.git/config": return file("[core]\n\trepositoryformatversion = 0\n\tbare = false\n", "text/plain")
        case "/.env":
            return file("APP_ENV=production\nAPP_KEY=base64:khong-phai-khoa-that\nDB_PASSWORD=mau\n", "text/plain")
        case "/backup.sql": return file(Self.dump, "application/sql")
        case "/phpinfo.php": return Draft(html: Self.information)
        case SignPage.console: return Draft(html: Self.console)
        case SignPage.redirector: return moved((asked.target.value("url") ?? "/").filter { !$0.isNewline })
        case SignPage.login: return login(asked)
        case SignPage.contact: return contact(asked)
        default: return lookAlike(asked)
        }
    }

    private func file(_ text: String, _ type: String) -> Draft { file(Array(text.utf8), type) }

    private func file(_ bytes: [UInt8], _ type: String) -> Draft {
        var draft = Draft(page: bytes)
        draft.contentType = type
        return draft
    }

    // MARK: signs

    private func login(_ asked: Asked) -> Draft {
        ordinary(
            asked, title: "Đăng nhập",
            main: "<h1>Đăng nhập cán bộ</h1><form method=\"post\" action=\"/dang-nhap\"><p><label>Tên đăng nhập "
                + "<input name=\"ten\"></label></p><p><label>Mật khẩu <input type=\"password\" name=\"mat-khau\"></label>"
                + "</p><button>Đăng nhập</button></form><p>Quên mật khẩu: gặp bộ phận một cửa để được cấp lại.</p>")
    }

    private func contact(_ asked: Asked) -> Draft {
        ordinary(
            asked, title: "Liên hệ",
            main: "<h1>Thông tin liên hệ</h1><p>Văn phòng tiếp công dân vào giờ hành chính các ngày trong tuần.</p>"
                + "<p>Thư điện tử: <a href=\"mailto:ubndxa.mau.khongcothat@gmail.com\">ubndxa.mau.khongcothat@gmail.com"
                + "</a></p><p>Thư công vụ: <a href=\"mailto:vanphong@songmay.example\">vanphong@songmay.example</a></p>"
        )
    }

    // MARK: what only looks like one

    private func lookAlike(_ asked: Asked) -> Draft? {
        switch asked.target.path {
        case "/tin-an-toan-thong-tin.html": return bulletin(asked)
        case "/danh-muc-van-ban-tieng-anh.html": return documentIndex(asked)
        case "/di-toi": return checkedRedirect(asked)
        case "/tra-cuu-thu-tuc": return keptOutSearch(asked)
        case "/gop-y-cong-dan.html": return remarks(asked)
        default: return nil
        }
    }

    /// The same page, with 200, for every name under it.
    private func softMissing(_ asked: Asked) -> Draft {
        ordinary(
            asked, title: "Ứng dụng dùng chung",
            main:
                "<h1>Ứng dụng dùng chung của cơ quan</h1><p>Các ứng dụng dùng chung được mở từ mạng nội bộ của cơ quan. "
                + "Cán bộ liên hệ bộ phận tin học để được hướng dẫn sử dụng.</p>")
    }

    /// Quotes the boast of a defacement.
    private func bulletin(_ asked: Asked) -> Draft {
        ordinary(
            asked, title: "Bản tin an toàn thông tin tháng 11",
            main:
                "<article><h1>Bản tin an toàn thông tin tháng 11</h1><p>Cơ quan chuyên trách cảnh báo: trong tháng, một số "
                + "trang bị thay giao diện, trên trang chủ hiện dòng chữ “Hacked by” và tên của nhóm tấn công. Đơn vị khi gặp "
                + "trang như vậy cần giữ nguyên nhật ký máy chủ.</p><p>Các đơn vị rà soát tài khoản quản trị, gỡ tệp lạ "
                + "và cập nhật phần mềm trước ngày 30.</p></article>")
    }

    /// A list of files that the portal itself writes.
    private func documentIndex(_ asked: Asked) -> Draft {
        let files = Documents.paths.map { (path: $0, name: String($0.split(separator: "/").last ?? "")) }
        return ordinary(
            asked, title: "Index of legal documents",
            main: "<h1>Index of legal documents</h1><p><a href=\"../\">Văn bản</a></p>" + PageShell.list(files))
    }

    /// Leads only to the province's own host.
    private func checkedRedirect(_ asked: Asked) -> Draft {
        let wanted = asked.target.value("url") ?? ""
        return moved(wanted == "https://dichvucong.songmay.example/" ? wanted : "/sitemap.html")
    }

    /// Says what was searched for, and keeps search engines out.
    private func keptOutSearch(_ asked: Asked) -> Draft {
        let words = String((asked.target.value("tukhoa") ?? "").prefix(200))
        var draft = ordinary(
            asked, title: "Tra cứu: \(words)",
            main:
                "<h1>Tra cứu: \(words.escapedForHTML)</h1><form action=\"/tra-cuu-thu-tuc\"><input name=\"tukhoa\">"
                + "<button>Tra cứu</button></form><p>Không có thủ tục nào khớp với từ khóa.</p>")
        draft.fields = [("X-Robots-Tag", "noindex, nofollow")]
        return draft
    }

    /// What a citizen wrote, with the citizen's own address.
    private func remarks(_ asked: Asked) -> Draft {
        ordinary(
            asked, title: "Góp ý của công dân",
            main:
                "<h1>Góp ý của công dân</h1><div class=\"binh-luan\"><p>Đề nghị xã sửa đèn đường thôn Bình An. Xin trả lời "
                + "qua thư congdan.mau.khongcothat@gmail.com, xin cảm ơn.</p></div>")
    }
}

extension DemoPortal {
    private static let defaced =
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Hacked by Mau-Thu-0000</title></head><body bgcolor=\"black\" "
        + "text=\"lime\"><center><h1>Hacked by Mau-Thu-0000</h1><p>your security get down</p></center></body></html>"

    private static let listing =
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\"><html><head><title>Index of /luu-tru/2019</title></head><body>"
        + "<h1>Index of /luu-tru/2019</h1><pre><a href=\"?C=N;O=D\">Name</a>  <a href=\"?C=M;O=A\">Last modified</a><hr>"
        + "<a href=\"/luu-tru/\">Parent Directory</a>\n<a href=\"/luu-tru/2019/ke-hoach-2019.pdf\">ke-hoach-2019.pdf</a>  2019-03-04 08:12\n"
        + "<a href=\"/luu-tru/2019/sao-luu-2019.sql.gz\">sao-luu-2019.sql.gz</a>  2019-12-31 23:50\n<a href=\"/luu-tru/2019/shell.php\">shell.php</a>  "
        + "2026-11-02 02:14\n<hr></pre></body></html>"

    private static let shell =
        "<html><head><title>shell</title></head><body><form method=\"post\"><input name=\"cmd\" size=\"60\"><button>Execute command"
        + "</button></form><pre>Linux may-chu-mau 5.10 x86_64\nuid=33(www-data) gid=33(www-data)\nsafe_mode: off</pre></body></html>"

    private static let dump =
        "-- MySQL dump 10.13\nCREATE TABLE `tai_khoan` (`id` int, `ten` varchar(64));\nINSERT INTO `tai_khoan` VALUES "
        + "(1,'nguoi-dung-mau');\n"

    private static let information =
        "<!DOCTYPE html><html><head><title>PHP 5.6.40 - phpinfo()</title></head><body><h1>PHP Version 5.6.40</h1><table><tr><td>"
        + "System</td><td>Linux may-chu-mau</td></tr></table><h2>Configuration</h2></body></html>"

    private static let console =
        "<!DOCTYPE html><html><head><title>phpMyAdmin</title></head><body><form method=\"post\" action=\"index.php\"><input "
        + "name=\"pma_username\"><input type=\"password\" name=\"pma_password\"><button>Go</button></form></body></html>"
}
