import Knowledge
import Testing

@Suite struct TSVReaderTests {
    private enum Fruit: String, CaseIterable { case apple, pear }

    @Test func rowsCarryTheirLineAndTheirFields() throws {
        let scratch = try Scratch()
        let file = try scratch.write("a.tsv", "# note\n\nterm\tweight\nmột\t1.5\n\n# more\nhai\t-2\r\n")
        var diagnostics = Diagnostics()
        let table = try #require(TSVReader().read(file, required: ["term"], &diagnostics))
        #expect(diagnostics.all.isEmpty)
        #expect(table.columns == ["term", "weight"])
        #expect(table.rows.map(\.line) == [4, 7])
        #expect(table.rows.map { $0["term"] } == ["một", "hai"])
        #expect(table.rows.map { $0.double("weight", &diagnostics) } == [1.5, -2])
    }

    /// However a number is written, it is the one that the standard library reads.
    @Test func numbersAreReadToTheLastBit() throws {
        let scratch = try Scratch()
        let texts =
            [
                "0", "-0", "1", "-7.25", "0.1", "1e3", "-3.5e-2", "00.50", "123456789.012345", "123456789.1234567",
                "0x10",
            ]
            + (0..<2_000).map { "\($0 % 3 == 0 ? "-" : "")\($0 / 7).\($0 &* 7_919 % 100_000)" }
        let file = try scratch.write("a.tsv", "weight\n" + texts.joined(separator: "\n") + "\n")
        var diagnostics = Diagnostics()
        let table = try #require(TSVReader().read(file, &diagnostics))
        let read = table.rows.map { $0.double("weight", &diagnostics)?.bitPattern }
        #expect(read == texts.map { Double($0)?.bitPattern })
        #expect(diagnostics.all.isEmpty)
    }

    @Test(arguments: ["", ".", "-", "1.", ".5.", "1.2.3", "1-2", "zwei", "١"])
    func whatIsNoNumberIsAFault(text: String) throws {
        let scratch = try Scratch()
        let file = try scratch.write("a.tsv", "term\tweight\na\t\(text)\n")
        var diagnostics = Diagnostics()
        let table = try #require(TSVReader().read(file, &diagnostics))
        #expect(table.rows.first?.double("weight", &diagnostics) == Double(text))
        #expect(diagnostics.all.isEmpty == (Double(text) != nil))
    }

    @Test func everyFaultIsReportedWithItsLineAndColumn() throws {
        let scratch = try Scratch()
        let file = try scratch.write(
            "a.tsv", "term\tweight\tfruit\na\tx\tapple\nb\t2\tplum\n\t3\tpear\nc\t1\tpear\t9\n")
        var diagnostics = Diagnostics()
        let table = try #require(TSVReader().read(file, &diagnostics))
        for row in table.rows {
            _ = row.text("term", &diagnostics)
            _ = row.double("weight", &diagnostics)
            _ = row.oneOf("fruit", Fruit.self, &diagnostics)
        }
        #expect(
            diagnostics.all.map(\.description) == [
                "\(file):5:4: error: 4 fields where there are 3 columns (a field must not hold a tab)",
                "\(file):2:2: error: 'weight' is not a number: 'x' (write it as 1.25)",
                "\(file):3:3: error: 'fruit' is 'plum' (one of apple, pear)",
                "\(file):4:1: error: 'term' is empty (fill the field in or remove the row)",
            ])
    }

    @Test func badBytesAreLeftOutAndTheRestIsRead() throws {
        let scratch = try Scratch()
        let file = try scratch.write("a.tsv", Array("k\n".utf8) + [0xFF, 0x41, 10, 0x61, 0, 10] + Array("good\n".utf8))
        var diagnostics = Diagnostics()
        let table = try #require(TSVReader().read(file, &diagnostics))
        #expect(table.rows.map { $0["k"] } == ["good"])
        #expect(diagnostics.all.map(\.line) == [2, 3])
        #expect(diagnostics.errorCount == 2)
    }

    @Test func anOverlongLineIsCutAndTheNextOneIsWhole() throws {
        let scratch = try Scratch()
        let long = String(repeating: "x", count: 1_000_000)
        let file = try scratch.write("a.tsv", "k\n\(long)\nnext\n")
        var limits = TSVReader.Limits()
        limits.maxLineBytes = 100
        var diagnostics = Diagnostics()
        let table = try #require(TSVReader(limits: limits).read(file, &diagnostics))
        #expect(table.rows.map { $0["k"] } == ["next"])
        #expect(diagnostics.all.map(\.line) == [2])
    }

    @Test(arguments: [
        "một\u{2013}hai\t赌场\té", "ไทย\t\u{1F600}\t", "a\u{300}\tb\tc", "\u{7FF}\t\u{1E00}\u{1EFF}\t\u{2FF}",
    ])
    func fieldsOfAllScriptsAreReadAsTheyStand(line: String) throws {
        let scratch = try Scratch()
        let file = try scratch.write("a.tsv", "a\tb\tc\n\(line)\n")
        var diagnostics = Diagnostics()
        let row = try #require(TSVReader().read(file, &diagnostics)?.rows.first)
        let fields = ["a", "b", "c"].map { Array((row[$0] ?? "").utf8) }
        #expect(fields == line.utf8.split(separator: 9, omittingEmptySubsequences: false).map(Array.init))
        #expect(diagnostics.all.isEmpty)
    }

    @Test(arguments: [
        [0xC2], [0xC1, 0x80], [0xE1, 0xBA], [0xE1, 0xBA, 0x41], [0xC3, 0x41], [0xE0, 0x80, 0x80], [0xF5],
    ])
    func malformedBytesAreAFaultWhereverTheyStand(bytes: [UInt8]) throws {
        let scratch = try Scratch()
        let file = try scratch.write("a.tsv", Array("k\nbefore".utf8) + bytes + Array("\n".utf8) + bytes)
        var diagnostics = Diagnostics()
        #expect(TSVReader().read(file, &diagnostics)?.rows.isEmpty == true)
        #expect(diagnostics.all.map(\.line) == [2, 3])
    }

    @Test func rowsAndBytesAreCapped() throws {
        let scratch = try Scratch()
        let file = try scratch.write("a.tsv", "k\n" + String(repeating: "v\n", count: 100))
        var limits = TSVReader.Limits()
        limits.maxRows = 10
        var diagnostics = Diagnostics()
        #expect(TSVReader(limits: limits).read(file, &diagnostics)?.rows.count == 10)
        #expect(diagnostics.all.map(\.line) == [12])
    }

    @Test func aMissingColumnNamesTheLineOfTheHeader() throws {
        let scratch = try Scratch()
        let file = try scratch.write("a.tsv", "# c\nterm\tterm\nx\ty\n")
        var diagnostics = Diagnostics()
        #expect(TSVReader().read(file, required: ["term", "weight"], &diagnostics) == nil)
        #expect(
            diagnostics.all.map(\.description) == [
                "\(file):2:2: error: the column 'term' is named twice",
                "\(file):2: error: the column 'weight' is missing (this file has the columns term, weight)",
            ])
    }

    @Test func aFileThatIsNotThereIsAFault() {
        var diagnostics = Diagnostics()
        #expect(TSVReader().read("/nowhere/a.tsv", &diagnostics) == nil)
        #expect(diagnostics.all.first?.message == "No such file or directory")
    }

    @Test func noPrefixOfAFileCrashesTheReader() throws {
        let scratch = try Scratch()
        let bytes = [0xEF, 0xBB, 0xBF] + Array("term\tweight\r\nmột\t1\n# c\n\nhai\t2".utf8)
        for count in 0...bytes.count {
            let file = try scratch.write("p.tsv", Array(bytes.prefix(count)))
            var diagnostics = Diagnostics()
            let table = TSVReader().read(file, &diagnostics)
            #expect((table?.rows.count ?? 0) <= 2)
        }
        var diagnostics = Diagnostics()
        let whole = try scratch.write("p.tsv", bytes)
        #expect(TSVReader().read(whole, required: ["term"], &diagnostics)?.rows.count == 2)
    }

    @Test(arguments: [1, 2, 3, 7, 64])
    func linesAreTheSameForEveryCap(cap: Int) throws {
        let scratch = try Scratch()
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<5_000).map { _ in [10, 13, 97, 98, 99][Int(generator.next(upperBound: 5 as UInt))] as UInt8 }
        let file = try scratch.write("r", bytes)
        var expected = bytes.split(separator: 10, omittingEmptySubsequences: false).map { line in
            Array((line.last == 13 ? line.dropLast() : line).prefix(cap))
        }
        if expected.last == [] && bytes.last == 10 { expected.removeLast() }
        let reader = try LineReader(path: file, maxLineBytes: cap)
        var lines: [[UInt8]] = []
        while let line = try reader.next({ Array($0) }) { lines.append(line) }
        // A carriage return may stay where the cap cut the line before its end.
        #expect(lines.count == expected.count)
        #expect(zip(lines, expected).allSatisfy { $0 == $1 || $0.starts(with: $1) })
        #expect(reader.lineNumber == expected.count)
    }
}
