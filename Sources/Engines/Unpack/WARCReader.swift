/// Reads a WARC stream record by record in flat memory: plain, gzipped as a whole, or gzipped record by record.
///
/// Memory: two 64 KB buffers, the decoder's window and one block of at most `maxBlockBytes`. Cost is linear in the
/// unpacked stream; the packed stream's ratio is capped by the limits.
package struct WARCReader {
    static let maxLineBytes = 64 << 10
    static let maxHeadBytes = 256 << 10

    private var source: BufferedSource
    private let maxBlockBytes: Int
    private var isOver = false
    private var line: [UInt8] = []

    /// - Parameters:
    ///   - maxBlockBytes: of longer blocks the front part is kept and the record is marked cut.
    ///   - limits: for the gzip layer of the stream.
    /// - Throws: what the source throws; `noMemory`.
    package init(
        _ source: any ByteSource, maxBlockBytes: Int = 16 << 20, limits: UnpackLimits = .stream
    ) throws {
        var source = source
        var front = [UInt8](repeating: 0, count: 1 << 16)
        var count = 0
        // Two bytes tell gzip from plain; a source may give one at a time.
        while count < 2 {
            let read = try front.withUnsafeMutableBytes {
                try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[count...]))
            }
            guard read > 0 else { break }
            count += read
        }
        front.removeLast(front.count - count)
        if front.starts(with: [0x1F, 0x8B]) {
            let inflating = try InflatingSource(source, as: .gzip, limits: limits, alreadyRead: front)
            self.source = BufferedSource(inflating)
        } else {
            self.source = BufferedSource(source, alreadyRead: front)
        }
        self.maxBlockBytes = max(0, maxBlockBytes)
    }

    /// Bytes of the unpacked stream read so far.
    package var position: UInt64 { source.position }

    /// The next record; nil at the end. A record whose block breaks off (the stream ends, or its packing is broken) is given
    /// with what there is, marked cut, with the fault; after it comes the end.
    /// - Throws: `badRecord`, `headTooLong`, `truncated` (in a header), a fault of the gzip layer between blocks, what the
    ///   source throws. After a throw comes the end.
    package mutating func next() throws -> WARCRecord? {
        guard !isOver else { return nil }
        do {
            guard let record = try readRecord() else {
                isOver = true
                return nil
            }
            return record
        } catch {
            isOver = true
            throw error
        }
    }

    private mutating func readRecord() throws -> WARCRecord? {
        while let byte = try source.peek(), byte == 0x0D || byte == 0x0A { source.skipOne() }
        guard try source.peek() != nil else { return nil }
        var record = WARCRecord()
        record.position = source.position
        let fields = try readHead(record.position)
        try describe(&record, fields)
        try readBlock(&record)
        return record
    }

    private mutating func readHead(_ start: UInt64) throws -> HeaderFields {
        try takeHeadLine(start)
        guard line.starts(with: "WARC/1.".utf8), line.count <= 16 else { throw UnpackError(.badRecord, at: start) }
        var fields = HeaderFields()
        while true {
            try takeHeadLine(start)
            if line.isEmpty { return fields }
            guard source.position - start <= UInt64(Self.maxHeadBytes) else {
                throw UnpackError(.headTooLong, at: start)
            }
            fields.add(line: line[...])
        }
    }

    private mutating func takeHeadLine(_ start: UInt64) throws {
        if try source.takeLine(into: &line, maxBytes: Self.maxLineBytes) { return }
        let isLong = try source.peek() != nil
        throw UnpackError(isLong ? .headTooLong : .truncated, at: start)
    }

    private func describe(_ record: inout WARCRecord, _ fields: HeaderFields) throws(UnpackError) {
        let lengths = fields.values("content-length")
        guard let length = lengths.first.flatMap(HeaderFields.decimal), lengths.allSatisfy({ $0 == lengths[0] }) else {
            throw UnpackError(.badRecord, at: record.position)
        }
        record.contentLength = length
        record.kind = WARCRecord.kind(fields.value("warc-type") ?? [])
        var uri = fields.value("warc-target-uri") ?? []
        // WARC/1.0 writers often put the URI in angle brackets.
        if uri.first == UInt8(ascii: "<"), uri.last == UInt8(ascii: ">"), uri.count >= 2 {
            uri = Array(uri[1..<uri.count - 1])
        }
        record.targetURI = uri
        record.date = fields.value("warc-date") ?? []
        record.recordID = fields.value("warc-record-id") ?? []
        record.contentType = fields.value("content-type") ?? []
        record.isCut = fields.value("warc-truncated") != nil
    }

    private mutating func readBlock(_ record: inout WARCRecord) throws {
        record.block.reserveCapacity(Int(min(record.contentLength, 1 << 16)))
        do {
            let taken = try source.take(record.contentLength, appendingTo: &record.block, cap: maxBlockBytes)
            if taken < record.contentLength { record.fault = UnpackError(.truncated, at: source.position) }
        } catch let fault as UnpackError {
            record.fault = fault
        }
        if record.fault != nil { isOver = true }
        record.isCut = record.isCut || UInt64(record.block.count) < record.contentLength
    }
}
