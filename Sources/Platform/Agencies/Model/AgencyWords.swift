private import SQLStore

/// A name, and how it is searched and sorted.
package struct AgencyName: Sendable, Hashable {
    package static let maxLength = 250

    package let text: String
    let folded: String
    let sortKey: String
    /// First letters of its words but `và`: papers write UBND, Sở TTTT.
    let initials: String

    /// Nil when it is empty, too long, or holds characters that are not seen.
    package init?(_ typed: String) {
        guard let text = PlainLine.clean(typed, maxLength: Self.maxLength) else { return nil }
        self.init(text: text, folded: SearchText.folded(text), sortKey: SortKey.vietnamese(text))
    }

    init(text: String, folded: String, sortKey: String) {
        (self.text, self.folded, self.sortKey) = (text, folded, sortKey)
        initials = String(folded.split(separator: " ").filter { $0 != "va" }.compactMap(\.first))
    }

    package static func == (left: Self, right: Self) -> Bool { left.text == right.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// What an organisation is. Kinds that are no more stay: old papers speak of them.
package enum AgencyKind: String, Sendable, CaseIterable {
    /// A ministry or another body of the state's centre (bộ, ngành).
    case ministry
    /// The People's Committee of a province (UBND tỉnh).
    case province
    /// A specialised body of the province (sở, văn phòng, thanh tra).
    case department
    /// Công an.
    case police
    /// Quân sự, biên phòng.
    case military
    /// Đội ứng cứu sự cố.
    case responseTeam = "response-team"
    /// A body of the Party (cơ quan Đảng).
    case partyBody = "party-body"
    /// The People's Council (HĐND), and the delegation to the National Assembly.
    case council
    /// The Front and its member organisations (MTTQ, đoàn thể).
    case front
    case court, procuracy
    /// Hospitals, schools, centres, the press (đơn vị sự nghiệp).
    case publicService = "public-service"
    case enterprise
    /// A part of another body that is written to by itself (phòng, chi cục).
    case division
    case commune, ward
    /// Đặc khu.
    case specialZone = "special-zone"
    /// Before 1 July 2025: thị trấn, huyện, thị xã, thành phố thuộc tỉnh.
    case township, district, town, city
    case other
}

/// Where an organisation is counted.
package enum Placement: Sendable, Hashable {
    case top
    case under(AgencyID)

    package init(_ parent: AgencyID?) { self = parent.map(Placement.under) ?? .top }

    package var parent: AgencyID? {
        switch self {
        case .top: nil
        case .under(let parent): parent
        }
    }
}

/// What an organisation is charged with beside its kind; a word such as `incident-response`. Rooms may have words of their own.
package struct AgencyFunction: Sendable, Hashable {
    package let word: String

    /// Nil when it is not spelled with small letters, digits and single hyphens, or has more than 60 of them.
    package init?(_ word: String) {
        guard PlainLine.isKey(word, maxLength: 60) else { return nil }
        self.word = word
    }

    private init(known word: StaticString) { self.word = word.description }

    /// Cơ quan chuyên trách an ninh mạng: who is told of incidents.
    package static let specialisedCyberSecurity = AgencyFunction(known: "specialised-cyber-security")
    /// Đội ứng cứu sự cố.
    package static let incidentResponse = AgencyFunction(known: "incident-response")
}

/// Who gives out a code.
package struct CodeScheme: Sendable, Hashable {
    package let word: String

    package init?(_ word: String) {
        guard PlainLine.isKey(word, maxLength: 30) else { return nil }
        self.word = word
    }

    private init(known word: StaticString) { self.word = word.description }

    /// Codes of administrative units (mã đơn vị hành chính).
    package static let unit = CodeScheme(known: "unit")
    /// Codes by which bodies exchange papers (mã định danh điện tử), such as `H48.02`.
    package static let eOffice = CodeScheme(known: "e-office")
}

/// A code of some scheme. On one day no two organisations have the same.
package struct AgencyCode: Sendable, Hashable {
    package let scheme: CodeScheme
    package let code: String

    /// Nil unless the code is 1 to 40 of `A-Z a-z 0-9 . - _ /`.
    package init?(_ code: String, scheme: CodeScheme = .unit) {
        guard (1...40).contains(code.utf8.count),
            code.utf8.allSatisfy({ byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D...0x2F, 0x5F: true
                default: false
                }
            })
        else { return nil }
        (self.scheme, self.code) = (scheme, code)
    }
}
