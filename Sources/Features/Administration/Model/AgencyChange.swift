/// The changes of one organisation that have a form.
enum AgencyChange: String, CaseIterable, Sendable {
    case rename, kind, move, code
    case addContact = "add-contact"
    case endContact = "end-contact"
    case addFunction = "add-function"
    case endFunction = "end-function"
    case merge, split, abolish

    /// Fields of its form besides the day and the paper, in their order.
    var fields: [String] {
        switch self {
        case .rename: ["name"]
        case .kind: ["kind"]
        case .move: ["parent"]
        case .code: ["scheme", "code"]
        case .addContact, .endContact: ["contact"]
        case .addFunction, .endFunction: ["function"]
        case .merge: ["others", "heir", "name", "kind"]
        case .split: ["heirs", "name", "kind", "ends"]
        case .abolish: []
        }
    }

    /// Ends organisations, or what is said of them.
    var isEnd: Bool {
        switch self {
        case .endContact, .endFunction, .merge, .split, .abolish: true
        default: false
        }
    }
}

/// What was typed into a form of the register.
struct AgencyTyped: Sendable {
    var values: [String: String]

    subscript(name: String) -> String { values[name] ?? "" }

    /// Lines that say something, at most a hundred.
    func lines(_ name: String) -> [String] {
        self[name].split(whereSeparator: \.isNewline).map { String($0) }.filter { line in
            line.contains { !$0.isWhitespace }
        }.prefix(100).map { line in
            String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
    }
}

/// What is wrong with a change, by the field of the form.
struct ChangeFault: Sendable, Equatable {
    /// Name of the field; empty for the whole.
    var field: String
    /// Word of the fault.
    var code: String
    /// Who else has to do with it; empty for nobody.
    var other: String
    /// From which day on; empty for none.
    var day: String

    init(_ field: String, _ code: String, other: String = "", day: String = "") {
        (self.field, self.code, self.other, self.day) = (field, code, other, day)
    }
}

/// Why a change was not made.
enum ChangeRefusal: Error, Sendable, Equatable {
    case unknown
    /// Somebody changed it since the form was shown.
    case conflict
    case faults([ChangeFault])
}
