import Testing

@testable import Unpack

@Suite struct ZipReaderTests {
    private static func archive(_ body: String) throws -> [UInt8] {
        try python(
            """
            import zipfile, io, sys
            out = io.BytesIO()
            \(body)
            sys.stdout.buffer.write(out.getvalue())
            """)
    }

    private static let plain = Result {
        try archive(
            """
            with zipfile.ZipFile(out, 'w') as z:
                z.writestr('a.html', b'<p>mot</p>' * 300, zipfile.ZIP_DEFLATED)
                z.writestr('b/', b'')
                z.writestr('b/c.txt', b'hai', zipfile.ZIP_STORED)
                z.writestr('thong-b\\u00e1o.txt', b'', zipfile.ZIP_DEFLATED)
                z.comment = b'PK\\x05\\x06 a comment'
            """)
    }

    private func contents(_ bytes: [UInt8], limits: UnpackLimits = .standard) throws -> [[UInt8]] {
        let reader = try ZipReader(MemoryStore(bytes), limits: limits)
        return try reader.members.map { try reader.unpack($0) }
    }

    private func code(_ work: () throws -> Void) -> UnpackError.Code? {
        do {
            try work()
            return nil
        } catch {
            return (error as? UnpackError)?.code
        }
    }

    private let expected = [Array(repeating: ascii("<p>mot</p>"), count: 300).flatMap { $0 }, [], ascii("hai"), []]

    @Test func pythonsArchiveIsRead() throws {
        let reader = try ZipReader(MemoryStore(Self.plain.get()))
        #expect(reader.members.map(\.name) == ["a.html", "b/", "b/c.txt", "thong-báo.txt"].map(ascii))
        #expect(reader.members.map(\.isDirectory) == [false, true, false, false])
        #expect(reader.members.map(\.isUTF8) == [false, false, false, true])
        #expect(reader.members.allSatisfy { $0.nameFaults.isEmpty && !$0.isEncrypted })
        #expect(try reader.members.map { try reader.unpack($0) } == expected)
        #expect(reader.totalOut == 3003)
    }

    @Test func bytesBeforeTheArchiveAreSkipped() throws {
        #expect(try contents(prose(777) + Self.plain.get()) == expected)
    }

    @Test func sizesInDataDescriptorsAndZip64FieldsAreRead() throws {
        let bytes = try Self.archive(
            """
            class Pipe:
                def write(self, b): return out.write(b)
                def flush(self): pass
            with zipfile.ZipFile(Pipe(), 'w') as z:
                with z.open(zipfile.ZipInfo('wide'), 'w', force_zip64=True) as f: f.write(b'rong' * 9)
                z.writestr('narrow', b'hep', zipfile.ZIP_DEFLATED)
            """)
        #expect(try contents(bytes) == [Array(repeating: ascii("rong"), count: 9).flatMap { $0 }, ascii("hep")])
    }

    @Test func aZip64DirectoryIsRead() throws {
        let bytes = try Self.archive(
            """
            zipfile.ZIP_FILECOUNT_LIMIT = 2
            with zipfile.ZipFile(out, 'w') as z:
                for n in range(5): z.writestr(f'{n}', b'x' * n)
            """)
        #expect(bytes.indices.dropLast(4).contains { bytes[$0...].starts(with: [0x50, 0x4B, 6, 6]) })
        #expect(try contents(bytes).map(\.count) == [0, 1, 2, 3, 4])
        #expect(try contents([1, 2, 3] + bytes).map(\.count) == [0, 1, 2, 3, 4])
    }

    private static let names: [(String, ZipMember.NameFaults)] = [
        ("../x", .parent), ("a/../../x", .parent), ("/etc/x", .absolute), ("C:x", .absolute),
        ("a\\b", .backslash), ("..\\x", [.backslash, .parent]), ("a\u{1}", .control), ("", .empty), ("a..b/...", []),
    ]

    @Test(arguments: names)
    func tricksInNamesAreReported(name: String, faults: ZipMember.NameFaults) {
        #expect(ZipMember.faults(of: ascii(name)) == faults)
    }

    /// Byte offsets of all local and central headers.
    private func headers(_ bytes: [UInt8], _ signature: [UInt8]) -> [Int] {
        bytes.indices.filter { bytes[$0...].starts(with: signature) }
    }

    @Test func encryptedMembersAndOtherMethodsAreRefused() throws {
        var bytes = try Self.plain.get()
        let central = headers(bytes, [0x50, 0x4B, 1, 2])
        bytes[central[0] + 8] |= 1
        bytes[central[2] + 10] = 99
        let reader = try ZipReader(MemoryStore(bytes))
        #expect(code { _ = try reader.unpack(reader.members[0]) } == .encrypted)
        #expect(code { _ = try reader.unpack(reader.members[2]) } == .unsupportedMethod)
        #expect(try reader.unpack(reader.members[1]).isEmpty)
    }

    @Test func membersThatShareBytesAreRefused() throws {
        var bytes = try Self.plain.get()
        let central = headers(bytes, [0x50, 0x4B, 1, 2])
        // The third member claims to begin where the first does.
        for index in 42..<46 { bytes[central[2] + index] = bytes[central[0] + index] }
        #expect(code { _ = try ZipReader(MemoryStore(bytes)) } == .overlappingMembers)
    }

    @Test func aMemberThatReachesIntoTheNextIsRefused() throws {
        var bytes = try Self.plain.get()
        let local = headers(bytes, [0x50, 0x4B, 3, 4])
        // A local header that claims a longer extra field pushes the data over the border.
        bytes[local[2] + 28] = 200
        let reader = try ZipReader(MemoryStore(bytes))
        #expect(code { _ = try reader.unpack(reader.members[2]) } == .overlappingMembers)
    }

    @Test func liesAboutSizeAndChecksumAreFound() throws {
        let bytes = try Self.plain.get()
        let central = headers(bytes, [0x50, 0x4B, 1, 2])
        for (offset, expected) in [(24, UnpackError.Code.sizeMismatch), (16, .badChecksum)] {
            for change in [UInt8(1), 0x80] {
                var changed = bytes
                changed[central[0] + offset] ^= change
                let reader = try ZipReader(MemoryStore(changed))
                #expect(code { _ = try reader.unpack(reader.members[0]) } == expected)
            }
        }
    }

    @Test func oneBudgetCoversAllMembers() throws {
        let bytes = try Self.plain.get()
        #expect(try contents(bytes, limits: UnpackLimits(maxOutputBytes: 3003)) == expected)
        #expect(code { _ = try contents(bytes, limits: UnpackLimits(maxOutputBytes: 3002)) } == .outputTooLarge)
        #expect(code { _ = try contents(bytes, limits: UnpackLimits(maxOutputBytes: 2999)) } == .outputTooLarge)
        #expect(code { _ = try contents(bytes, limits: UnpackLimits(maxMembers: 3)) } == .tooManyMembers)
    }

    @Test func aBombInAMemberStops() throws {
        let bytes = try Self.archive(
            """
            with zipfile.ZipFile(out, 'w') as z: z.writestr('a', bytes(20 << 20), zipfile.ZIP_DEFLATED)
            """)
        let reader = try ZipReader(MemoryStore(bytes))
        #expect(code { _ = try reader.unpack(reader.members[0]) } == .ratioTooHigh)
        #expect(reader.totalOut <= (1 << 20) + (1 << 16))
    }

    @Test func everyPrefixIsRefused() throws {
        let bytes = try Self.plain.get()
        for length in 0..<bytes.count {
            #expect(throws: UnpackError.self) { try contents(Array(bytes[..<length])) }
        }
    }

    @Test func mutationsEndInOrder() throws {
        var random = Seeded(22)
        let bytes = try Self.plain.get()
        let tail = bytes.count - 400
        for round in 0..<3000 {
            // Two in three fall into the directory, where all the numbers are.
            let changed =
                round % 3 == 0
                ? mutated(bytes, &random) : Array(bytes[..<tail]) + mutated(Array(bytes[tail...]), &random)
            let fault = code { _ = try contents(changed, limits: UnpackLimits(maxOutputBytes: 100_000)) }
            #expect(fault == nil || fault != .noMemory)
        }
    }
}
