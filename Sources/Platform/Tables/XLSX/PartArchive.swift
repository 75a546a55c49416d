import Markup
import Unpack

/// The parts of an XLSX file (a package of ECMA-376 part 2): named members of a zip archive, and the relationships by which
/// one part names another.
///
/// Names that try to be more than a name (`../x`, `/x`, `C:x`, control characters) are no parts; nothing outside the file is
/// ever looked at. One budget of unpacked bytes covers all parts that are read.
struct PartArchive {
    private let zip: ZipReader
    private let limits: TableLimits
    /// By lowered name: names of parts are alike whatever the case of their letters.
    private var members: [String: ZipMember] = [:]

    /// - Throws: `brokenFile`.
    init(_ bytes: [UInt8], limits: TableLimits) throws(TableError) {
        self.limits = limits
        let budget = UnpackLimits(
            // Sheets of equal rows pack as well as deflate can; the bytes are what is bounded.
            maxOutputBytes: UInt64(limits.maxUnpackedBytes), maxRatio: .max, maxMembers: 10_000)
        do {
            zip = try ZipReader(MemoryStore(bytes), limits: budget)
        } catch {
            throw Self.failure(error, "zip directory", limits)
        }
        for member in zip.members where !member.isDirectory {
            // Some writers part folders in the manner of Windows.
            guard member.nameFaults.isSubset(of: .backslash), member.name.count <= 512 else { continue }
            let name = member.name.map { $0 == 0x5C ? 0x2F : $0 }
            let key = String(decoding: name, as: UTF8.self).lowercased()
            // Readers differ in which of two they take.
            guard members.updateValue(member, forKey: key) == nil else {
                throw TableError(.brokenFile, detail: "two parts of one name")
            }
        }
    }

    func has(_ name: String) -> Bool { members[name.lowercased()] != nil }

    /// The bytes of a part; nil when there is none.
    /// - Throws: `brokenFile`, `unpackedTooLarge`.
    func bytes(of name: String, as part: StaticString) throws(TableError) -> [UInt8]? {
        guard let member = members[name.lowercased()] else { return nil }
        do {
            return try zip.unpack(member)
        } catch {
            throw Self.failure(error, part, limits)
        }
    }

    private static func failure(_ error: any Error, _ part: StaticString, _ limits: TableLimits) -> TableError {
        guard let fault = error as? UnpackError else { return TableError(.brokenFile, detail: "\(part)") }
        if fault.code == .outputTooLarge {
            return TableError(.unpackedTooLarge, limit: limits.maxUnpackedBytes, detail: "\(part)")
        }
        return TableError(.brokenFile, detail: "\(part): \(fault)")
    }

    // MARK: relationships

    /// What one part names, by identifier.
    struct Relationship {
        /// The last word of its type, as `worksheet`.
        var kind: String
        /// Name of a part, from the root.
        var target: String
    }

    private static let maxRelationships = 10_000

    /// Those that lead outside the file are left out.
    func relationships(of part: String) throws(TableError) -> [String: Relationship] {
        let folder = part.split(separator: "/").dropLast().map(String.init)
        let file = (folder + ["_rels", (part.split(separator: "/").last ?? "") + ".rels"]).joined(separator: "/")
        guard let bytes = try bytes(of: file, as: "relationships") else { return [:] }
        var found: [String: Relationship] = [:]
        try PartArchive.walk(bytes, as: "relationships") { event, _ in
            guard case .start(let name, let attributes) = event, XMLName.local(name) == "Relationship",
                found.count < Self.maxRelationships, attributes.value(of: "TargetMode") != "External",
                let id = attributes.value(of: "Id"), let target = attributes.value(of: "Target"),
                let type = attributes.value(of: "Type")
            else { return true }
            let kind = type.split(separator: "/").last.map(String.init) ?? ""
            found[id] = Relationship(kind: kind, target: Self.resolved(target, from: folder))
            return true
        }
        return found
    }

    private static func resolved(_ target: String, from folder: [String]) -> String {
        var path = target.hasPrefix("/") ? [] : folder
        for step in target.split(whereSeparator: { $0 == "/" || $0 == "\\" }) where step != "." {
            if step == ".." { _ = path.popLast() } else { path.append(String(step)) }
        }
        return path.joined(separator: "/")
    }

    /// The target of this kind; of several the one whose identifier is the first.
    static func target(_ kind: String, among all: [String: Relationship]) -> String? {
        all.filter { $0.value.kind == kind }.min { $0.key < $1.key }?.value.target
    }

    // MARK: XML

    /// Hands every event of a part to `body`, with the depth of the open elements, until it says false.
    /// - Throws: `brokenFile`; what the body throws.
    static func walk(
        _ bytes: [UInt8], as part: StaticString, _ body: (XMLEvent, Int) throws(TableError) -> Bool
    ) throws(TableError) {
        var reader = XMLReader(document: bytes)
        while true {
            let event: XMLEvent?
            do throws(XMLFault) {
                event = try reader.next()
            } catch {
                throw TableError(.brokenFile, detail: "\(part): \(error)")
            }
            guard let event, try body(event, reader.path.count) else { return }
        }
    }
}
