import Fetching
import Markup

/// `http://host:port`
struct ProxyAddress {
    let proxy: WebProxy

    init?(_ text: String) {
        guard let url = WebURL(text), url.scheme == .http, url.path == "/", url.query == nil else { return nil }
        proxy = WebProxy(host: url.host, port: url.port)
    }
}
