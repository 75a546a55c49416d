/// What is wrong with an entry, and exactly where: which organisation, which part of its record, from which day on.
package struct RegisterFault: Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        case badKey, keyTaken, badKind, badName, badCode, badContact, publicMail, badFunction, badDay, badSource
        case missing, gap, overlap, outside, twice, tooMany
        case unknownAgency, absent, cycle, tooDeep, codeTaken
        case laterChange, sameDay, sameValue, notHeld
        case missingColumn, tooManyRows, tooLong, badCell
        case predecessorStays, predecessorAbsent, successorAbsent, badLink
    }

    package enum Field: String, Sendable, CaseIterable {
        case key, name, kind, placement, code, contact, function, successor
    }

    package let code: Code
    package let field: Field
    /// Key of the organisation.
    package let agency: String
    /// From when on it is wrong; nil: as far back as the register goes, or at all.
    package let day: Day?
    /// Key of another organisation that has to do with it.
    package let other: String?

    package init(_ code: Code, _ field: Field, of agency: String, from day: Day? = nil, other: String? = nil) {
        (self.code, self.field, self.agency, self.day, self.other) = (code, field, agency, day, other)
    }

    /// `xa-an-phu, placement, from 2025-07-01: the organisation that is named is not there then (ubnd-tinh-kon-tum)`
    package var description: String {
        var text = "\(agency), \(field.rawValue)"
        if let day { text += ", from \(day)" }
        text += ": \(code.claim)"
        if let other { text += " (\(other))" }
        return text
    }
}

extension RegisterFault.Code {
    /// What is wrong, in English, for operators.
    package var claim: String {
        switch self {
        case .badKey: "a key is small letters and digits, parted by single hyphens, at most 100"
        case .keyTaken: "another organisation has this key"
        case .badKind: "this kind is not known"
        case .badName: "a name is one line of 1 to 250 characters that can be seen"
        case .badCode:
            "a code is 1 to 40 letters, digits, dots, hyphens and slashes, with the word of its scheme before a colon"
        case .badContact: "this is neither an e-mail address nor a telephone number nor an address"
        case .publicMail: "an office is not written to at a mail service open to everybody; give its own address"
        case .badFunction: "a function is a word of small letters and digits, parted by single hyphens, at most 60"
        case .badDay: "this is no day, or the period ends before it begins; write 01/07/2025 or 2025-07-01"
        case .badSource: "a source is one line of at most 500 characters that can be seen"
        case .missing: "nothing is said of this"
        case .gap: "nothing is said of the days from here on"
        case .overlap: "two are said to be so at once"
        case .outside: "the organisation is not there then"
        case .twice: "the same is said twice"
        case .tooMany: "more changes than the register keeps of one thing"
        case .unknownAgency: "there is no such organisation"
        case .absent: "the organisation that is named is not there then"
        case .cycle: "it would be under itself"
        case .tooDeep: "it would be too many steps below the top"
        case .codeTaken: "another organisation has this code then"
        case .laterChange: "another change on that day or later stands against it; correct the record instead"
        case .sameDay: "what is to end began on this very day; correct the record instead"
        case .sameValue: "it is so already"
        case .notHeld: "there is nothing to end on that day"
        case .missingColumn: "the table has no such column"
        case .tooManyRows: "the table has more rows than are read at once"
        case .tooLong: "the field is too long"
        case .badCell: "the formula of this cell has no value"
        case .predecessorStays: "the predecessor does not end on the day of the link"
        case .predecessorAbsent: "the predecessor was not there on the day before"
        case .successorAbsent: "the successor is not there on the day of the link"
        case .badLink: "a link needs a successor, one that abolishes none; one that transfers names a function"
        }
    }
}

/// Why the register did not take a change. Holds no contact.
package struct AgencyError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// There is no such organisation.
        case unknown
        /// Somebody changed it meanwhile: look again.
        case conflict
        /// It would make the register untrue; `faults` say where.
        case refused
    }

    package let code: Code
    package let faults: [RegisterFault]

    package init(_ code: Code, _ faults: [RegisterFault] = []) { (self.code, self.faults) = (code, faults) }

    package var description: String {
        switch code {
        case .unknown: "there is no such organisation"
        case .conflict: "the register was changed meanwhile"
        case .refused: faults.map(\.description).joined(separator: "\n")
        }
    }

    static func refused(
        _ code: RegisterFault.Code, _ field: RegisterFault.Field, of agency: String, from day: Day? = nil,
        other: String? = nil
    ) -> AgencyError {
        AgencyError(.refused, [RegisterFault(code, field, of: agency, from: day, other: other)])
    }
}
