import VietText

/// Reads a mail (RFC 5322, MIME RFC 2045 to 2047): head, text, pages, and what is attached. Linear in the mail, times the depth of its parts.
struct MailReader {
    let reading: Reading

    static let maxDepth = 8

    func read(_ bytes: [UInt8], path: [String]) {
        var mail = Mail(
            document: ExtractedDocument(path: path, kind: .mail), collector: TextCollector(limits: reading.limits))
        let entity = MailEntity(bytes[...])
        mail.collector.begin("mail head")
        for name in ["subject", "from", "to", "reply-to"] {
            guard let value = entity.fields.decoded(name), !value.isEmpty else { continue }
            mail.collector.add([.init(value)])
        }
        if entity.fields.isEmpty || entity.fields.isCut { mail.add(.broken) }
        walk(entity, depth: 0, &mail)
        mail.document.parts = mail.collector.filledParts
        if mail.collector.isFull { mail.add(.tooMuchOutput) }
        if !mail.document.faults.isEmpty { mail.document.state = mail.document.parts.isEmpty ? .unread : .cut }
        reading.give(mail.document)
        for member in mail.members { reading.read(member.bytes, kind: member.kind, path: path + [member.name]) }
    }

    /// What was found of one mail so far.
    private struct Mail {
        var document: ExtractedDocument
        var collector: TextCollector
        var members: [(bytes: [UInt8], kind: DocumentKind, name: String)] = []
        var bodyCount = 0

        mutating func add(_ fault: DocumentFault) {
            if !document.faults.contains(fault) { document.faults.append(fault) }
        }
    }

    private func walk(_ entity: MailEntity, depth: Int, _ mail: inout Mail) {
        if reading.timeIsUp { return mail.add(.timedOut) }
        guard depth < Self.maxDepth else { return mail.add(.tooDeep) }
        guard reading.takeMember() else { return mail.add(.tooManyMembers) }
        let type = entity.contentType
        if type.value.hasPrefix("multipart/") {
            guard let boundary = type.parameters["boundary"], !boundary.isEmpty, boundary.utf8.count <= 200 else {
                return mail.add(.broken)
            }
            let parts = MailEntity.parts(
                of: entity.body, boundary: Array(boundary.utf8), maxCount: reading.limits.maxMembers)
            if parts.isEmpty { mail.add(.broken) }
            for part in parts { walk(MailEntity(part), depth: depth + 1, &mail) }
            return
        }
        let (bytes, isDamaged) = TransferCoding.decode(
            entity.body, entity.fields.plain("content-transfer-encoding") ?? "")
        if isDamaged { mail.add(.broken) }
        guard reading.takeUnpacked(bytes.count) else { return mail.add(.tooLarge) }
        take(bytes, entity, type, depth, &mail)
    }

    private func take(
        _ bytes: [UInt8], _ entity: MailEntity, _ type: MailFields.Value, _ depth: Int, _ mail: inout Mail
    ) {
        let name = entity.attachmentName
        let isAttached = entity.disposition.value == "attachment" || name != nil
        if !isAttached, type.value == "text/plain" || type.value.isEmpty {
            mail.collector.begin(mail.bodyCount == 0 ? "mail body" : "mail body \(mail.bodyCount + 1)")
            mail.bodyCount += 1
            addText(bytes, charset: type.parameters["charset"], &mail)
            return
        }
        let shown = name.map { MemberName.shown($0) } ?? "part \(mail.members.count + 1)"
        var kind = DocumentKind.of(bytes, name: name ?? "")
        if !isAttached, type.value == "text/html" { kind = .html }
        if type.value == "message/rfc822" { kind = .mail }
        guard kind != .other, !bytes.isEmpty else {
            if isAttached { mail.document.facts.passedOverCount += 1 }
            return
        }
        if isAttached { mail.document.facts.embeddedFileCount += 1 }
        guard mail.document.path.count < reading.limits.maxDepth else { return mail.add(.tooDeep) }
        let plain = kind == .html ? Self.utf8(bytes, charset: type.parameters["charset"]) : bytes
        mail.members.append((plain, kind, shown))
    }

    private func addText(_ bytes: [UInt8], charset: String?, _ mail: inout Mail) {
        let text = Self.utf8(bytes, charset: charset)
        var block: [String] = []
        for line in text.split(separator: 10, omittingEmptySubsequences: false) {
            let shown = String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
            if shown.isEmpty || block.count > 200 {
                mail.collector.add([.init(block.joined(separator: "\n"))])
                block = []
            }
            if !shown.isEmpty { block.append(shown) }
        }
        mail.collector.add([.init(block.joined(separator: "\n"))])
    }

    /// By the mail's word, as far as the bytes do not say otherwise.
    static func utf8(_ bytes: [UInt8], charset: String?) -> [UInt8] {
        let declared = charset.flatMap { TextEncoding(label: $0) }
        let encoding = EncodingDetector.detect(bytes, declared: declared)
        return Transcoder.transcode(bytes, from: encoding).utf8
    }
}
