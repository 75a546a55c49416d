internal import Knowledge
package import Markup
import Unpack
import VietText

/// Reads the files that name addresses from outside: `--seed-file` and `--access-log`. Packed with gzip or not; memory is one
/// chunk of lines and the addresses, whatever the file's size.
package enum SeedFiles {
    private static let maxLineBytes = 64 << 10
    private static let maxWideBytes = 64 << 20

    /// The addresses of a list or a search console's export, in UTF-8 or UTF-16.
    /// - Throws: `FileError` when it cannot be read or unpacked.
    package static func addresses(_ path: String, maxURLs: Int = 100_000) throws -> SeedTally {
        var list = AddressList(maxURLs: maxURLs)
        try lines(path) {
            list.take($0)
        } tooLong: {
            list.tally.noteBadLine()
        }
        return list.tally
    }

    /// The landings from search engines in a web server's log.
    /// - Parameter base: the swept portal.
    /// - Throws: `FileError` when it cannot be read or unpacked.
    package static func landings(
        _ path: String, base: WebURL, engines: SearchEngines, maxURLs: Int = 100_000
    ) throws -> SeedTally {
        var log = LandingLog(base: base, engines: engines, maxURLs: maxURLs)
        try lines(path) {
            log.take($0)
        } tooLong: {
            log.tally.noteBadLine()
        }
        return log.tally
    }

    private static func lines(
        _ path: String, _ take: (ArraySlice<UInt8>) -> Void, tooLong: () -> Void
    ) throws {
        do {
            var source = try PeekedSource(FileSource(path: path))
            if source.head.starts(with: [0x1F, 0x8B]) {
                source = try PeekedSource(InflatingSource(source, as: .gzip, limits: .stream))
            }
            let mark = source.head.prefix(2)
            if mark == [0xFF, 0xFE] || mark == [0xFE, 0xFF] { return try wideLines(source, path, take, tooLong) }
            let hasMark = source.head.starts(with: [0xEF, 0xBB, 0xBF])
            var chunker = LineChunker(source, maxLineBytes: maxLineBytes)
            var isFirst = true
            while let chunk = try chunker.next() {
                guard case .lines(let bytes, _) = chunk else {
                    tooLong()
                    continue
                }
                each(isFirst && hasMark ? bytes[3...] : bytes[...], take, tooLong)
                isFirst = false
            }
        } catch let error as UnpackError {
            throw FileError(path: path, reason: UnpackFault.words(error))
        }
    }

    /// UTF-16 is what spreadsheets write; such a file is read whole.
    private static func wideLines(
        _ source: PeekedSource, _ path: String, _ take: (ArraySlice<UInt8>) -> Void, _ tooLong: () -> Void
    ) throws {
        var source = source
        guard let bytes = try source.readAll(maxBytes: maxWideBytes) else {
            throw FileError(path: path, reason: "larger than the limit of \(maxWideBytes >> 20) MB for UTF-16")
        }
        let encoding: TextEncoding = bytes.first == 0xFF ? .utf16le : .utf16be
        each(Transcoder.transcode(bytes, from: encoding).utf8[...], take, tooLong)
    }

    private static func each(
        _ bytes: ArraySlice<UInt8>, _ take: (ArraySlice<UInt8>) -> Void, _ tooLong: () -> Void
    ) {
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: true) {
            guard line.count <= maxLineBytes else {
                tooLong()
                continue
            }
            take(line.last == 0x0D ? line.dropLast() : line)
        }
    }
}
