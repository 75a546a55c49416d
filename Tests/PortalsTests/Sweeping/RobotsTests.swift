import Testing

@testable import Portals

struct RobotsTests {
    private static func read(_ text: String, _ agents: [String] = ["VongGac"]) -> RobotsRules {
        RobotsReader.read(Array(text.utf8), agents: agents)
    }

    @Test(arguments: [
        ("/fish", "/fish.html", false), ("/fish", "/Fish", true), ("/fish*", "/fishheads/yummy", false),
        ("/fish/", "/fish", true),
        ("/*.php", "/folder/any.php.file.html", false), ("/*.php", "/", true), ("/*.php", "/windows.PHP", true),
        ("/*.php$", "/filename.php", false), ("/*.php$", "/filename.php?x", true), ("/*.php$", "/filename.php5", true),
        ("/fish*.php", "/fishheads/catfish.php?parameters", false), ("/", "/x", false), ("/$", "/", false),
        ("/$", "/x", true),
        ("/tin-tức", "/tin-t%E1%BB%A9c/1", false), ("/a%3cd.html", "/a%3Cd.html", false),
        ("/a%2fb.html", "/a/b.html", true),
        ("/%7Ejoe/index.html", "/~joe/index.html", false), ("*/x", "/a/x", false), ("/*a*b*c$", "/aabbc", false),
        ("/*a*b*c$", "/aabbcd", true), ("/a*$", "/abc", false), ("/**", "/x", false), ("", "/x", true),
        ("x", "/x", true),
    ])
    func aPatternFitsAsTheStandardSays(pattern: String, path: String, isAllowed: Bool) {
        #expect(Self.read("User-agent: *\nDisallow: \(pattern)").allows(path) == isAllowed)
    }

    @Test(arguments: [
        ("Allow: /p\nDisallow: /", "/page", true), ("Allow: /folder\nDisallow: /folder", "/folder/page", true),
        ("Allow: /page\nDisallow: /*.htm", "/page.htm", false), ("Allow: /$\nDisallow: /", "/page.htm", false),
        ("Disallow: /\nAllow: /robots", "/robots.txt", true), ("Disallow: /", "/robots.txt", true),
    ])
    func theLongestRuleDecidesAndAllowingWinsATie(lines: String, path: String, isAllowed: Bool) {
        #expect(Self.read("User-agent: *\n" + lines).allows(path) == isAllowed)
    }

    @Test func theOwnGroupComesBeforeTheCommonOneAndGroupsAreJoined() {
        let text = """
            \u{FEFF}# comment
            user-agent : other
            disallow: /other
            USER-AGENT: VONGGAC/2.0   # ours
            User-agent: third
            Disallow: /a # comment

            Crawl-delay: 2.5
            Sitemap: https://h.vn/s.xml
            User-agent: *
            Disallow: /common
            User-agent: vonggac
            Disallow: /b
            Sitemap: /t.xml
            nonsense
            Disallow /c
            """
        let own = Self.read(text)
        #expect(
            !own.allows("/a") && !own.allows("/b") && own.allows("/common") && own.allows("/other") && own.allows("/c"))
        #expect(own.crawlDelay == .seconds(2.5))
        #expect(own.sitemaps == ["https://h.vn/s.xml", "/t.xml"])
        let common = Self.read(text, ["nobody"])
        #expect(common.allows("/a") && !common.allows("/common") && common.crawlDelay == nil)
        #expect(common.sitemaps.count == 2)
    }

    @Test func anAnswersStatusDecidesAsTheStandardSays() {
        func state(_ status: UInt16?) -> RobotsRules {
            RobotsReader.rules(status: status, body: Array("user-agent:*\ndisallow:/x".utf8), agents: [])
        }
        #expect(!state(200).allows("/x") && state(200).allows("/y"))
        for status in [301, 401, 403, 404, 410, 429] as [UInt16] { #expect(state(status).allows("/x"), "\(status)") }
        for status in [500, 503, nil] as [UInt16?] { #expect(!state(status).allows("/y")) }
        #expect(state(503).state == .unreachable && state(404).state == .absent && state(200).state == .read)
    }

    @Test func forbiddenPathsAreThoseThatNameAPlace() {
        let rules = Self.read(
            "user-agent: *\ndisallow: /an/\ndisallow: /\ndisallow: /b$\ndisallow: /*.php\ndisallow: /c*\nallow: /d")
        #expect(rules.forbiddenPaths == ["/an/", "/b", "/c"])
    }

    @Test func hugeAndBinaryFilesAreReadWithinBounds() {
        let many = "user-agent: *\n" + (0..<200_000).map { "disallow: /\($0)\n" }.joined()
        let rules = Self.read(many)
        #expect(rules.rules.count == 2_000)
        let stars = Self.read(
            "user-agent: *\n"
                + String(repeating: "disallow: /" + String(repeating: "*a", count: 8) + "b\n", count: 2_000))
        let target = "/" + String(repeating: "a", count: 2_000)
        let time = ContinuousClock().measure { #expect(stars.allows(target)) }
        #expect(stars.rules.count == 200)
        #expect(time < .seconds(10), "one address against the worst of rules, on a busy machine")
        let sample = Array("User-agent: *\r\nDisallow: /a%3\rAllow: *$\nCrawl-delay: -1\nSitemap:\n:\n".utf8)
        for cut in 0...sample.count { _ = RobotsReader.read(Array(sample[..<cut]), agents: ["x"]).allows("/a%") }
        for at in sample.indices {
            for value in stride(from: 0, through: 255, by: 5) {
                var changed = sample
                changed[at] = UInt8(value)
                _ = RobotsReader.read(changed, agents: ["x"]).allows("/a")
            }
        }
    }
}
