import Unpack

/// Reads a zip: a DOCX, or an archive whose members are read one by one. Names are words to be told, never places to write to.
struct ArchiveReader {
    let reading: Reading

    func read(_ bytes: [UInt8], path: [String]) {
        let zip: ZipReader
        do {
            zip = try ZipReader(MemoryStore(bytes), limits: reading.unpackLimits)
        } catch {
            return reading.give(.unread(.archive, Self.fault(of: error), path: path))
        }
        let names = Set(zip.members.map { MemberName.plain($0) })
        if names.contains("word/document.xml") { return WordReader(reading: reading, zip: zip).read(path: path) }
        if names.contains("[Content_Types].xml") || names.contains("mimetype") {
            // Sheets and slides.
            return reading.give(.unread(.other, .otherKind, path: path))
        }
        readMembers(of: zip, path)
    }

    private func readMembers(of zip: ZipReader, _ path: [String]) {
        var archive = ExtractedDocument(path: path, kind: .archive)
        var readCount = 0
        for member in zip.members where !member.isDirectory {
            if reading.timeIsUp {
                archive.faults.append(.timedOut)
                break
            }
            guard reading.takeMember() else {
                archive.faults.append(.tooManyMembers)
                break
            }
            let inner = path + [MemberName.shown(member)]
            let packed: [UInt8]
            do {
                packed = try zip.unpack(member)
            } catch {
                let fault = Self.fault(of: error)
                reading.give(.unread(.other, fault, path: inner))
                if fault == .tooLarge {
                    archive.faults.append(.tooLarge)
                    break
                }
                continue
            }
            guard reading.takeUnpacked(packed.count) else {
                archive.faults.append(.tooLarge)
                break
            }
            let kind = DocumentKind.of(packed, name: MemberName.plain(member))
            guard kind != .other, !packed.isEmpty else {
                archive.facts.passedOverCount += 1
                continue
            }
            readCount += 1
            // Depth is the number of names on the way.
            guard inner.count <= reading.limits.maxDepth else {
                reading.give(.unread(Reading.shown(kind), .tooDeep, path: inner))
                continue
            }
            reading.read(packed, kind: kind, path: inner)
        }
        if readCount == 0, archive.faults.isEmpty {
            archive.faults.append(zip.members.isEmpty ? .empty : .otherKind)
        }
        if !archive.faults.isEmpty { archive.state = readCount > 0 ? .cut : .unread }
        reading.give(archive)
    }

    static func fault(of error: any Error) -> DocumentFault {
        guard let error = error as? UnpackError else { return .broken }
        return switch error.code {
        case .encrypted: .encrypted
        case .outputTooLarge, .ratioTooHigh: .tooLarge
        case .tooManyMembers: .tooManyMembers
        case .tooDeep: .tooDeep
        case .unsupportedMethod: .otherKind
        default: .broken
        }
    }
}

/// Names of members, for people and for lookups.
enum MemberName {
    private static let maxBytes = 512

    static func plain(_ member: ZipMember) -> String { String(decoding: member.name.prefix(maxBytes), as: UTF8.self) }

    /// Control characters and what looks like another folder are written out: `../` becomes `%2E%2E/`.
    static func shown(_ member: ZipMember) -> String { shown(plain(member)) }

    static func shown(_ name: String) -> String {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map { part -> String in
            if part == ".." { return "%2E%2E" }
            return part.unicodeScalars.reduce(into: "") { out, scalar in
                if scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar == "\\" {
                    out += "%" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16, uppercase: true)
                } else {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        let joined = parts.joined(separator: "/")
        return joined.hasPrefix("/") ? "%2F" + joined.dropFirst() : joined.isEmpty ? "%" : joined
    }
}
