import Glibc
package import VietText

/// One line on the terminal that says how far the run is. Used by one task only.
package final class ProgressLine {
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastShown: ContinuousClock.Instant
    private var isVisible = false
    private let texts: Texts

    /// nil when standard error is no terminal.
    package init?(texts: Texts) {
        guard isatty(2) == 1 else { return nil }
        self.texts = texts
        start = clock.now
        lastShown = start
    }

    package func show(_ tally: Tally) {
        let now = clock.now
        guard lastShown.duration(to: now) > .milliseconds(200) else { return }
        lastShown = now
        isVisible = true
        let elapsed = start.duration(to: now) / .seconds(1)
        let rate = Double(tally.byteCount) / 1e6 / max(elapsed, 0.001)
        put(
            "\r\u{1B}[K\(texts["progress.read"]) \(texts.number(tally.inputCount)) · "
                + "\(texts["tier.planted"]) \(texts.number(tally.count(.planted))) · "
                + "\(texts["tier.review"]) \(texts.number(tally.count(.review))) · \(Int(rate)) MB/s")
    }

    package func clear() {
        guard isVisible else { return }
        isVisible = false
        put("\r\u{1B}[K")
    }

    private func put(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    }
}
