/// Every fault that was met, in the order of reading. Reading goes on after a fault, so that one run shows them all.
///
/// A hostile or broken file may hold a fault in every line: only the first `capacity` are kept, the rest are counted.
package struct Diagnostics: Sendable {
    package private(set) var all: [Diagnostic] = []
    package private(set) var errorCount = 0
    package private(set) var warningCount = 0
    /// Faults that were counted but not kept.
    package private(set) var droppedCount = 0
    package let capacity: Int

    package init(capacity: Int = 1_000) { self.capacity = capacity }

    package var hasErrors: Bool { errorCount > 0 }

    package mutating func add(_ diagnostic: Diagnostic) {
        switch diagnostic.severity {
        case .error: errorCount += 1
        case .warning: warningCount += 1
        case .note: break
        }
        if all.count < capacity { all.append(diagnostic) } else { droppedCount += 1 }
    }

    package mutating func error(
        _ message: String, file: String, line: Int = 0, column: Int? = nil, remedy: String = ""
    ) {
        add(Diagnostic(file: file, line: line, column: column, message: message, remedy: remedy))
    }

    package mutating func warning(
        _ message: String, file: String, line: Int = 0, column: Int? = nil, remedy: String = ""
    ) {
        add(
            Diagnostic(
                file: file, line: line, column: column, severity: .warning, message: message, remedy: remedy))
    }

    package mutating func append(_ other: Diagnostics) {
        for diagnostic in other.all { add(diagnostic) }
        droppedCount += other.droppedCount
    }
}
