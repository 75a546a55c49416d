/// A page that hides the page: what a sweep must call blocked or unreadable, never clean.
enum Obstacle: String, Sendable, CaseIterable {
    case firewall = "blocked-firewall-403"
    case captcha = "blocked-captcha"
    case loginWall = "blocked-login-wall"
    case parking = "blocked-parking"
    case tooManyRequests = "blocked-429"
    case maintenance = "blocked-503"
    case emptyShell = "unreadable-empty-shell"
    case softMissing = "unreadable-soft-404"

    var family: Truth.Family { self == .emptyShell || self == .softMissing ? .unreadable : .blocked }

    var status: Int {
        switch self {
        case .firewall: 403
        case .tooManyRequests: 429
        case .maintenance: 503
        default: 200
        }
    }

    var fields: [(name: String, value: String)] {
        switch self {
        case .tooManyRequests: [("Retry-After", "1")]
        case .maintenance: [("Retry-After", "3600")]
        case .firewall: [("Server", "tuong-lua-ung-dung")]
        default: []
        }
    }

    var html: String {
        switch self {
        case .firewall:
            page(
                "403 Forbidden",
                "<h1>Request blocked</h1><p>The requested URL was rejected by the web application firewall. Please "
                    + "consult with your administrator.</p><p>Your support ID is: 1833042917551</p>")
        case .captcha:
            page(
                "Xác minh bạn là người thật",
                "<h1>Vui lòng xác minh bạn không phải là robot</h1><form method=\"post\"><div class=\"g-recaptcha\" "
                    + "data-sitekey=\"khoa-cong-khai\"></div><img src=\"/images/captcha.gif\" alt=\"captcha\">"
                    + "<input name=\"captcha\"><button>Tiếp tục</button></form>")
        case .loginWall:
            page(
                "Đăng nhập",
                "<h1>Đăng nhập hệ thống</h1><p>Bạn cần đăng nhập để xem nội dung này.</p><form method=\"post\" "
                    + "action=\"/dang-nhap\"><label>Tên đăng nhập <input name=\"user\"></label><label>Mật khẩu "
                    + "<input type=\"password\" name=\"pass\"></label><button>Đăng nhập</button></form>")
        case .parking:
            page(
                "Tên miền đang được rao bán",
                "<h1>This domain is parked</h1><p>Tên miền này chưa được trỏ tới website. The domain is for sale. "
                    + "Buy this domain.</p>")
        case .tooManyRequests:
            page("429 Too Many Requests", "<h1>Too Many Requests</h1><p>Bạn truy cập quá nhanh, hãy thử lại sau.</p>")
        case .maintenance:
            page(
                "Hệ thống đang bảo trì",
                "<h1>503 Service Unavailable</h1><p>Hệ thống đang bảo trì, nâng cấp. Mời quay lại sau.</p>")
        case .emptyShell:
            "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>Cổng thông tin</title></head><body>"
                + "<div id=\"root\"></div><script src=\"/js/main.chunk.js\"></script></body></html>"
        case .softMissing:
            page(
                "Không tìm thấy trang",
                "<h1>404</h1><p>Trang bạn tìm không tồn tại hoặc đã bị xóa.</p><p><a href=\"/\">Về trang chủ</a></p>")
        }
    }

    private func page(_ title: String, _ body: String) -> String {
        "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>\(title)</title></head><body>\(body)"
            + "</body></html>"
    }
}
