import Glibc
import Markup

/// Tokenizer alone, then the whole page view, over generated pages; CPU seconds of this thread.
func benchMarkup() {
    var generator = HTMLGenerator(terms: [], hitsPerKilobyte: 0)
    var pages: [[UInt8]] = []
    while generator.statistics.bytes < 50_000_000 { pages.append(generator.page()) }
    let bytes = pages.reduce(0) { $0 + $1.count }
    let text = Double(generator.statistics.textBytes) / Double(bytes)
    print("markup: \(pages.count) pages, \(bytes) bytes, \(Int(text * 100)) % text")
    var tokenizer = Tokenizer()
    var tokens = 0
    report("tokenizer", bytes) {
        tokens = 0
        for page in pages {
            page.withUnsafeBufferPointer { tokenizer.start($0) }
            while !tokenizer.isFinished {
                tokenizer.fill()
                tokens += tokenizer.tokenCount
            }
        }
    }
    let view = PageView()
    var blocks = 0
    report("page view", bytes) {
        blocks = 0
        for page in pages {
            page.withUnsafeBufferPointer { view.build(html: $0) }
            blocks += view.blocks.count
        }
    }
    print("markup: \(tokens) tokens, \(blocks) blocks")
}

/// The best of five runs.
private func report(_ name: String, _ bytes: Int, _ work: () -> Void) {
    var best = Double.infinity
    for _ in 0..<5 {
        let start = cpuSeconds()
        work()
        best = min(best, cpuSeconds() - start)
    }
    print("markup: \(name) \(Int(Double(bytes) / best / 1e6)) MB/s of one core")
}

private func cpuSeconds() -> Double { seconds(CLOCK_THREAD_CPUTIME_ID) }
