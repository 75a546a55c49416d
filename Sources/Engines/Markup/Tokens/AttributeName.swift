/// The attributes that the house reads. There are fewer than 64, so that one word remembers which a tag has already had.
package enum AttributeName: UInt8, CaseIterable, Sendable {
    case unknown
    case action, alt, ariaHidden, ariaLabel, background, behavior, bgcolor, charset, `class`, color, content, data
    case dataHref, dataSrc, dataURL, formaction, height, hidden, href, httpEquiv, id, itemprop, label, lang, name
    case onclick, onerror, onload, onmouseover, onsubmit, open, placeholder, property, rel, role, scrollamount, size
    case src, srcdoc, style, summary, target, text, title, type, value, width, xmlLang, xlinkHref, media

    var spelling: String {
        switch self {
        case .unknown: ""
        case .ariaHidden: "aria-hidden"
        case .ariaLabel: "aria-label"
        case .dataHref: "data-href"
        case .dataSrc: "data-src"
        case .dataURL: "data-url"
        case .httpEquiv: "http-equiv"
        case .xmlLang: "xml:lang"
        case .xlinkHref: "xlink:href"
        default: String(describing: self)
        }
    }
}
