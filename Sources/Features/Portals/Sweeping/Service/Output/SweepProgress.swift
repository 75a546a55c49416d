import Glibc

/// One line on the terminal that says how far a sweep is.
struct SweepProgress: Sendable {
    private let texts: Texts
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastShown: ContinuousClock.Instant
    private var isVisible = false

    /// nil when standard error is no terminal.
    init?(texts: Texts) {
        guard isatty(2) == 1 else { return nil }
        self.texts = texts
        start = clock.now
        lastShown = start
    }

    /// - Parameters:
    ///   - done: pages of this run.
    ///   - left: known addresses that are not looked at yet.
    mutating func show(done: Int, left: Int, findings: Int) {
        let now = clock.now
        guard lastShown.duration(to: now) > .milliseconds(250) else { return }
        lastShown = now
        isVisible = true
        let rate = Double(done) / max(start.duration(to: now) / .seconds(1), 0.001)
        let eta = rate > 0 && done > 10 ? remaining(Double(left) / rate) : texts["sweep.progress.noeta"]
        put(
            "\r\u{1B}[K"
                + texts.filled(
                    "sweep.progress",
                    [
                        "done": texts.number(done), "rate": texts.decimal(rate), "left": texts.number(left),
                        "findings": texts.number(findings), "eta": eta,
                    ]))
    }

    mutating func clear() {
        guard isVisible else { return }
        isVisible = false
        put("\r\u{1B}[K")
    }

    private func remaining(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        let time =
            whole >= 3_600
            ? "\(whole / 3_600) h \(whole % 3_600 / 60) min"
            : whole >= 60
                ? "\(whole / 60) min" : "\(whole) s"
        return texts.filled("sweep.progress.eta", ["time": time])
    }

    private func put(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    }
}
