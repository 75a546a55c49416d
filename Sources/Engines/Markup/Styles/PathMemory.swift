import Glibc

/// Which rules apply to elements that stand at one path: the same tag, class and id inside elements of which the same is true.
///
/// Most elements of a page repeat a path (list items, cells, their links), and as long as no rule asks for more than names
/// of the element and of those around it, what applied to the first applies to all. Holds for one page; a table of fixed
/// size, in which a later path takes the place of an earlier one.
struct PathMemory: ~Copyable {
    struct Entry {
        var hash: UInt64 = 0
        var page: UInt64 = 0
        /// Number of the path; numbers are never used for two.
        var path: UInt32 = 0
        var parent: UInt32 = 0
        var tag = Tag.unknown
        /// False when a rule asked for something else: the rules must be tried again.
        var isSettled = false
        var classStart: UInt32 = 0
        var classEnd: UInt32 = 0
        var idStart: UInt32 = 0
        var idEnd: UInt32 = 0
        var nameBits: UInt64 = 0
        /// Steps of the matching budget that it took.
        var cost = 0
        /// Range of the rules that apply, and a hash of what stands there.
        var rules = 0..<0
        var ruleHash: UInt64 = 0
    }

    private static let slotCount = 512
    private static let maxRules = 1 << 16

    private let entries: UnsafeMutablePointer<Entry>
    private(set) var rules: [Int32] = []
    private var lastPath: UInt32 = 0

    init() {
        entries = .allocate(capacity: PathMemory.slotCount)
        entries.initialize(repeating: Entry(), count: PathMemory.slotCount)
    }

    deinit { entries.deallocate() }

    mutating func removeAll() {
        rules.removeAll(keepingCapacity: true)
        lastPath = 0
    }

    mutating func nextPath() -> UInt32 {
        lastPath &+= 1
        return lastPath
    }

    /// Where the path of `record` has its entry.
    @inline(__always)
    func slot(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 32) & (PathMemory.slotCount - 1) }

    subscript(slot: Int) -> Entry {
        @inline(__always) unsafeAddress { UnsafePointer(entries + slot) }
        @inline(__always) unsafeMutableAddress { entries + slot }
    }

    /// Whether the entry is of the path of `record`, whose class and id are compared byte by byte.
    @inline(__always)
    func holds(
        _ slot: Int, hash: UInt64, page: UInt64, parent: UInt32, _ record: ElementRecord, _ base: UnsafePointer<UInt8>
    ) -> Bool {
        let entry = entries + slot
        guard entry.pointee.hash == hash, entry.pointee.page == page, entry.pointee.parent == parent,
            entry.pointee.tag == record.tag
        else { return false }
        return PathMemory.isEqual(
            base, entry.pointee.classStart, entry.pointee.classEnd, record.classStart, record.classEnd)
            && PathMemory.isEqual(base, entry.pointee.idStart, entry.pointee.idEnd, record.idStart, record.idEnd)
    }

    @inline(__always)
    private static func isEqual(
        _ base: UnsafePointer<UInt8>, _ start: UInt32, _ end: UInt32, _ otherStart: UInt32, _ otherEnd: UInt32
    ) -> Bool {
        let count = Int(end &- start)
        guard otherEnd &- otherStart == end &- start else { return false }
        return count == 0 || memcmp(base + Int(start), base + Int(otherStart), count) == 0
    }

    /// Notes a path and, when `isSettled`, what applies there.
    mutating func keep(
        _ slot: Int, _ entry: Entry, _ matches: [(specificity: UInt32, rule: Int32)], isSettled: Bool
    ) {
        var entry = entry
        entry.isSettled = isSettled && rules.count + matches.count <= PathMemory.maxRules
        if entry.isSettled {
            let start = rules.count
            for match in matches { rules.append(match.rule) }
            entry.rules = start..<rules.count
            entry.ruleHash = PathMemory.hash(matches)
        }
        entries[slot] = entry
    }

    static func hash(_ matches: [(specificity: UInt32, rule: Int32)]) -> UInt64 {
        var hash: UInt64 = 0
        for match in matches { hash = (hash ^ UInt64(UInt32(bitPattern: match.rule) &+ 1)) &* 0xD6E8_FEB8_6659_FD93 }
        return hash ^ hash >> 31
    }
}
