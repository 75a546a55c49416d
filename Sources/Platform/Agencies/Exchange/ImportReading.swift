/// An organisation in a stretch of time, as a row says it.
struct OrganisationState {
    var row: Int
    var key: String
    var name: AgencyName
    var kind: AgencyKind
    /// Empty at the top.
    var parent: String
    /// Nil when the table has no such column; so are the next.
    var codes: [AgencyCode]?
    var contacts: [Contact]?
    var period: Period
    var source: String?
}

struct FunctionEntry {
    var row: Int
    var key: String
    var function: AgencyFunction
    var period: Period
    var source: String
}

struct SuccessionEntry {
    var row: Int
    var predecessor: String
    /// Empty when nobody took over.
    var successor: String
    var kind: SuccessorLink.Kind
    var day: Day
    var function: AgencyFunction?
    var source: String
}

/// Reads the fields of one row, and notes every fault of it.
struct RowReading {
    private static let maxFieldBytes = 4_000

    let row: ImportRow
    var faults: [ImportFault] = []

    init(_ row: ImportRow) { self.row = row }

    mutating func fault(_ code: RegisterFault.Code, _ column: String) {
        faults.append(ImportFault(ImportPlace(row.place.table, row: row.place.row, column: column), code))
    }

    /// The field without blanks at its ends.
    private mutating func text(_ column: String) -> String {
        let text = row[column]
        guard text.utf8.count <= Self.maxFieldBytes else {
            fault(.tooLong, column)
            return ""
        }
        return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    private mutating func parts(_ column: String) -> [String] {
        text(column).split(separator: ";").map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
    }

    mutating func key(_ column: String) -> String? {
        let key = text(column)
        if PlainLine.isKey(key, maxLength: 100) { return key }
        fault(.badKey, column)
        return nil
    }

    /// Empty for an empty field.
    mutating func optionalKey(_ column: String) -> String? { text(column).isEmpty ? "" : key(column) }

    mutating func value<Value>(_ column: String, _ code: RegisterFault.Code, _ read: (String) -> Value?) -> Value? {
        let value = read(text(column))
        if value == nil { fault(code, column) }
        return value
    }

    mutating func source() -> String {
        let typed = text("source")
        if typed.isEmpty { return "" }
        let source = PlainLine.clean(typed, maxLength: RegisterDraft.maxSourceLength)
        if source == nil { fault(.badSource, "source") }
        return source ?? ""
    }

    /// `valid_until` is the last day, a period ends on the day after.
    mutating func period() -> Period? {
        let count = faults.count
        let (first, last) = (text("valid_from"), text("valid_until"))
        let from = first.isEmpty ? nil : Day(typed: first)
        if !first.isEmpty, from == nil { fault(.badDay, "valid_from") }
        let until = last.isEmpty ? nil : Day(typed: last)?.next
        if !last.isEmpty, until == nil { fault(.badDay, "valid_until") }
        guard faults.count == count else { return nil }
        let period = Period(from: from, until: until)
        if period == nil { fault(.badDay, "valid_until") }
        return period
    }

    mutating func codes() -> [AgencyCode] {
        var codes: [AgencyCode] = []
        for part in parts("code") {
            let words = part.split(separator: ":", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
            let scheme = words.count == 2 ? CodeScheme(words[0]) : .unit
            if let scheme, let code = AgencyCode(words.last ?? "", scheme: scheme) {
                codes.append(code)
            } else {
                fault(.badCode, "code")
            }
        }
        return codes
    }

    mutating func contacts(_ rules: ContactRules) -> [Contact] {
        var contacts: [Contact] = []
        for part in parts("contact") {
            guard let contact = Contact(part) else {
                fault(.badContact, "contact")
                continue
            }
            if rules.isPublicMail(contact) { fault(.publicMail, "contact") } else { contacts.append(contact) }
        }
        return contacts
    }
}

extension RowReading {
    /// Nil when too little of it can be read to go on; a contact or code that cannot is left out.
    mutating func organisation(_ index: Int, _ rules: ContactRules) -> OrganisationState? {
        let key = key("id")
        let kind = value("kind", .badKind, AgencyKind.init(rawValue:))
        let name = value("name", .badName) { AgencyName($0) }
        let parent = optionalKey("parent")
        let codes = row.has("code") ? codes() : nil
        let contacts = row.has("contact") ? contacts(rules) : nil
        let (period, source) = (period(), row.has("source") ? source() : nil)
        guard let key, let kind, let name, let parent, let period else { return nil }
        return OrganisationState(
            row: index, key: key, name: name, kind: kind, parent: parent, codes: codes, contacts: contacts,
            period: period, source: source)
    }

    mutating func function(_ index: Int) -> FunctionEntry? {
        let key = key("organisation")
        let function = value("function", .badFunction, AgencyFunction.init)
        let (period, source) = (period(), source())
        guard let key, let function, let period else { return nil }
        return FunctionEntry(row: index, key: key, function: function, period: period, source: source)
    }

    mutating func succession(_ index: Int) -> SuccessionEntry? {
        let (predecessor, successor) = (key("predecessor"), optionalKey("successor"))
        let kind = value("kind", .badKind, SuccessorLink.Kind.init(rawValue:))
        let day = value("date", .badDay) { Day(typed: $0) }
        var function: AgencyFunction?
        if !row["function"].isEmpty { function = value("function", .badFunction, AgencyFunction.init) }
        let source = source()
        guard let predecessor, let successor, let kind, let day else { return nil }
        return SuccessionEntry(
            row: index, predecessor: predecessor, successor: successor, kind: kind, day: day, function: function,
            source: source)
    }
}
