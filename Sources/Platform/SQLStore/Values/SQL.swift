/// A piece of SQL with the values of its `?`. The text is fixed when the program is compiled: nothing that a user typed can
/// become a part of it.
///
///     var found = SQL("SELECT id, name FROM portals WHERE owner = ?", owner)
///     if let state { found.append(" AND state = ?", state) }
///     try connection.rows(found)
package struct SQL: Sendable {
    package private(set) var text: String
    package private(set) var arguments: [SQLValue]

    /// - Parameter arguments: as many as the text has `?`.
    package init(_ text: StaticString, _ arguments: any SQLConvertible...) {
        self.init(text, arguments)
    }

    init(_ text: StaticString, _ arguments: [any SQLConvertible]) {
        self.text = text.description
        self.arguments = arguments.map(\.sqlValue)
    }

    /// For text that this room puts together itself.
    init(unchecked text: String, _ arguments: [SQLValue]) {
        self.text = text
        self.arguments = arguments
    }

    package mutating func append(_ text: StaticString, _ arguments: any SQLConvertible...) {
        append(SQL(text, arguments))
    }

    package mutating func append(_ other: SQL) {
        text += other.text
        arguments += other.arguments
    }

    package static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    /// `(?, ?, …)`, for `IN`. An empty list is `(NULL)`, which nothing is in.
    package static func list(_ values: [some SQLConvertible]) -> SQL {
        guard !values.isEmpty else { return SQL("(NULL)") }
        let places = repeatElement("?", count: values.count).joined(separator: ", ")
        return SQL(unchecked: "(\(places))", values.map(\.sqlValue))
    }

    /// Conditions joined by AND; none is always true.
    package static func all(_ conditions: [SQL]) -> SQL {
        guard let first = conditions.first else { return SQL("1 = 1") }
        return conditions.dropFirst().reduce(SQL("(") + first + SQL(")")) { $0 + SQL(" AND (") + $1 + SQL(")") }
    }

    /// The text as PostgreSQL numbers its parameters: `?` outside of quotes becomes `$1`, `$2`, …
    var numbered: String {
        var result = ""
        result.reserveCapacity(text.utf8.count + arguments.count)
        var number = 0
        var isQuoted = false
        for character in text.unicodeScalars {
            if character == "'" { isQuoted.toggle() }
            if character == "?", !isQuoted {
                number += 1
                result += "$\(number)"
            } else {
                result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
