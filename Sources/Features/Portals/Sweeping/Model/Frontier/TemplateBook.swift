internal import Markup
import VietText

/// What is known of the templates: their numbers, how many addresses they have, whether their pages still bring anything new.
struct TemplateBook: Sendable {
    private struct Record: Sendable {
        var text: String
        var group: Int32
        var cap: Int
        var capRefusal: Refusal
        var addresses = 0
        /// Different texts seen, at most `maxTexts`.
        var texts: [UInt64] = []
        var equalRun = 0
        var isClosed = false
        /// Index of its path's record; -1 with less than two parameters.
        var path: Int32 = -1
    }

    /// One path that is linked with several parameters: a filter form gives every subset of them, in every order.
    private struct Path: Sendable {
        var parameterSets = 0
        var asked = 0
    }

    /// More templates than these share one record by group: numbers, not names, keep a trap in bounds.
    private static let maxTemplates = 20_000
    private static let maxGroups = 2_000
    private static let maxTexts = 64

    private let limits: FrontierLimits
    private var records: [Record] = []
    private var numbers: [String: Int32] = [:]
    private var groups: [String: Int32] = [:]
    private var paths: [Path] = []
    private var pathNumbers: [String: Int32] = [:]

    init(limits: FrontierLimits) { self.limits = limits }

    /// The template of an address that is not taken in yet; nil when it is one not seen before.
    func number(of url: WebURL) -> Int32? {
        let template = PathTemplate(url)
        return numbers[template.text] ?? numbers[Self.overflow(template)]
    }

    mutating func intern(_ url: WebURL, _ rules: FrontierRules) -> (template: Int32, group: Int32) {
        let template = PathTemplate(url)
        if let number = numbers[template.text] { return (number, records[Int(number)].group) }
        let isFull = numbers.count >= Self.maxTemplates
        let text = isFull ? Self.overflow(template) : template.text
        if isFull, let number = numbers[text] { return (number, records[Int(number)].group) }
        let number = Int32(records.count)
        let (cap, refusal) = cap(url, template, rules)
        var record = Record(text: text, group: group(template.group), cap: cap, capRefusal: refusal)
        if template.parameterCount > 1, !isFull { record.path = path(template) }
        records.append(record)
        numbers[text] = number
        return (number, records[Int(number)].group)
    }

    func text(_ template: Int32) -> String { records[Int(template)].text }
    func isClosed(_ template: Int32) -> Bool { records[Int(template)].isClosed }

    /// Why no more addresses of the template are taken; nil when they are.
    func refusal(_ template: Int32) -> Refusal? {
        let record = records[Int(template)]
        if record.isClosed { return .sameText }
        return record.addresses >= record.cap ? record.capRefusal : nil
    }

    mutating func countAddress(_ template: Int32) { records[Int(template)].addresses += 1 }

    /// Notes the text of a page; closes the template when its pages are all the same.
    mutating func note(_ simhash: UInt64, _ template: Int32) {
        let isKnown = records[Int(template)].texts.contains {
            SimHash.distance($0, simhash) <= limits.equalTextDistance
        }
        guard !isKnown else {
            records[Int(template)].equalRun += 1
            if records[Int(template)].equalRun >= limits.maxEqualPages { records[Int(template)].isClosed = true }
            return
        }
        records[Int(template)].equalRun = 0
        if records[Int(template)].texts.count < Self.maxTexts { records[Int(template)].texts.append(simhash) }
    }

    private func cap(_ url: WebURL, _ template: PathTemplate, _ rules: FrontierRules) -> (Int, Refusal) {
        if TrapSigns.isCalendar(url, rules) { return (limits.maxCalendarAddresses, .calendar) }
        if TrapSigns.isFacet(url, rules) { return (limits.maxFacetAddresses, .facets) }
        let caps = limits.maxAddressesByParameters
        return (caps.isEmpty ? .max : caps[min(template.parameterCount, caps.count - 1)], .facets)
    }

    private mutating func path(_ template: PathTemplate) -> Int32 {
        let name = String(template.text.prefix { $0 != "?" })
        let number = pathNumbers[name] ?? Int32(paths.count)
        if number == paths.count {
            pathNumbers[name] = number
            paths.append(Path())
        }
        paths[Int(number)].parameterSets += 1
        return number
    }

    /// Whether an address may still be asked for: of a path with many sets of parameters only some are. Counts it if so.
    mutating func admit(_ template: Int32) -> Bool {
        let path = Int(records[Int(template)].path)
        guard path >= 0 else { return true }
        guard paths[path].parameterSets <= limits.maxParameterSets || paths[path].asked < limits.maxFacetAddresses
        else { return false }
        paths[path].asked += 1
        return true
    }

    private mutating func group(_ name: String) -> Int32 {
        if let number = groups[name] { return number }
        let number = Int32(min(groups.count, Self.maxGroups))
        if groups.count <= Self.maxGroups { groups[name] = number }
        return number
    }

    private static func overflow(_ template: PathTemplate) -> String { template.group + " …" }
}
