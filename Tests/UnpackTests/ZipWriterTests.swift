import CZlib
import Foundation
import Testing

@testable import Unpack

@Suite struct ZipWriterTests {
    private static let members: [(String, [UInt8])] = [
        ("[Content_Types].xml", prose(5_000)), ("thư mục/báo cáo.xml", []), ("a", prose(300_000, seed: 2)),
        ("b", [UInt8](repeating: 0, count: 1 << 20)),
    ]

    private func archive() throws -> [UInt8] {
        let zip = try ZipWriter()
        for (name, bytes) in Self.members { try zip.add(name, bytes) }
        try zip.finish()
        return zip.takeReady()
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let reader = try ZipReader(MemoryStore(archive()), limits: UnpackLimits(maxRatio: .max))
        #expect(reader.members.map { String(decoding: $0.name, as: UTF8.self) } == Self.members.map(\.0))
        #expect(reader.members.allSatisfy { $0.isUTF8 && $0.method == 8 })
        #expect(try reader.members.map { try reader.unpack($0) } == Self.members.map(\.1))
    }

    @Test func theSameMembersGiveTheSameBytesHoweverTheyCome() throws {
        let zip = try ZipWriter()
        var pieces: [UInt8] = []
        for (name, bytes) in Self.members {
            zip.begin(name)
            for start in stride(from: 0, to: bytes.count, by: 7_777) {
                zip.write(Array(bytes[start..<min(start + 7_777, bytes.count)]))
                #expect(zip.takeReady().isEmpty)
            }
            try zip.end()
            pieces += zip.takeReady()
        }
        try zip.finish()
        let rest = zip.takeReady()
        #expect(pieces + rest == (try archive()))
        #expect(zip.takeReady().isEmpty)
    }

    @Test func pythonReadsWhatIsWritten() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("vonggac-zip-\(UUID().uuidString).zip")
        defer { try? FileManager.default.removeItem(at: path) }
        try Data(archive()).write(to: path)
        let seen = try python(
            """
            import zipfile, zlib
            z = zipfile.ZipFile('\(path.path)')
            assert z.testzip() is None
            print('|'.join(f'{i.filename}:{i.date_time[0]}:{zlib.crc32(z.read(i))}' for i in z.infolist()), end='')
            """)
        let expected = Self.members.map { name, bytes in "\(name):1980:\(checksum(bytes))" }
        #expect(String(decoding: seen, as: UTF8.self) == expected.joined(separator: "|"))
    }

    private func checksum(_ bytes: [UInt8]) -> UInt {
        bytes.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
    }

    @Test func anEmptyArchiveIsWhole() throws {
        let zip = try ZipWriter()
        try zip.finish()
        let bytes = zip.takeReady()
        #expect(bytes.count == 22)
        #expect(try ZipReader(MemoryStore(bytes)).members.isEmpty)
    }

    @Test func moreMembersThanTheFormatNamesAreRefused() throws {
        let zip = try ZipWriter(level: 1)
        for number in 0..<65_534 {
            try zip.add("\(number)", [])
            if number % 1_000 == 0 { _ = zip.takeReady() }
        }
        #expect(throws: UnpackError.self) { try zip.add("x", []) }
    }
}
