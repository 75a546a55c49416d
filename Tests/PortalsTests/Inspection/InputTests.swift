import Foundation
import Testing

@testable import Portals

@Suite struct InputWalkerTests {
    private func walk(_ paths: [String]) -> (inputs: [String], failures: [String], skipped: Int) {
        var walker = InputWalker(paths: paths)
        var inputs: [String] = []
        var failures: [String] = []
        while let step = walker.next() {
            switch step {
            case .input(let input): inputs.append(input.path)
            case .failed(let path, _): failures.append(path)
            }
        }
        return (inputs, failures, walker.skippedCount)
    }

    @Test func foldersAreReadWithAllTheyHoldInOrder() throws {
        let scratch = try Scratch()
        for name in ["b/z.html", "b/a.txt", "a.htm", "c.xhtml", "d.warc.gz", "e.jsonl", "B.HTML"] {
            try scratch.write(name, "x")
        }
        let names = walk([scratch.path]).inputs.map { String($0.dropFirst(scratch.path.count + 1)) }
        #expect(names == ["B.HTML", "a.htm", "b/a.txt", "b/z.html", "c.xhtml", "d.warc.gz", "e.jsonl"])
    }

    @Test func otherFilesAreSkippedAndCounted() throws {
        let scratch = try Scratch()
        for name in ["a.doc", "b.rtf", "c.png", "d.md", "e.rar", "f.msg", "g", ".hidden.html"] {
            try scratch.write(name, "no page")
        }
        #expect(walk([scratch.path]).inputs.isEmpty)
        #expect(walk([scratch.path]).skipped == 7)
    }

    @Test func pagesUnderOtherNamesAreFoundByTheirFirstBytes() throws {
        let scratch = try Scratch()
        try scratch.write("index.php?id=7", "\u{FEFF}\n<!DOCTYPE html><p>")
        try scratch.write("trang-chu", "<HTML>")
        try scratch.write("index.aspx", "no page")
        let names = walk([scratch.path]).inputs.map { String($0.dropFirst(scratch.path.count + 1)) }
        #expect(names == ["index.php?id=7", "trang-chu"])
    }

    @Test func symbolicLinksInFoldersAreNotFollowed() throws {
        let scratch = try Scratch()
        try scratch.write("in/a.html", "x")
        try scratch.write("out/secret.html", "x")
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: scratch.path + "/in/away", withDestinationPath: scratch.path + "/out")
        try manager.createSymbolicLink(atPath: scratch.path + "/in/loop", withDestinationPath: scratch.path + "/in")
        try manager.createSymbolicLink(
            atPath: scratch.path + "/in/b.html", withDestinationPath: scratch.path + "/out/secret.html")
        let walked = walk([scratch.path + "/in"])
        #expect(walked.inputs == [scratch.path + "/in/a.html"])
        #expect(walked.skipped == 3)
        // What the user names is what he means.
        #expect(walk([scratch.path + "/in/away"]).inputs.count == 1)
    }

    @Test func whatIsNotThereIsTold() {
        #expect(walk(["/nowhere/x.html"]).failures == ["/nowhere/x.html"])
    }
}

@Suite struct InputTypeTests {
    @Test(arguments: [
        ("a.HTML", InputType.html, false), ("a.xhtml.gz", .html, true), ("a.b.txt", .text, false),
        ("x.warc.gz", .warc, true), ("rows.ndjson", .jsonLines, false), ("tin.pdf", .document, false),
        ("a.docx", .document, false), ("a.doc", .refused("DOC, ODT or RTF"), false), (".html", .unknown, false),
        ("noname", .unknown, false),
    ])
    func namesTellTheType(name: String, type: InputType, isCompressed: Bool) {
        #expect(InputType.named(name).type == type)
        #expect(InputType.named(name).isCompressed == isCompressed)
    }

    @Test(arguments: [
        ("%PDF-1.7", InputType.document), ("PK\u{3}\u{4}", .document), ("WARC/1.0\r\n", .warc),
        (" \n{\"a\":1}", .jsonLines), ("xin chào <b>", .html), ("a < b, c > d", .text), ("", .text),
        ("a\u{0}b", .unknown),
    ])
    func firstBytesTellTheType(head: String, type: InputType) {
        #expect(Array(head.utf8).withUnsafeBufferPointer { InputType.sniffed($0) } == type)
    }
}

@Suite struct LineChunkerTests {
    @Test(arguments: [1, 2, 3, 10, 1_000])
    func chunksJoinToTheSourceAndEndAtLines(chunkBytes: Int) throws {
        var generator = SplitMix(seed: UInt64(chunkBytes))
        let bytes = (0..<2_000).map { _ in
            Int.random(in: 0..<8, using: &generator) == 0 ? 10 : UInt8.random(in: 97...122, using: &generator)
        }
        let scratch = try Scratch()
        let file = try scratch.write("lines", bytes)
        var chunker = LineChunker(try FileSource(path: file), chunkBytes: chunkBytes, maxLineBytes: 1_000)
        var joined: [UInt8] = []
        while let chunk = try chunker.next() {
            guard case .lines(let part, let firstLine) = chunk else {
                Issue.record("no line is too long")
                return
            }
            #expect(firstLine == joined.filter { $0 == 10 }.count + 1)
            joined += part
            #expect(part.last == 10 || joined.count == bytes.count)
        }
        #expect(joined == bytes)
    }

    @Test func anOverlongLineIsPassedOverAndTold() throws {
        let scratch = try Scratch()
        let file = try scratch.write("lines", "a\n" + String(repeating: "x", count: 50_000) + "\nb\n")
        var chunker = LineChunker(try FileSource(path: file), chunkBytes: 64, maxLineBytes: 1_000)
        var seen: [String] = []
        while let chunk = try chunker.next() {
            switch chunk {
            case .lines(let bytes, let firstLine): seen.append("\(firstLine):\(String(decoding: bytes, as: UTF8.self))")
            case .overlong(let line, let byteCount): seen.append("\(line) has \(byteCount)")
            }
        }
        #expect(seen == ["1:a\n", "2 has 50000", "3:b\n"])
    }
}
