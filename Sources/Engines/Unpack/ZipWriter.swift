/// Writes a zip archive (APPNOTE 6.3, without zip64), member after member, packed with deflate.
///
/// ```
/// let zip = try ZipWriter()
/// try zip.add("a.txt", bytes)
/// zip.begin("big.xml"); zip.write(piece); …; try zip.end()
/// try zip.finish()
/// send(zip.takeReady())
/// ```
/// The same members give the same bytes: every time is 1 January 1980, the first that the format can name, and no name of a
/// machine or system stands in it. Sizes stand in front of the members, so that readers that cannot seek are served too:
/// memory is the packed bytes of the member that is being written, and what was not taken. Not for use from two threads at once.
package final class ZipWriter {
    /// Members and bytes that the format can name without zip64.
    private static let maxMembers = Int(UInt16.max) - 1
    private static let maxBytes = UInt64(UInt32.max) - 1

    private var ready: [UInt8] = []
    private let deflater: Deflater
    private var directory: [UInt8] = []
    private var memberCount = 0
    /// Bytes of all whole members, taken or not.
    private var offset: UInt64 = 0
    private var member = Member()

    private struct Member {
        var name: [UInt8] = []
        var packed: [UInt8] = []
        var byteCount: UInt64 = 0
        var checksum: UInt32 = 0
    }

    /// - Throws: `noMemory`.
    package init(level: Int = 6) throws(UnpackError) { deflater = try Deflater(level: level, as: .raw) }

    /// What is ready to go out; it is given once.
    package func takeReady() -> [UInt8] {
        defer { ready = [] }
        return ready
    }

    /// Adds one whole member.
    /// - Throws: `outputTooLarge`, `tooManyMembers`.
    package func add(_ name: String, _ bytes: [UInt8]) throws(UnpackError) {
        begin(name)
        write(bytes)
        try end()
    }

    /// Begins a member. - Parameter name: a path with `/`, at most 65,535 bytes; what is longer is cut.
    package func begin(_ name: String) { member = Member(name: Array(name.utf8.prefix(Int(UInt16.max)))) }

    package func write(_ bytes: [UInt8]) {
        member.byteCount += UInt64(bytes.count)
        member.checksum = bytes.withUnsafeBufferPointer { CRC32.of($0, behind: member.checksum) }
        bytes.withUnsafeBytes { deflater.pack($0, into: &member.packed) }
    }

    /// Ends the member; its bytes are then ready to be taken.
    /// - Throws: `outputTooLarge` when member or archive are beyond what the format can name; `tooManyMembers`.
    package func end() throws(UnpackError) {
        deflater.finishMember(into: &member.packed)
        let packedCount = UInt64(member.packed.count)
        guard member.byteCount <= Self.maxBytes, offset + packedCount + 1_024 <= Self.maxBytes else {
            throw UnpackError(.outputTooLarge, at: offset)
        }
        guard memberCount < Self.maxMembers else { throw UnpackError(.tooManyMembers, at: offset) }
        // Version 2.0, names in UTF-8, deflate, midnight, 1 January 1980.
        var shared: [UInt8] = []
        shared.putShorts(20, 0x0800, 8, 0, 0x0021)
        shared.putWords(member.checksum, UInt32(packedCount), UInt32(member.byteCount))
        shared.putShorts(UInt16(member.name.count), 0)
        let start = offset
        let before = ready.count
        ready.putWords(0x0403_4B50)
        ready += shared
        ready += member.name
        ready += member.packed
        offset += UInt64(ready.count - before)
        directory.putWords(0x0201_4B50)
        directory.putShorts(20)
        directory += shared
        // No comment, first disk, no attributes.
        directory.putShorts(0, 0, 0)
        directory.putWords(0, UInt32(start))
        directory += member.name
        memberCount += 1
        member = Member()
    }

    /// Puts the directory behind the members; the archive is whole with what is then taken.
    /// - Throws: `outputTooLarge`.
    package func finish() throws(UnpackError) {
        guard offset + UInt64(directory.count) <= Self.maxBytes else { throw UnpackError(.outputTooLarge, at: offset) }
        ready += directory
        ready.putWords(0x0605_4B50)
        ready.putShorts(0, 0, UInt16(memberCount), UInt16(memberCount))
        ready.putWords(UInt32(directory.count), UInt32(offset))
        ready.putShorts(0)
    }
}

/// Little-endian numbers behind bytes at hand.
extension [UInt8] {
    fileprivate mutating func putShorts(_ values: UInt16...) {
        for value in values { append(contentsOf: [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)]) }
    }

    fileprivate mutating func putWords(_ values: UInt32...) {
        for value in values { for byte in 0..<4 { append(UInt8(truncatingIfNeeded: value >> (8 * byte))) } }
    }
}
