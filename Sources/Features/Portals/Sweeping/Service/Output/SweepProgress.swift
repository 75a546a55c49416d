import Glibc
import VietText

/// One line on the terminal that says how far a sweep is.
struct SweepProgress: SweepTelling {
    private let texts: Texts
    private let words: SweepWords
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastShown: ContinuousClock.Instant
    private var isVisible = false

    /// nil when standard error is no terminal.
    init?(texts: Texts) {
        guard isatty(2) == 1 else { return nil }
        self.texts = texts
        words = SweepWords(texts: texts)
        start = clock.now
        lastShown = start
    }

    mutating func show(done: Int, left: Int, findings: Int) {
        let now = clock.now
        guard lastShown.duration(to: now) > .milliseconds(250) else { return }
        lastShown = now
        isVisible = true
        let rate = Double(done) / max(start.duration(to: now) / .seconds(1), 0.001)
        let eta = rate > 0 && done > 10 ? remaining(Double(left) / rate) : texts["sweep.progress.noeta"]
        let line = texts.filled(
            "sweep.progress",
            [
                "done": texts.number(done), "rate": texts.decimal(rate), "left": texts.number(left),
                "findings": texts.number(findings), "eta": eta,
            ])
        // A line that wraps could not be taken back.
        put("\r\u{1B}[K" + TerminalText.clipped(line, columns: 79))
    }

    mutating func clear() {
        guard isVisible else { return }
        isVisible = false
        put("\r\u{1B}[K")
    }

    /// Rough on purpose: an estimate to the second would be a pretence.
    private func remaining(_ seconds: Double) -> String {
        let coarse = seconds < 60 ? seconds.rounded(.up) : (seconds / 60).rounded(.up) * 60
        return texts.filled("sweep.progress.eta", ["time": words.roughly(coarse)])
    }

    private func put(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    }
}
