/// Writes WARC/1.1 (ISO 28500:2017), one gzip member a record, so that every record can be read from its own offset.
///
/// The same drafts give the same bytes. Digests are written as `sha256:` and 64 hexadecimal digits, which is what `sha256sum`
/// prints and what other readers verify.
package struct WARCWriter {
    /// What was written and not yet taken.
    private var packed: [UInt8] = []
    package private(set) var recordCount = 0

    private let deflater: Deflater
    private let digest: (UnsafeRawBufferPointer) -> String

    /// - Parameter digest: SHA-256 of the bytes in hexadecimal; engines know no cryptography.
    /// - Throws: `noMemory`.
    package init(level: Int = 6, digest: @escaping (UnsafeRawBufferPointer) -> String) throws(UnpackError) {
        deflater = try Deflater(level: level)
        self.digest = digest
    }

    /// Appends one record. Cost is linear in the block; memory is that of the packed record.
    /// - Throws: `headTooLong` when a field is longer than readers take (60,000 bytes); nothing is written then.
    package mutating func append(_ draft: WARCDraft) throws(UnpackError) {
        let head = head(of: draft)
        guard !head.hasOverlong else { throw UnpackError(.headTooLong, at: 0) }
        deflater.packMember([head.bytes, draft.block, Array("\r\n\r\n".utf8)], into: &packed)
        recordCount += 1
    }

    /// Gives out what was written since the last call; behind each other the parts are the file.
    package mutating func takeBytes() -> [UInt8] {
        defer { packed = [] }
        return packed
    }

    private func head(of draft: WARCDraft) -> WARCHead {
        var head = WARCHead()
        head.version()
        head.add("WARC-Type", draft.kind.rawValue)
        head.add("WARC-Record-ID", "<urn:uuid:\(draft.id)>")
        head.add("WARC-Date", WARCTime.text(draft.date))
        if !draft.targetURI.isEmpty { head.add("WARC-Target-URI", draft.targetURI, asAddress: true) }
        if let address = draft.address { head.add("WARC-IP-Address", address, asAddress: true) }
        for other in draft.concurrentTo { head.add("WARC-Concurrent-To", "<urn:uuid:\(other)>") }
        if let warcinfo = draft.warcinfo { head.add("WARC-Warcinfo-ID", "<urn:uuid:\(warcinfo)>") }
        if let truncation = draft.truncation { head.add("WARC-Truncated", truncation.rawValue) }
        head.add("WARC-Block-Digest", "sha256:\(draft.block.withUnsafeBytes(digest))")
        if let payload = payloadDigest(draft) { head.add("WARC-Payload-Digest", payload) }
        head.add("Content-Type", draft.contentType)
        head.add("Content-Length", String(draft.block.count))
        head.end()
        return head
    }

    /// Only where nobody can disagree about it. The standard means the entity body without its transfer coding, common
    /// readers digest what stands behind the head: a chunked response gets none, its block's digest covers the same bytes.
    private func payloadDigest(_ draft: WARCDraft) -> String? {
        guard draft.kind == .response, draft.truncation == nil, draft.contentType == WARCDraft.responseType,
            let payload = HTTPPayload(of: draft.block), !payload.wasChunked
        else { return nil }
        return "sha256:\(payload.bytes.withUnsafeBytes(digest))"
    }
}
