import PlantedContent

/// Verdicts are in range: every finding, term and link names bytes of the source, every score is a probability.
func fuzzInspect(_ bytes: UnsafeBufferPointer<UInt8>) {
    let inspector = Inspector(rules: fuzzRules)
    let form: Inspector.Form = bytes.first == UInt8(ascii: "=") ? .text : .html
    let verdict = inspector.inspect(bytes, form: form, baseHost: Array("xa.example".utf8))
    func inside(_ start: Int, _ end: Int, _ what: String) {
        require(start >= 0 && start <= end && end <= bytes.count, "\(what): \(start)..<\(end) of \(bytes.count)")
    }
    require((0...1).contains(verdict.score), "the score is no probability")
    for finding in verdict.findings {
        inside(finding.start, finding.end, "finding")
        require((0...1).contains(finding.score), "a finding's score is no probability")
        for term in finding.terms {
            inside(term.start, term.end, "term")
            require(term.weight.isFinite, "a weight is not finite")
        }
    }
    for link in verdict.links { inside(link.start, link.end, "link") }
    let again = inspector.inspect(bytes, form: form, baseHost: Array("xa.example".utf8))
    require(again.tier == verdict.tier && again.score == verdict.score, "an inspector forgets nothing between pages")
}

/// A small pack that has a word of every kind, so that all ways through the engine are reached.
private let fuzzRules: RuleSet = {
    var source = RuleSource(pack: "fuzz@1")
    for (number, line) in fuzzTerms.enumerated() {
        source.terms.append(
            .init(
                rule: "fuzz/\(number)", text: line, signal: Signal.allCases[number % Signal.allCases.count],
                category: Category.allCases[number % Category.allCases.count]))
    }
    source.brands.stems = ["bet", "win", "club"]
    source.brands.digits = ["88", "789"]
    source.brands.exceptions = ["tibet"]
    source.weights = Signal.allCases.map { ("prior/\($0.name)", $0.isContrast ? -0.5 : 0.8) }
    source.confusables = [(0x430, UInt8(ascii: "a")), (0x43E, UInt8(ascii: "o"))]
    source.allowedHosts = ["songmay.example"]
    return RuleSet(source)
}()

private let fuzzTerms = [
    "nhà cái", "lô đề", "đăng ký ngay", "tài xỉu", "nổ hũ", "công an", "khởi tố", "xổ số kiến thiết", "gái gọi",
    "vay nóng",
    "slot gacor", "百家乐", "สล็อต", "casino", "hacked by", "telegram", "anh em", "nạp đầu", "88k", "uy tín", "cá cược",
]
