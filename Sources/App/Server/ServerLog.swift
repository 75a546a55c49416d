import Glibc
import Portals
import SQLStore
import Tables

/// What the server says of itself: a line for people at a terminal, JSON where a service manager collects it. Never a secret, never
/// content of a page.
struct ServerLog: Sendable {
    private let isForPeople: Bool
    private let time: any TimeSource

    init(time: any TimeSource = SystemTime()) {
        isForPeople = isatty(2) == 1
        self.time = time
    }

    func say(_ message: String, _ fields: KeyValuePairs<String, String> = [:]) { line("info", message, fields) }
    func warn(_ message: String, _ fields: KeyValuePairs<String, String> = [:]) { line("warning", message, fields) }

    private func line(_ level: String, _ message: String, _ fields: KeyValuePairs<String, String>) {
        let now = LocalTime.internet(time.now().microseconds)
        if isForPeople {
            let rest = fields.map { "  \($0.key)=\($0.value)" }.joined()
            return Complaint.say("\(now)  \(message)\(rest)")
        }
        let all = [("time", now), ("level", level), ("message", message)] + fields.map { ($0.key, $0.value) }
        Complaint.say("{" + all.map { "\(Self.quoted($0.0)):\(Self.quoted($0.1))" }.joined(separator: ",") + "}")
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: quoted += " "
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
