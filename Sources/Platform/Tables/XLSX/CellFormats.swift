import Markup

/// What the numbers of each cell style stand for.
struct CellFormats {
    private var kinds: [NumberKind] = []

    private static let maxFormats = 70_000

    /// Every number is a number.
    init() {}

    /// - Parameter bytes: the styles part.
    /// - Throws: `brokenFile`.
    init(_ bytes: [UInt8]) throws(TableError) {
        var named: [Int: NumberKind] = [:]
        var ids: [Int] = []
        var isInCellFormats = false
        try PartArchive.walk(bytes, as: "styles") { event, _ in
            switch event {
            case .start(let element, let attributes):
                let id = attributes.value(of: "numFmtId").flatMap { Int($0) }
                switch XMLName.local(element) {
                case "numFmt":
                    if let id, let code = attributes.value(of: "formatCode"), named.count < Self.maxFormats {
                        named[id] = NumberKind.of(code)
                    }
                case "cellXfs": isInCellFormats = true
                case "xf": if isInCellFormats, ids.count < Self.maxFormats { ids.append(id ?? 0) }
                default: break
                }
            case .end(let element): if XMLName.local(element) == "cellXfs" { isInCellFormats = false }
            case .text: break
            }
            return true
        }
        kinds = ids.map { named[$0] ?? NumberKind.builtIn($0) }
    }

    /// - Parameter style: the cell's `s`.
    func kind(_ style: Int) -> NumberKind { kinds.indices.contains(style) ? kinds[style] : .number }
}
