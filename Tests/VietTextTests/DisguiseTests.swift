import Testing

@testable import VietText

/// One byte of the second stream.
struct DisguiseByte: Equatable {
    var byte: UInt8
    var marks: UInt8
    var position: Int
    var isAltered: Bool
}

func disguise(_ folded: FoldBuffer, _ range: Range<Int>) -> [DisguiseByte] {
    let buffer = DisguiseBuffer()
    buffer.append(windowsOf: folded, range: range)
    return (0..<buffer.count).map {
        DisguiseByte(
            byte: buffer.bytes[$0], marks: buffer.marks[$0], position: Int(buffer.position(of: $0)),
            isAltered: buffer.isAltered($0))
    }
}

func folded(_ bytes: [UInt8]) -> FoldBuffer {
    let buffer = FoldBuffer()
    bytes.withUnsafeBufferPointer { buffer.append($0, sourceOffset: 0) }
    return buffer
}

/// The windows that the second stream holds for a text, one string a window.
func disguiseWindows(_ text: String) -> [String] {
    let buffer = folded(Array(text.utf8))
    return disguise(buffer, 0..<buffer.count).map(\.byte).split(separator: 0).map {
        String(decoding: $0, as: UTF8.self)
    }
}

@Suite("Disguised words")
struct DisguiseTests {
    @Test(
        "Disguised words read as they are meant",
        arguments: [
            ("n h à c á i", "nhacai"), ("chơi ở n h à   c á i này", "nhacai"), ("c.á đ.ộ", "ca do"),
            ("t.ài x.ỉu", "tai xiu"), ("c-a-s-i-n-o", "casino"), ("b.óng đ.á", "bong da"), ("c4 d0", "ca do"),
            ("n0 hu", "no hu"), ("c4s1n0", "casino"), ("lo-de", "lo de"), ("x0c d1a", "xoc dia"), ("l0 d3", "lo de"),
            ("n.h.à c.á.i", "nha cai"), ("c•a•s•i•n•o", "casino"), ("c a s i n o", "casino"), ("c|a|s|i|n|o", "casino"),
            ("$ex", "sex"), ("c@ cuoc", "ca cuoc"), ("t_à_i x_ỉ_u", "tai xiu"), ("ca🔥sino", "casino"),
            ("c * a * s * i * n * o", "casino"), ("nhà.cái", "nha cai"), ("s!ot game", "slot game"),
            ("b@cc@r@t", "baccarat"), ("c🔥a🔥s🔥i🔥n🔥o", "casino"), ("kh.uy.ến m.ãi", "khuyen mai"),
            ("c/a/s/i/n/o", "casino"),
            ("“c.á đ.ộ”", "ca do"), ("(t.ài x.ỉu)", "tai xiu"), ("n..h..à c..á..i", "nha cai"),
            ("c 4 s 1 n 0", "casino"),
            ("uy tin n.h.a c.a.i hang dau", "uy tin nha cai hang dau"), ("tài-xỉu, x-ó-c đ-ĩ-a", "xoc dia"),
        ])
    func meant(text: String, meaning: String) {
        #expect(disguiseWindows(text).contains { $0.contains(meaning) }, "\(disguiseWindows(text))")
    }

    @Test(
        "Ordinary text has no window",
        arguments: [
            "Ủy ban nhân dân tỉnh thông báo: kết quả, ngày 01/02/2024 lúc 12:30, số 12.500.000 đồng (100k).",
            "https://example.gov.vn/a-b-c?x=1 và điện thoại 024.3825.1234, từ 24h đến 7h", "1 2 3 4 5 6 . 7 . 8", "a b",
            "y tế ở đó",
            "covid-19, quận 3", "", " ", "!", "A", "a!", "Ngay! Nhanh! $", "kinh tế-hội nhập",
        ])
    func ordinary(text: String) {
        #expect(disguiseWindows(text).isEmpty, "\(disguiseWindows(text))")
    }

    @Test("A window has four words either side, unchanged, and windows that touch are one")
    func context() {
        #expect(
            disguiseWindows("một hai ba bốn năm c.á đ.ộ sáu bảy tám chín mười") == [
                "hai ba bon nam ca do sau bay tam chin"
            ])
        let far = "c4 " + String(repeating: "từ ", count: 20) + "d0"
        #expect(disguiseWindows(far) == ["ca tu tu tu tu", "tu tu tu tu do"])
        let near = "c4 " + String(repeating: "từ ", count: 7) + "d0"
        #expect(disguiseWindows(near) == ["ca tu tu tu tu tu tu tu do"])
    }

    @Test("A window that reads in two ways is written twice")
    func twice() {
        #expect(disguiseWindows("s1ot") == ["siot", "slot"])
        #expect(disguiseWindows("lo-de") == ["lode", "lo de"])
        #expect(disguiseWindows("c4") == ["ca"])
    }

    @Test("Altered bytes, and only they, are told and marked; positions lead to the folded stream")
    func altered() {
        let buffer = folded(Array("ở c.á l0".utf8))
        let bytes = disguise(buffer, 0..<buffer.count)
        #expect(bytes.map(\.byte) == Array("o ca lo".utf8) + [0])
        #expect(bytes.map(\.isAltered) == [false, false, false, true, false, false, true, false])
        #expect(bytes.map(\.position) == [0, 1, 2, 4, 5, 6, 7, 8])
        #expect(bytes[3].marks == FoldMark.acute | FoldMark.disguised)
        #expect(bytes[0].marks == FoldMark.hook | FoldMark.horn)
        #expect(!DisguiseBuffer().isAltered(0) && DisguiseBuffer().position(of: -1) == 0)
    }

    @Test("Nothing outside of the range is looked at, and no window crosses a break")
    func ranges() {
        let buffer = folded(Array("c4 một d0".utf8))
        buffer.appendBreak()
        Array("hai e3 ba".utf8).withUnsafeBufferPointer { buffer.append($0, sourceOffset: 20) }
        func text(_ range: Range<Int>) -> String {
            String(decoding: disguise(buffer, range).map(\.byte), as: UTF8.self)
        }
        #expect(text(0..<buffer.count) == "ca mot do\0hai ee ba\0")
        #expect(text(1..<buffer.count) == "mot do\0hai ee ba\0" || text(1..<buffer.count) == "4 mot do\0hai ee ba\0")
        #expect(text(0..<2) == "ca\0")
        #expect(text(0..<1) == "")
        #expect(text(0..<10_000) == text(0..<buffer.count))
        #expect(text(5_000..<10_000) == "")
    }

    @Test("A disguise is found wherever it stands in the 64 bytes of a step")
    func alignment() {
        for padding in 0...140 {
            for (text, meaning) in [
                ("c.á", "ca"), ("n h à", "nha"), ("c4", "ca"), ("c - a - s", "cas"), ("a..bc", "abc"),
            ] {
                for tail in [
                    "", " ", " đây là chữ thường và dài hơn sáu mươi tư ký tự để qua khỏi một bước của mặt nạ bit",
                ] {
                    let windows = disguiseWindows(String(repeating: "x", count: padding) + " " + text + tail)
                    #expect(windows.contains { $0.contains(meaning) }, "\(padding) \(text)")
                }
            }
        }
    }

    @Test(
        "For any text the stream is bounded, its windows stand in order, and unaltered bytes are those of the folded stream"
    )
    func properties() {
        var dice = Dice(21)
        let alphabet = Array("abcdnhi .-_*| 0134!@$\u{0}/:é🔥ก".unicodeScalars)
        for round in 0..<3_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...(round % 2 == 0 ? 30 : 200), using: &dice) {
                if let scalar = alphabet.randomElement(using: &dice) { text.append(scalar) }
            }
            let buffer = folded(Array(String(text).utf8))
            if round % 3 == 0 { buffer.appendBreak() }
            let low = Int.random(in: 0...buffer.count, using: &dice)
            let range = low..<Int.random(in: low...buffer.count, using: &dice)
            let bytes = disguise(buffer, range)
            #expect(bytes.count <= 2 * (range.count + 1))
            #expect(bytes.last.map { $0.byte == 0 } ?? true)
            #expect(bytes.allSatisfy { range.contains($0.position) || $0.byte == 0 && $0.position == range.upperBound })
            #expect(bytes.allSatisfy { $0.isAltered || $0.byte == 0 || $0.byte == buffer.bytes[$0.position] })
            for window in bytes.split(separator: DisguiseByte(byte: 0, marks: 0, position: -1, isAltered: false)) {
                #expect(!window.isEmpty)
            }
            let windows = bytes.split { $0.byte == 0 }
            #expect(windows.allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0.position < $1.position } })
        }
    }

    @Test("What is costliest is read in linear time")
    func worstCases() {
        for unit in [
            "1 ", "a ", "a.", "a1", "a1 ", "a-b", ".", "a|", "ab.c ", "1.", "a!", "@", "a@ x ", "x.1 ", "🔥", "a🔥",
            "y 1 ",
        ] {
            let buffer = folded(Array(String(repeating: unit, count: 160_000 / unit.utf8.count).utf8))
            let quarter = DisguiseBuffer()
            let whole = DisguiseBuffer()
            let quarterTime = cpuSeconds { quarter.append(windowsOf: buffer, range: 0..<buffer.count / 4) }
            let wholeTime = cpuSeconds { whole.append(windowsOf: buffer, range: 0..<buffer.count) }
            #expect(whole.count <= 2 * (buffer.count + 1))
            #expect(wholeTime < quarterTime * 10 + 0.02, "\(unit): \(quarterTime) \(wholeTime)")
        }
    }

    @Test("A stream that was looked over before gives the same windows")
    func lookedOver() {
        var dice = Dice(77)
        let words = [
            "nha cai", "n h a c a i", "c4 d0", "lo-de", "c.a d.o", "bong da", "8", "a", "x y", "@b", "12/2025",
        ]
        for _ in 0..<400 {
            let buffer = FoldBuffer()
            var ranges: [Range<Int>] = []
            for _ in 0..<Int.random(in: 1...12, using: &dice) {
                let start = buffer.count
                for _ in 0..<Int.random(in: 0...9, using: &dice) {
                    let word = (words.randomElement(using: &dice) ?? "") + (Bool.random(using: &dice) ? " " : ".")
                    Array(word.utf8).withUnsafeBufferPointer { buffer.append($0, sourceOffset: 0) }
                }
                // Long parts are cut in two without a break.
                let cut = Int.random(in: start...buffer.count, using: &dice)
                ranges += [start..<cut, cut..<buffer.count]
                buffer.appendBreak()
            }
            let plain = DisguiseBuffer()
            let informed = DisguiseBuffer()
            informed.lookOver(buffer)
            for range in ranges {
                plain.append(windowsOf: buffer, range: range)
                informed.append(windowsOf: buffer, range: range)
            }
            #expect(Array(informed.bytes) == Array(plain.bytes))
        }
    }
}
