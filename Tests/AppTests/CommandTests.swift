import Foundation
import Testing

@Suite struct InspectCommandTests {
    private static let staged = Program.root.appendingPathComponent("Resources/staged").path
    private static let advert =
        "<p>Nhà cái uy tín Lucky88x tặng 88k, anh em đăng ký ngay, nạp rút 24/7, link vào mới nhất không bị chặn, "
        + "soi cầu bạch thủ lô, nổ hũ đổi thưởng</p>"
    private static let ordinary = "<h1>Ủy ban nhân dân xã</h1><p>Lịch tiếp công dân tuần này vào thứ năm.</p>"

    @Test func aCleanPageEndsWithZero() throws {
        let result = try Program.run(["inspect", "-"], input: Self.ordinary)
        #expect(result.code == 0)
        #expect(result.output.contains("clean: 1"))
        #expect(result.errors.isEmpty)
    }

    @Test func aFindingEndsWithOneAndIsShown() throws {
        let result = try Program.run(["inspect", "-"], input: Self.advert)
        #expect(result.code == 1)
        #expect(result.output.contains("● planted"))
    }

    @Test(arguments: [
        [], ["inspect"], ["inspect", "--bogus", "x"], ["inspect", "--format", "xml", "x"],
        ["inspect", "--min-tier", "bad", "x"], ["inspect", "--jobs", "0", "x"],
        ["inspect", "--base-url", "ftp://x", "x"],
        ["inspect", "-", "-"], ["inspect", "--data-dir", "/nowhere", "x"], ["inspect", "--overlay", "/nowhere", "x"],
        ["inspect", "--output", "/nowhere/report", "/dev/null"], ["bogus"], ["knowledge", "import-domains"],
        ["knowledge", "import-domains", "/nowhere"], ["knowledge", "import-domains", "--category", "x", "/dev/null"],
        ["knowledge", "check", "/nowhere"], ["knowledge", "train"],
        ["knowledge", "train", "--data", ".", "--output", "weights.tsv", "--errors", "wrong.tsv"],
        ["knowledge", "train", "--data", ".", "--output", "/nowhere/weights.tsv"],
    ])
    func wrongUseEndsWithTwoAndSaysWhatToDo(arguments: [String]) throws {
        let result = try Program.run(arguments)
        // Without arguments the help is shown, which is no fault.
        #expect(result.code == (arguments.isEmpty ? 0 : 2))
        #expect(arguments.isEmpty ? result.output.contains("USAGE") : !result.errors.isEmpty)
    }

    @Test func whatCannotBeReadEndsWithThreeUnlessSomethingIsFound() throws {
        let scratch = try Scratch()
        let pdf = try scratch.write("a.pdf", "%PDF-1.7")
        let page = try scratch.write("b.html", Self.advert)
        let refused = try Program.run(["inspect", pdf])
        #expect(refused.code == 3)
        #expect(refused.output.contains("damaged"))
        #expect(try Program.run(["inspect", pdf, page]).code == 1)
        #expect(try Program.run(["inspect", scratch.path + "/nothing.html"]).code == 3)
    }

    @Test func nothingIsLearntFromAPackWithFaults() throws {
        let scratch = try Scratch()
        _ = try scratch.write("overlay/planted-content/priors.tsv", "feature\tweight\nbias\t99999\n")
        _ = try scratch.write("texts/MANIFEST.tsv", "file\tsource\na.jsonl\town\n")
        _ = try scratch.write("texts/a.jsonl", #"{"text": "nhà cái uy tín", "label": "gambling"}"# + "\n")
        let result = try Program.run([
            "knowledge", "train", "--data", scratch.path + "/texts", "--output", scratch.path + "/weights.tsv",
            "--overlay", scratch.path + "/overlay",
        ])
        #expect(result.code == 2)
        #expect(result.errors.contains("priors.tsv:2"), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path + "/weights.tsv"))
    }

    @Test func whatCannotBeWrittenIsToldBeforeAnythingIsLearnt() throws {
        let scratch = try Scratch()
        for output in [scratch.path + "/gone/weights.tsv", scratch.path] {
            let result = try Program.run(["knowledge", "train", "--data", scratch.path, "--output", output])
            #expect(result.code == 2)
            #expect(result.errors.contains("\(output): "), "\(result.errors)")
            #expect(!result.errors.contains("MANIFEST"), "\(result.errors)")
        }
    }

    @Test func theStagedPagesGiveTheSameInEveryRun() throws {
        func verdicts(_ jobs: String) throws -> [String] {
            let result = try Program.run(["inspect", "--format", "json", "--jobs", jobs, Self.staged])
            return result.output.split(separator: "\n").map { line in
                String(line.replacing(/"elapsed_us":[0-9]+/, with: ""))
            }
        }
        let first = try verdicts("1")
        #expect(first.count > 100)
        #expect(try verdicts("4") == first)
    }

    @Test func outputToAFileIsWholeAndLeavesNothingBeside() throws {
        let scratch = try Scratch()
        let page = try scratch.write("in/b.html", Self.advert)
        try scratch.write("out/report.html", "old")
        let report = scratch.path + "/out/report.html"
        let result = try Program.run(["inspect", "--format", "html", "--output", report, page])
        #expect(result.code == 1)
        #expect(result.output.isEmpty)
        let text = try String(contentsOfFile: report, encoding: .utf8)
        #expect(text.hasPrefix("<!doctype html>"))
        #expect(text.contains("lang=\"vi\""))
        #expect(text.hasSuffix("</html>\n"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/out") == ["report.html"])
    }

    @Test func aPipeIsWrittenToAndNotReplaced() throws {
        let scratch = try Scratch()
        let page = try scratch.write("b.html", Self.advert)
        let pipe = scratch.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        // Open at both ends: neither side waits for the other, and the report fits into the pipe.
        let descriptor = open(pipe, O_RDWR | O_NONBLOCK)
        defer { close(descriptor) }
        let result = try Program.run(["inspect", "--format", "json", "--output", pipe, page])
        #expect(result.code == 1)
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(descriptor, &bytes, bytes.count)
        #expect(count > 0 && String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).contains("\"verdict\""))
        var status = stat()
        #expect(stat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    }

    @Test func theLanguageFollowsTheSystemUnlessNamed() throws {
        #expect(
            try Program.run(["inspect", "-"], input: "x", environment: ["LC_ALL": "vi_VN.UTF-8"]).output.contains(
                "KẾT LUẬN"))
        #expect(try Program.run(["inspect", "--lang", "vi", "-"], input: "x").output.contains("KẾT LUẬN"))
        #expect(
            try Program.run(["inspect", "--lang", "en", "-"], input: "x", environment: ["LC_ALL": "vi_VN.UTF-8"]).output
                .contains("VERDICT"))
    }

    @Test func sarifOfTheStagedPagesIsWellFormed() throws {
        let result = try Program.run(["inspect", "--format", "sarif", Self.staged])
        let log = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        #expect((run["results"] as? [Any])?.isEmpty == false)
    }

    @Test func helpHoldsExamplesAndEndsWithZero() throws {
        for command in [
            ["inspect"], ["knowledge", "check"], ["knowledge", "import-domains"], ["knowledge", "train"],
            ["demo-portal"],
        ] {
            let result = try Program.run(command + ["--help"])
            #expect(result.code == 0)
            #expect(result.output.contains("EXAMPLES"))
        }
    }
}

@Suite struct KnowledgeCommandTests {
    @Test func theKnowledgeThatComesWithTheProgramHasNoFault() throws {
        let result = try Program.run(["knowledge", "check"])
        #expect(result.output.contains("0 errors, 0 warnings"))
        #expect(result.code == 0)
    }

    @Test func aFaultyOverlayIsToldWithFileAndLine() throws {
        let scratch = try Scratch()
        let file = try scratch.write("planted-content/weights.tsv", "feature\tweight\nbias\tnone\n")
        let result = try Program.run(["knowledge", "check", "--overlay", scratch.path])
        #expect(result.code == 1)
        #expect(result.output.contains("\(file):2:2: error: 'weight' is not a number: 'none'"))
    }

    @Test func anImportedListChangesTheVersionAndTheVerdict() throws {
        let scratch = try Scratch()
        let list = try scratch.write("bet.txt", "0.0.0.0 tin-hay.example\n")
        let overlay = scratch.path + "/overlay"
        let taken = try Program.run(["knowledge", "import-domains", "--overlay", overlay, list])
        #expect(taken.code == 0)
        #expect(taken.output.hasPrefix("1 hosts from 1 lines"))
        let page = #"<p>Tin</p><div style="display:none"><a href="https://www.tin-hay.example/">xem thêm</a></div>"#
        let result = try Program.run(["inspect", "--format", "json", "--overlay", overlay, "-"], input: page)
        #expect(result.output.contains("+overlay."))
        #expect(result.output.contains(#""host":"www.tin-hay.example""#))
        #expect(result.code == 1)
    }

    @Test func theVersionIsTold() throws {
        let result = try Program.run(["version"])
        #expect(result.code == 0)
        #expect(
            result.output
                == (try Program.run(["--version"])).output.replacing(/^/, with: "vonggac ", maxReplacements: 1))
    }
}
