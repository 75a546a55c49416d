import Foundation
import Markup
import PlantedContent
import Testing
import VietText

/// What a verdict says stands in the source stands there, byte for byte.
struct EvidenceTests {
    private let rules = ShippedPack.rules

    private func inspect(_ source: [UInt8], charset: String? = nil) -> Verdict {
        ShippedPack.inspect(source, charset: charset)
    }

    /// Faults of one verdict; empty when all of its evidence holds.
    private func faults(_ source: [UInt8], _ found: Verdict) -> [String] {
        var faults: [String] = []
        func check(_ what: String, _ text: String, _ start: Int, _ end: Int, isDecoded: Bool) {
            guard start >= 0, start < end, end <= source.count else {
                faults.append("\(what): no range \(start)..<\(end) of \(source.count)")
                return
            }
            if text.isEmpty { return faults.append("\(what): no text at \(start)..<\(end)") }
            guard !isDecoded else { return }
            let slice = Array(source[start..<end])
            let encoding = TextEncoding(rawValue: found.encoding) ?? .utf8
            let utf8 = encoding == .utf8 ? slice : Transcoder.transcode(slice, from: encoding).utf8
            let expected = letters(folded(Array(text.utf8)))
            if what == "block data" {
                // Between the strings of a JSON document stand its names and signs, as tags do in a page.
                if !holdsWords(of: text, in: String(decoding: utf8, as: UTF8.self)) {
                    faults.append("\(what) \(start)..<\(end): not the words of ‘\(text)’")
                }
                return
            }
            // As a page; where tags are text, as in a title that was never closed; where nothing is decoded.
            let readings = [read(utf8), read(Array("<title>".utf8) + utf8), folded(utf8)]
            if !readings.contains(where: { letters($0) == expected }) {
                faults.append("\(what) \(start)..<\(end): ‘\(String(decoding: utf8, as: UTF8.self))’ is not ‘\(text)’")
            }
        }
        for finding in found.findings {
            let zone = finding.zone
            check("block \(zone)", finding.text, finding.start, finding.end, isDecoded: finding.isDecoded)
            for term in finding.terms {
                check("\(zone) \(term.rule)", term.text, term.start, term.end, isDecoded: term.isDecoded)
            }
        }
        return faults
    }

    private func holdsWords(of text: String, in source: String) -> Bool {
        var rest = source[...]
        for word in text.split(separator: " ") {
            guard let range = rest.firstRange(of: word) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }

    /// Mark-up read as a page, all text of it folded.
    private func read(_ utf8: [UInt8]) -> [UInt8] {
        let view = PageView()
        let buffer = FoldBuffer(table: rules.foldTable)
        utf8.withUnsafeBufferPointer { source in
            view.build(html: source)
            for block in view.blocks where block.place != .attribute && block.place != .script {
                for piece in view.pieces[Int(block.pieceStart)..<Int(block.pieceEnd)] {
                    switch piece.kind {
                    case .raw:
                        buffer.append(
                            UnsafeBufferPointer(rebasing: source[Int(piece.start)..<Int(piece.end)]),
                            sourceOffset: piece.start)
                    case .scalar:
                        buffer.append(scalar: piece.scalar, sourceStart: piece.start, sourceEnd: piece.end)
                    case .derived:
                        view.derived[Int(piece.derivedStart)..<Int(piece.derivedEnd)].withUnsafeBufferPointer {
                            buffer.append(derived: $0, sourceStart: piece.start, sourceEnd: piece.end)
                        }
                    }
                }
                buffer.appendBreak()
            }
        }
        return Array(buffer.bytes)
    }

    private func folded(_ utf8: [UInt8]) -> [UInt8] {
        let buffer = FoldBuffer(table: rules.foldTable)
        utf8.withUnsafeBufferPointer { buffer.append($0, sourceOffset: 0) }
        return Array(buffer.bytes)
    }

    /// White space and breaks between blocks do not count.
    private func letters(_ folded: [UInt8]) -> [UInt8] { folded.filter { $0 > 0x20 } }

    private func page(_ text: String) -> [UInt8] {
        Array(
            """
            <!DOCTYPE html><html lang="vi"><body><main><p>Lịch tiếp công dân tuần này.</p></main>
            <div style="display:none"><p>\(text)</p></div></body></html>
            """.utf8)
    }

    @Test(arguments: StagedPage.all)
    func theEvidenceOfAStagedPageIsExact(page: StagedPage) {
        let source = page.bytes
        let found = inspect(source)
        let faults = faults(source, found)
        #expect(faults.isEmpty, "\(found.encoding): \(faults.prefix(3))")
    }

    @Test(arguments: Disguise.allCases)
    func theEvidenceOfADisguisedAdvertIsExact(disguise: Disguise) {
        var findings = 0
        for text in OwnSentences.adverts {
            let source = page(disguise.apply(to: text))
            let found = inspect(source)
            findings += found.findings.count
            let faults = faults(source, found)
            #expect(faults.isEmpty, "\(faults.prefix(3))")
        }
        #expect(findings > 20)
    }

    @Test func theEvidenceOfAMutatedPageIsExact() {
        var random = SeededBytes(23)
        let sources = StagedPage.all.filter { $0.expected != "clean" }.map(\.bytes) + OwnSentences.adverts.map(page)
        var findings = 0
        var all: [String] = []
        for round in 0..<1_200 {
            var source = sources[round % sources.count]
            for _ in 0..<Int.random(in: 1...8, using: &random) { random.mutate(&source) }
            let found = inspect(source)
            findings += found.findings.count
            all += faults(source, found).map { "round \(round), \(found.encoding): \($0)" }
        }
        #expect(findings > 500)
        #expect(all.isEmpty, "\(all.count) of \(findings): \(all.prefix(6).joined(separator: "\n"))")
    }

    @Test(arguments: [
        ("CP1258", "windows-1258", [UInt8]()), ("TCVN5712-1", "tcvn3", []), ("VISCII", "viscii", []),
        ("UTF-16LE", "utf-16le", [0xFF, 0xFE]), ("UTF-16BE", "utf-16be", [0xFE, 0xFF]),
    ])
    func theEvidenceInOtherEncodingsIsExact(name: String, charset: String, mark: [UInt8]) throws {
        var findings = 0
        for sentences in stride(from: 0, to: OwnSentences.adverts.count, by: 4).map({
            OwnSentences.adverts[$0..<$0 + 4]
        }) {
            for declared in [charset, nil] {
                let text = sentences.joined(separator: ".</p>\n<p>Mời <b>xem</b> &#273;ây: ")
                let source = mark + (try iconv(page(text), to: name))
                let found = inspect(source, charset: declared)
                #expect(found.tier >= .review)
                #expect(found.encoding != "utf8")
                findings += found.findings.count
                let faults = faults(source, found)
                #expect(faults.isEmpty, "\(found.encoding): \(faults.prefix(3))")
            }
        }
        #expect(findings > 16)
    }

    private func iconv(_ bytes: [UInt8], to encoding: String) throws -> [UInt8] {
        let scratch = try Scratch()
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["iconv", "-f", "UTF-8", "-t", encoding, try scratch.write("page", bytes)]
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return Array(data)
    }
}
