/// Finds and reads the central directory of a zip archive (APPNOTE 6.3, zip64 included).
struct ZipDirectory {
    /// A directory larger than this is refused: it is held in memory once, while it is read.
    static let maxDirectoryBytes: UInt64 = 64 << 20
    private static let endBytes = 22
    private static let maxCommentBytes = 65_535

    private let store: any ByteStore
    private let limits: UnpackLimits

    init(_ store: any ByteStore, limits: UnpackLimits) {
        self.store = store
        self.limits = limits
    }

    /// Where the directory stands by the word of the end record.
    private struct Place {
        var entries: UInt64
        var byteCount: UInt64
        var offset: UInt64
        /// Where the directory must end: the position of the end record that was believed.
        var end: UInt64
    }

    /// - Throws: `truncated`, `badDirectory`, `tooManyMembers`, `overlappingMembers`; what the store throws.
    func members() throws -> [ZipMember] {
        let place = try findPlace()
        guard place.entries <= limits.maxMembers else { throw UnpackError(.tooManyMembers, at: place.end) }
        guard place.byteCount <= Self.maxDirectoryBytes, place.byteCount <= place.end,
            place.offset <= place.end - place.byteCount, place.entries <= place.byteCount / 46
        else { throw UnpackError(.badDirectory, at: place.end) }
        let start = place.end - place.byteCount
        // Bytes set before the archive (self-extracting files) shift every offset.
        let shift = start - place.offset
        let bytes = try store.bytes(at: start, count: Int(place.byteCount))
        var members: [ZipMember] = []
        var cursor = 0
        for _ in 0..<place.entries {
            members.append(try Self.member(bytes, &cursor, shift: shift, at: start))
        }
        try Self.limit(&members, directory: start)
        return members
    }

    private func findPlace() throws -> Place {
        let count = store.byteCount
        guard count >= UInt64(Self.endBytes) else { throw UnpackError(.truncated, at: count) }
        let tailCount = min(count, UInt64(Self.endBytes + Self.maxCommentBytes))
        let tailStart = count - tailCount
        let tail = try store.bytes(at: tailStart, count: Int(tailCount))
        var offset = tail.count - Self.endBytes
        while offset >= 0 {
            // The comment must reach exactly to the end, so that a comment cannot hold a second directory.
            if tail[offset] == 0x50, tail.uint32(offset) == 0x0605_4B50,
                tail.uint16(offset + 20).map({ Int($0) == tail.count - offset - Self.endBytes }) == true
            {
                return try place(tail, offset, at: tailStart + UInt64(offset))
            }
            offset -= 1
        }
        throw UnpackError(.badDirectory, at: count)
    }

    private func place(_ tail: [UInt8], _ offset: Int, at end: UInt64) throws -> Place {
        guard let disk = tail.uint16(offset + 4), let entries = tail.uint16(offset + 10),
            let byteCount = tail.uint32(offset + 12), let start = tail.uint32(offset + 16)
        else { throw UnpackError(.badDirectory, at: end) }
        if let wide = try widePlace(before: end) { return wide }
        guard disk == 0 else { throw UnpackError(.badDirectory, at: end) }
        return Place(entries: UInt64(entries), byteCount: UInt64(byteCount), offset: UInt64(start), end: end)
    }

    /// The zip64 end record, named by its locator right before the end record; nil when there is none. Some writers make one
    /// though all numbers would fit into the end record.
    private func widePlace(before end: UInt64) throws -> Place? {
        guard end >= 20 + 56 else { return nil }
        let locator = try store.bytes(at: end - 20, count: 20)
        guard locator.uint32(0) == 0x0706_4B50, let named = locator.uint64(8) else { return nil }
        // The record stands right before the locator, unless it holds extensible data or the archive was shifted.
        for position in [named, end - 20 - 56] where position <= end - 20 - 56 {
            let record = try store.bytes(at: position, count: 56)
            guard record.uint32(0) == 0x0606_4B50, let entries = record.uint64(32), let byteCount = record.uint64(40),
                let start = record.uint64(48)
            else { continue }
            return Place(entries: entries, byteCount: byteCount, offset: start, end: position)
        }
        return nil
    }

    private static func member(
        _ bytes: [UInt8], _ cursor: inout Int, shift: UInt64, at start: UInt64
    ) throws(UnpackError) -> ZipMember {
        let position = start + UInt64(cursor)
        guard bytes.uint32(cursor) == 0x0201_4B50, let flags = bytes.uint16(cursor + 8),
            let method = bytes.uint16(cursor + 10), let checksum = bytes.uint32(cursor + 16),
            let packed = bytes.uint32(cursor + 20), let unpacked = bytes.uint32(cursor + 24),
            let nameCount = bytes.uint16(cursor + 28), let extraCount = bytes.uint16(cursor + 30),
            let commentCount = bytes.uint16(cursor + 32), let offset = bytes.uint32(cursor + 42)
        else { throw UnpackError(.badDirectory, at: position) }
        let nameStart = cursor + 46
        let extraStart = nameStart + Int(nameCount)
        let next = extraStart + Int(extraCount) + Int(commentCount)
        guard next <= bytes.count else { throw UnpackError(.badDirectory, at: position) }
        var sizes = (unpacked: UInt64(unpacked), packed: UInt64(packed), offset: UInt64(offset))
        if unpacked == .max || packed == .max || offset == .max {
            widen(&sizes, bytes, extraStart..<extraStart + Int(extraCount))
        }
        cursor = next
        let (headerOffset, overflow) = sizes.offset.addingReportingOverflow(shift)
        guard !overflow else { throw UnpackError(.badDirectory, at: position) }
        let name = Array(bytes[nameStart..<extraStart])
        return ZipMember(
            name: name, packedBytes: sizes.packed, unpackedBytes: sizes.unpacked, method: method, checksum: checksum,
            isEncrypted: flags & 0x2041 != 0, isUTF8: flags & 0x0800 != 0, nameFaults: ZipMember.faults(of: name),
            headerOffset: headerOffset)
    }

    /// Takes from the zip64 field those numbers that did not fit, in their fixed order.
    private static func widen(
        _ sizes: inout (unpacked: UInt64, packed: UInt64, offset: UInt64), _ bytes: [UInt8], _ extra: Range<Int>
    ) {
        var cursor = extra.lowerBound
        while cursor + 4 <= extra.upperBound, let tag = bytes.uint16(cursor), let size = bytes.uint16(cursor + 2) {
            let end = cursor + 4 + Int(size)
            guard end <= extra.upperBound else { return }
            if tag == 1 {
                var field = cursor + 4
                func take(_ value: inout UInt64) {
                    guard value == UInt64(UInt32.max), field + 8 <= end, let wide = bytes.uint64(field) else { return }
                    value = wide
                    field += 8
                }
                take(&sizes.unpacked)
                take(&sizes.packed)
                take(&sizes.offset)
                return
            }
            cursor = end
        }
    }

    /// Gives each member the place where the next structure begins.
    /// - Throws: `overlappingMembers` when its bytes cannot lie before that.
    private static func limit(_ members: inout [ZipMember], directory: UInt64) throws(UnpackError) {
        var limit = directory
        for index in members.indices.sorted(by: { members[$0].headerOffset > members[$1].headerOffset }) {
            let member = members[index]
            let room = limit >= member.headerOffset ? limit - member.headerOffset : 0
            guard room >= 30, member.packedBytes <= room - 30 else {
                throw UnpackError(.overlappingMembers, at: member.headerOffset)
            }
            members[index].limitOffset = limit
            limit = member.headerOffset
        }
    }
}
