/// One fault (or remark) in a file that a person wrote: where it stands, what is wrong, and what to do about it.
package struct Diagnostic: Sendable, Equatable {
    package enum Severity: String, Sendable, Comparable {
        case note, warning, error

        package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .error: 2
            }
        }
    }

    /// Path as the operator would type it.
    package var file: String
    /// From 1; 0 when the whole file is meant.
    package var line: Int
    /// Column of the table (a field, not a byte), from 1.
    package var column: Int?
    package var severity: Severity
    package var message: String
    /// What to do; empty when the message says it.
    package var remedy: String

    package init(
        file: String, line: Int = 0, column: Int? = nil, severity: Severity = .error, message: String,
        remedy: String = ""
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.severity = severity
        self.message = message
        self.remedy = remedy
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `file:line:column: error: message (remedy)`, the form that editors jump to.
    package var description: String {
        var text = file
        if line > 0 { text += ":\(line)" }
        if line > 0, let column { text += ":\(column)" }
        text += ": \(severity.rawValue): \(message)"
        if !remedy.isEmpty { text += " (\(remedy))" }
        return text
    }
}
