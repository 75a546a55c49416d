import CAllocationCount
import Glibc
import Patterns

/// Measures the literal automaton and the domain table: speed by hits, build times, memory.
func benchPatterns() {
    print("Patterns")
    benchScans()
    benchBuilds()
    benchDomains()
}

/// CPU seconds of the process.
private func cpuSeconds() -> Double {
    measured_seconds(CLOCK_PROCESS_CPUTIME_ID)
}

/// The best of several runs, in CPU seconds.
private func best(of runs: Int = 9, _ work: () -> Void) -> Double {
    (0..<runs).map { _ in
        let start = cpuSeconds()
        work()
        return cpuSeconds() - start
    }.min() ?? 0
}

private func figure(_ value: Double, _ digits: Int = 1) -> String {
    let scale = pow(10.0, Double(digits))
    return "\((value * scale).rounded() / scale)"
}

/// Folded Vietnamese as it sounds: about 1,300 syllables, drawn so that few are frequent.
private struct Speech {
    let syllables: [[UInt8]]

    init() {
        let onsets = [
            "", "b", "c", "ch", "d", "g", "gi", "h", "k", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r", "s", "t",
            "th", "tr",
            "v", "x",
        ]
        let rimes = [
            "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "e", "em", "en", "eo", "et",
            "i",
            "ich", "iem", "ien", "ieu", "im", "in", "inh", "it", "o", "oa", "oan", "oc", "oi", "om", "on", "ong", "op",
            "ot",
            "u", "ua", "uan", "uc", "ui", "um", "un", "ung", "uoc", "uoi", "uong", "ut", "uy", "uyen", "y", "yeu",
        ]
        syllables = onsets.flatMap { onset in rimes.map { Array((onset + $0).utf8) } }
    }

    /// A syllable by a law near Zipf's.
    func syllable(_ random: inout SplitMix64) -> [UInt8] {
        let unit = Double.random(in: 0..<1, using: &random)
        return syllables[Int(Double(syllables.count) * unit * unit * unit)]
    }

    /// Different phrases of syllables, all syllables alike: rare in the text, but beginning as it does.
    func phrases(_ count: Int, of sizes: ClosedRange<Int>, _ random: inout SplitMix64) -> [[UInt8]] {
        var found = Set<[UInt8]>()
        while found.count < count {
            let syllables = (0..<Int.random(in: sizes, using: &random)).map { _ in
                self.syllables[Int.random(in: 0..<self.syllables.count, using: &random)]
            }
            found.insert(Array(syllables.joined(separator: [0x20])))
        }
        return found.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Text into which a literal is set `perKilobyte` times a KB.
    func text(_ byteCount: Int, planting literals: [[UInt8]], perKilobyte: Double, _ random: inout SplitMix64)
        -> [UInt8]
    {
        var text: [UInt8] = []
        text.reserveCapacity(byteCount + 64)
        var planted = 0.0
        while text.count < byteCount {
            if planted < Double(text.count) / 1024 * perKilobyte, let literal = literals.randomElement(using: &random) {
                text += literal
                planted += 1
            } else {
                text += syllable(&random)
            }
            text.append(Int.random(in: 0..<12, using: &random) == 0 ? 0x2E : 0x20)
        }
        return text
    }
}

private func benchScans() {
    var random = SplitMix64(seed: 1)
    let speech = Speech()
    let literals = speech.phrases(3000, of: 2...4, &random)
    let set = LiteralSet(literals)
    for perKilobyte in [0.0, 2, 20] {
        let text = speech.text(8 << 20, planting: literals, perKilobyte: perKilobyte, &random)
        for chunk in [2_000, 30_000, text.count] {
            var hits: [LiteralHit] = []
            var found = 0
            let seconds = best {
                found = 0
                text.withUnsafeBufferPointer { text in
                    var start = 0
                    while start < text.count {
                        let end = min(start + chunk, text.count)
                        set.scan(UnsafeBufferPointer(rebasing: text[start..<end]), into: &hits)
                        found += hits.count
                        start = end
                    }
                }
            }
            let hitsPerKilobyte = Double(found) / Double(text.count) * 1024
            print(
                "  scan, \(Int(perKilobyte)) planted a KB, pieces of \(chunk): \(figure(Double(text.count) / seconds / 1e6)) MB/s,",
                "\(figure(hitsPerKilobyte, 2)) hits/KB")
        }
    }
}

private func benchBuilds() {
    var random = SplitMix64(seed: 2)
    let speech = Speech()
    let text = speech.text(4 << 20, planting: [], perKilobyte: 0, &random)
    for count in [3_000, 20_000, 100_000] {
        let literals = speech.phrases(count, of: 2...4, &random)
        let before = allocation_bytes()
        var set = LiteralSet([])
        let seconds = best(of: 1) { set = LiteralSet(literals) }
        let asked = Double(allocation_bytes() - before) / 1e6
        var hits: [LiteralHit] = []
        let scan = best(of: 2) { text.withUnsafeBufferPointer { set.scan($0, into: &hits) } }
        print(
            "  build \(count) literals: \(figure(seconds * 1000)) ms, \(figure(asked)) MB asked for in all; scan",
            "\(figure(Double(text.count) / scan / 1e6)) MB/s")
    }
}

private func benchDomains() {
    var random = SplitMix64(seed: 3)
    let count = 1_000_000
    let hosts = (0..<count).map { index in Array("h\(index).\(String(random.next() % 50_000, radix: 36)).example".utf8)
    }
    var set = DomainSet()
    let build = best(of: 1) { set = DomainSet(hosts.lazy.map { (host: $0, list: 1) }) }
    print("  domains: \(count) built in \(figure(build * 1000)) ms, \(figure(Double(set.byteCount) / 1e6)) MB held")
    var found = 0
    let lookUps = best(of: 3) {
        for host in hosts { host.withUnsafeBufferPointer { found += set.match($0) == nil ? 0 : 1 } }
    }
    print("  domains: \(figure(lookUps / Double(count) * 1e9)) ns a look-up, \(found / 3) found")
}
