/// One entry of a zip directory.
package struct ZipMember: Sendable {
    /// The name as stored: bytes of no known charset, never to be used as a path without `nameFaults` being empty.
    package let name: [UInt8]
    package let packedBytes: UInt64
    /// As announced; held against the data when they are unpacked.
    package let unpackedBytes: UInt64
    package let method: UInt16
    package let checksum: UInt32
    package let isEncrypted: Bool
    /// Name in UTF-8 by the archive's word.
    package let isUTF8: Bool
    package let nameFaults: NameFaults
    /// Where the local header stands in the store, and where the next structure begins.
    let headerOffset: UInt64
    var limitOffset: UInt64 = 0

    package var isDirectory: Bool { name.last == UInt8(ascii: "/") }

    /// What a name tries that an honest one does not.
    package struct NameFaults: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let empty = NameFaults(rawValue: 1)
        /// Begins with `/` or a drive letter.
        package static let absolute = NameFaults(rawValue: 2)
        /// Holds a component `..`.
        package static let parent = NameFaults(rawValue: 4)
        package static let backslash = NameFaults(rawValue: 8)
        /// Holds a byte below 0x20 or 0x7F.
        package static let control = NameFaults(rawValue: 16)
    }

    static func faults(of name: [UInt8]) -> NameFaults {
        var faults: NameFaults = name.isEmpty ? .empty : []
        if name.first == UInt8(ascii: "/") || name.first == UInt8(ascii: "\\") { faults.insert(.absolute) }
        if name.count >= 2, name[1] == UInt8(ascii: ":"), (name[0] | 0x20) &- 0x61 < 26 { faults.insert(.absolute) }
        if name.contains(UInt8(ascii: "\\")) { faults.insert(.backslash) }
        if name.contains(where: { $0 < 0x20 || $0 == 0x7F }) { faults.insert(.control) }
        let components = name.split(omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\")
        }
        if components.contains(where: { $0.elementsEqual([0x2E, 0x2E]) }) { faults.insert(.parent) }
        return faults
    }
}
