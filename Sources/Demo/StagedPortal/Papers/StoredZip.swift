import CZlib

/// A zip archive whose members are stored as they are (APPNOTE 6.3).
struct StoredZip {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    mutating func add(_ name: String, _ bytes: [UInt8]) {
        let offset = body.count
        let sum = crc32(crc32(0, nil, 0), bytes, UInt32(bytes.count))
        let shared =
            Self.two(20) + Self.two(0x0800) + Self.two(0) + Self.two(0) + Self.two(0x5821)
            + Self.four(Int(sum)) + Self.four(bytes.count) + Self.four(bytes.count) + Self.two(name.utf8.count)
            + Self.two(0)
        body += Self.four(0x0403_4B50) + shared + name.utf8 + bytes
        directory += Self.four(0x0201_4B50) + Self.two(20) + shared + Self.two(0) + Self.two(0) + Self.two(0)
        directory += Self.four(0) + Self.four(offset) + name.utf8
        count += 1
    }

    var bytes: [UInt8] {
        body + directory + Self.four(0x0605_4B50) + Self.two(0) + Self.two(0) + Self.two(count) + Self.two(count)
            + Self.four(directory.count) + Self.four(body.count) + Self.two(0)
    }

    private static func two(_ value: Int) -> [UInt8] { number(value, 2) }
    private static func four(_ value: Int) -> [UInt8] { number(value, 4) }

    private static func number(_ value: Int, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
