/// What an administrator would hand to a sweep: addresses and log lines that tell of pages which nothing links to.
extension DemoPortal {
    /// One URL a line: the orphans that only such a list tells, among some ordinary pages.
    /// - Parameter base: `http://HOST:PORT`, without a slash at its end.
    package func seedList(base: String) -> String {
        let orphans = truth.filter { $0.reach == .seedFile }.map(\.path)
        let ordinary = honestPaths.prefix(10)
        return (ordinary + orphans).sorted().map { base + $0 + "\n" }.joined()
    }

    /// Lines of the Combined Log Format: landings from searches on orphans and ordinary pages, and the traffic around them.
    ///
    /// Addresses are of the blocks for documentation; times are fixed, so the same portal has the same log.
    package func accessLog() -> String {
        var dice = Dice(options.seed, for: "access log")
        let orphans = truth.filter { $0.reach == .accessLog }.map(\.path)
        let landings = orphans + honestPaths.prefix(15)
        var lines: [(second: Int, text: String)] = []
        for path in landings {
            let second = dice.below(86_400)
            lines.append((second, Self.line(path, dice.pick(Self.searches), Self.desk, second, &dice)))
        }
        for path in honestPaths.suffix(30) {
            let second = dice.below(86_400)
            let agent = dice.chance(percent: 30) ? Self.robot : Self.desk
            lines.append((second, Self.line(path, "-", agent, second, &dice)))
        }
        return lines.sorted { ($0.second, $0.text) < ($1.second, $1.text) }.map { $0.text + "\n" }.joined()
    }

    private static let searches = [
        "https://www.google.com/", "https://www.google.com.vn/", "https://www.bing.com/search?q=ubnd+xa",
        "https://coccoc.com/search?query=thu+tuc",
    ]
    private static let desk = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
    private static let robot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"

    private static func line(
        _ path: String, _ referrer: String, _ agent: String, _ second: Int, _ dice: inout Dice
    ) -> String {
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let time = "\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))"
        return "203.0.113.\(dice.within(1...254)) - - [15/Nov/2026:\(time) +0700] \"GET \(path) HTTP/1.1\" 200 "
            + "\(dice.within(4_000...30_000)) \"\(referrer)\" \"\(agent)\""
    }
}
