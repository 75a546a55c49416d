/// Whether a sweep is to end early; asked between pages.
struct SweepStop: Sendable {
    private let ask: @Sendable () -> Bool

    init(_ ask: @escaping @Sendable () -> Bool) { self.ask = ask }

    var isAsked: Bool { ask() }

    static let never = SweepStop { false }
    /// Ctrl-C.
    static let interrupt = SweepStop { Interrupt.isAsked }
}

/// Is told how far a sweep is.
protocol SweepTelling: Sendable {
    /// After every page.
    /// - Parameters:
    ///   - done: pages of this run.
    ///   - left: known addresses that are not looked at yet.
    mutating func show(done: Int, left: Int, findings: Int)
    /// The sweep is over.
    mutating func clear()
}
