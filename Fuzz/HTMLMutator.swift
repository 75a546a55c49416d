import CFuzzer
import Glibc

/// Mutations that keep HTML like HTML: tags, attributes and entities are put in, doubled, moved, wrapped around or taken out
/// whole. Half of the time libFuzzer's own mutations are used, which break things between.
@_cdecl("LLVMFuzzerCustomMutator")
func mutate(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ capacity: Int, _ seed: UInt32) -> Int {
    guard FuzzTarget.chosen.readsHTML, seed & 1 == 1, count > 0 else { return LLVMFuzzerMutate(bytes, count, capacity) }
    var mutation = HTMLMutation(Array(UnsafeBufferPointer(start: bytes, count: count)), seed: seed)
    let result = mutation.apply().prefix(capacity)
    guard !result.isEmpty else { return LLVMFuzzerMutate(bytes, count, capacity) }
    for (index, byte) in result.enumerated() { bytes[index] = byte }
    return result.count
}

private struct HTMLMutation {
    private let page: [UInt8]
    private var state: UInt64

    init(_ page: [UInt8], seed: UInt32) {
        self.page = page
        state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    }

    mutating func apply() -> [UInt8] {
        switch below(7) {
        case 0: return inserting(HTMLDictionary.words[below(HTMLDictionary.words.count)], at: below(page.count + 1))
        case 1: return inserting(Array(page[tag()]), at: edge())
        case 2: return removing(tag())
        case 3: return wrapped()
        case 4: return repeated()
        case 5: return inserting(attribute(), at: max(0, tag().upperBound - 1))
        default: return swapped()
        }
    }

    private mutating func below(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(max(1, bound)))
    }

    /// A run from some `<` to the next `>`.
    private mutating func tag() -> Range<Int> {
        let from = below(page.count)
        guard let start = page[from...].firstIndex(of: UInt8(ascii: "<")) ?? page.firstIndex(of: UInt8(ascii: "<")),
            let end = page[start...].firstIndex(of: UInt8(ascii: ">"))
        else { return from..<min(page.count, from + 8) }
        return start..<min(end + 1, start + 400)
    }

    /// Where a tag begins or ends.
    private mutating func edge() -> Int {
        let range = tag()
        return below(2) == 0 ? range.lowerBound : range.upperBound
    }

    private func inserting(_ bytes: [UInt8], at position: Int) -> [UInt8] {
        Array(page[..<min(position, page.count)]) + bytes + Array(page[min(position, page.count)...])
    }

    private func removing(_ range: Range<Int>) -> [UInt8] {
        Array(page[..<range.lowerBound]) + Array(page[range.upperBound...])
    }

    private mutating func wrapped() -> [UInt8] {
        let names = [
            "div", "p", "b", "script", "style", "noscript", "template", "table", "svg", "marquee", "select", "a",
        ]
        let name = names[below(names.count)]
        let first = edge()
        let second = min(page.count, first + below(600))
        return Array(page[..<first]) + Array("<\(name)".utf8) + attribute() + Array(">".utf8)
            + Array(page[first..<second])
            + Array("</\(name)>".utf8) + Array(page[second...])
    }

    private mutating func repeated() -> [UInt8] {
        let range = tag()
        var run: [UInt8] = []
        for _ in 0..<(2 << below(6)) { run += page[range] }
        return inserting(run, at: range.upperBound)
    }

    private mutating func attribute() -> [UInt8] {
        let values = HTMLDictionary.words.filter { $0.contains(UInt8(ascii: "=")) }
        return values.isEmpty ? Array(" hidden".utf8) : [0x20] + values[below(values.count)]
    }

    private mutating func swapped() -> [UInt8] {
        let one = tag()
        let other = tag()
        guard one.upperBound <= other.lowerBound else { return removing(one) }
        return Array(page[..<one.lowerBound]) + Array(page[other]) + Array(page[one.upperBound..<other.lowerBound])
            + Array(page[one]) + Array(page[other.upperBound...])
    }
}

/// The words of `html.dict`, which libFuzzer is given too (`-dict=`).
private enum HTMLDictionary {
    static let words: [[UInt8]] = {
        let flag = "-dict="
        guard let argument = CommandLine.arguments.first(where: { $0.hasPrefix(flag) }),
            let file = fopen(String(argument.dropFirst(flag.count)), "r")
        else { return [Array("<div>".utf8)] }
        defer { fclose(file) }
        var words: [[UInt8]] = []
        var line = [CChar](repeating: 0, count: 4_096)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
            guard text.first == UInt8(ascii: "\""), text.last == UInt8(ascii: "\""), text.count > 2 else { continue }
            words.append(unescaped(text[1..<text.count - 1]))
        }
        return words.isEmpty ? [Array("<div>".utf8)] : words
    }()

    /// `\"`, `\\` and `\xAB`, as libFuzzer reads them.
    private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let next = rest.popFirst() else {
                result.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            if next == UInt8(ascii: "x"), let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) {
                result.append(value)
                rest = rest.dropFirst(2)
            } else {
                result.append(next)
            }
        }
        return result
    }
}
