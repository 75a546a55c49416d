import Testing

@testable import VietText

@Suite("Encodings")
struct EncodingTests {
    static let oneByte: [(TextEncoding, String)] = [
        (.windows1252, "CP1252"), (.windows1258, "CP1258"), (.tcvn3, "TCVN"), (.viscii, "VISCII"),
    ]
    static let vietnamese = """
        Ủy ban nhân dân tỉnh thông báo: kết quả xổ số kiến thiết, công an triệt phá đường dây đánh bạc qua mạng.
        Người dân cần cảnh giác trước những lời mời gọi chơi tài xỉu, xóc đĩa, cá độ bóng đá trên không gian mạng.
        """

    func iconv(_ bytes: [UInt8], from: String, to: String) throws -> (output: [UInt8], status: Int32) {
        try run("iconv", ["-f", from, "-t", to], input: bytes)
    }

    func scalars(_ utf8: [UInt8]) -> [UInt32] { String(decoding: utf8, as: UTF8.self).unicodeScalars.map(\.value) }

    /// Decomposed, each row of marks in the order of their numbers: iconv composes ö with a tilde to ṏ, which Unicode
    /// holds for õ with a diaeresis.
    func marksSorted(_ scalars: [UInt32]) -> [UInt32] {
        var result = Normalizer.nfd(scalars)
        var start = 0
        for end in 0...result.count where end == result.count || !(0x300...0x36F).contains(result[end]) {
            result[start..<end].sort()
            start = end + 1
        }
        return result
    }

    @Test("Every single byte reads as iconv reads it", arguments: oneByte)
    func everyByte(encoding: TextEncoding, name: String) throws {
        for byte in UInt8.min...UInt8.max {
            let ours = Transcoder.transcode([byte], from: encoding)
            let theirs = try iconv([byte], from: name, to: "UTF-8")
            if theirs.status == 0 {
                #expect(ours.utf8 == theirs.output && ours.replacements == 0, "byte \(byte)")
            } else {
                #expect(scalars(ours.utf8) == [0xFFFD] && ours.replacements == 1, "byte \(byte)")
            }
        }
    }

    @Test("Random bytes read as iconv reads them, up to composition", arguments: oneByte)
    func randomBytes(encoding: TextEncoding, name: String) throws {
        var dice = Dice(7)
        let known = (UInt8.min...UInt8.max).filter { Transcoder.transcode([$0], from: encoding).replacements == 0 }
        let bytes = (0..<100_000).compactMap { _ in known.randomElement(using: &dice) }
        let ours = Transcoder.transcode(bytes, from: encoding)
        let theirs = try iconv(bytes, from: name, to: "UTF-8")
        #expect(theirs.status == 0)
        #expect(marksSorted(scalars(ours.utf8)) == marksSorted(scalars(theirs.output)))
        #expect(ours.replacements == 0)
    }

    @Test(
        "Vietnamese text comes back from every encoding, and is detected without a declaration",
        arguments: [
            (TextEncoding.windows1258, "CP1258"), (.tcvn3, "TCVN"), (.viscii, "VISCII"), (.utf16le, "UTF-16LE"),
            (.utf16be, "UTF-16BE"), (.utf8, "UTF-8"),
        ])
    func roundTrip(encoding: TextEncoding, name: String) throws {
        let encoded = try iconv(Array(Self.vietnamese.utf8), from: "UTF-8", to: name)
        try #require(encoded.status == 0)
        let text = Transcoder.transcode(encoded.output, from: encoding)
        #expect(Normalizer.nfc(scalars(text.utf8)) == scalars(Array(Self.vietnamese.utf8)))
        #expect(fold([text.utf8]).bytes == fold(Self.vietnamese).bytes)
        #expect(fold([text.utf8]).marks == fold(Self.vietnamese).marks)
        #expect(EncodingDetector.detect(encoded.output, declared: nil) == encoding)
        #expect(EncodingDetector.detect(encoded.output, declared: .windows1252) == encoding)
        #expect(EncodingDetector.detect(encoded.output, declared: encoding) == encoding)
    }

    @Test("Four Vietnamese words are enough to tell the encoding", arguments: ["CP1258", "TCVN", "VISCII"])
    func shortTexts(name: String) throws {
        let expected: [String: TextEncoding] = ["CP1258": .windows1258, "TCVN": .tcvn3, "VISCII": .viscii]
        for text in [
            "cá độ bóng đá", "Xổ số kiến thiết Hà Nội", "đường dây đánh bạc", "Nhà cái uy tín hàng đầu",
            "Tài xỉu đổi thưởng",
        ] {
            let encoded = try iconv(Array(text.utf8), from: "UTF-8", to: name)
            #expect(EncodingDetector.detect(encoded.output, declared: nil) == expected[name], "\(text)")
        }
    }

    @Test("Other Latin text stays windows-1252")
    func french() throws {
        for text in [
            "Très déçu: l’été dernier, où étiez-vous? Ça va être fêté à l’hôtel du château, près de la forêt.",
            "Übermäßig große Straßen für Fußgänger und Züge in Köln", "“quoted” – text…",
        ] {
            let encoded = try iconv(Array(text.utf8), from: "UTF-8", to: "CP1252")
            #expect(EncodingDetector.detect(encoded.output, declared: nil) == .windows1252, "\(text)")
        }
    }

    @Test("UTF-16 reads as iconv reads it, surrogate pairs too")
    func utf16() throws {
        let text = samples.joined(separator: "\n") + "😀"
        for (encoding, name) in [(TextEncoding.utf16le, "UTF-16LE"), (.utf16be, "UTF-16BE")] {
            let encoded = try iconv(Array(text.utf8), from: "UTF-8", to: name).output
            #expect(Transcoder.transcode(encoded, from: encoding).utf8 == Array(text.utf8))
            let marked = (encoding == .utf16le ? [0xFF, 0xFE] : [0xFE, 0xFF]) + encoded
            let read = Transcoder.transcode(marked, from: encoding)
            #expect(read.utf8 == Array(text.utf8))
            #expect(read.origins.sourceRange(of: 0) == 2..<4)
            #expect(EncodingDetector.detect(marked, declared: .utf8) == encoding)
        }
        let broken = Transcoder.transcode([0x00, 0xD8, 0x41, 0x00, 0x00, 0xDC, 0x42], from: .utf16le)
        #expect(scalars(broken.utf8) == [0xFFFD, 0x41, 0xFFFD, 0xFFFD])
        #expect(broken.replacements == 3)
    }

    @Test("Every position leads back to bytes that read the same by themselves", arguments: TextEncoding.allCases)
    func origins(encoding: TextEncoding) {
        var dice = Dice(11)
        for count in [0, 1, 2, 3, 63, 64, 65, 1_000] {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &dice) }
            let text = Transcoder.transcode(bytes, from: encoding)
            let ranges = text.utf8.indices.map { text.origins.sourceRange(of: $0) }
            #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.lowerBound <= $1.lowerBound })
            let faults = text.utf8.indices.filter { position in
                let range = ranges[position]
                if range.isEmpty || range.upperBound > count { return true }
                let alone = encoding == .utf8 ? [] : Transcoder.transcode(Array(bytes[range]), from: encoding).utf8
                return !(alone.isEmpty || alone.contains(text.utf8[position]))
            }
            #expect(faults.isEmpty)
            #expect(text.origins.sourceRange(of: text.utf8.count).upperBound == count)
            if count > 2, encoding != .utf8, !text.utf8.isEmpty {
                #expect(text.origins.sourceRange(of: 0..<text.utf8.count).upperBound == count)
            }
        }
    }

    @Test("Declarations are followed unless the bytes contradict them")
    func declarations() {
        let utf8 = Array(Self.vietnamese.utf8)
        #expect(EncodingDetector.detect(utf8, declared: .windows1252) == .utf8)
        #expect(EncodingDetector.detect(utf8, declared: .utf16le) == .utf8)
        #expect(EncodingDetector.detect(utf8, declared: .tcvn3) == .utf8)
        #expect(EncodingDetector.detect(utf8 + [0xFF], declared: nil) == .utf8)
        #expect(EncodingDetector.detect(Array(utf8.dropLast(1)) + [0xE1, 0xBB], declared: nil) == .utf8)
        #expect(EncodingDetector.detect([0xEF, 0xBB, 0xBF, 0xE9], declared: .tcvn3) == .utf8)
        #expect(EncodingDetector.detect(Array("plain".utf8), declared: nil) == .utf8)
        #expect(EncodingDetector.detect(Array("plain".utf8), declared: .viscii) == .viscii)
        #expect(EncodingDetector.detect([], declared: nil) == .utf8)
    }

    @Test("Charset names are known in all their spellings")
    func labels() {
        #expect(TextEncoding(label: " UTF-8 ") == .utf8)
        #expect(TextEncoding(label: "x-TCVN") == .tcvn3)
        #expect(TextEncoding(label: "tcvn5712") == .tcvn3)
        #expect(TextEncoding(label: "Windows-1258") == .windows1258)
        #expect(TextEncoding(label: "VISCII") == .viscii)
        #expect(TextEncoding(label: "iso-8859-1") == .windows1252)
        #expect(TextEncoding(label: "utf-16") == .utf16le)
        #expect(TextEncoding(label: "") == nil)
        #expect(TextEncoding(label: "klingon") == nil)
    }

    @Test("No bytes crash the detector or the transcoder")
    func hostileBytes() {
        var dice = Dice(3)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...200, using: &dice)).map { _ in UInt8.random(in: 0...255, using: &dice) }
            for declared in [nil] + TextEncoding.allCases.map(Optional.some) {
                let encoding = EncodingDetector.detect(bytes, declared: declared)
                let text = Transcoder.transcode(bytes, from: encoding)
                #expect(text.utf8.count <= 3 * bytes.count)
            }
        }
    }
}
