import Glibc
import Synchronization

/// Ctrl-C and the polite way to end a service: the first signal ends the sweep after the pages under way, the second at once.
enum Interrupt {
    private static let count = Atomic<Int>(0)

    static var isAsked: Bool { count.load(ordering: .relaxed) > 0 }

    /// Takes SIGINT and SIGTERM. The handler touches one atomic counter and nothing else.
    static func watch() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { _ in
                if Interrupt.count.add(1, ordering: .relaxed).newValue > 1 { _exit(130) }
            }
        }
    }
}
