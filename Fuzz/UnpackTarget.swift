import Unpack

/// Streams and containers keep to their limits and fail with an error, never otherwise. The first byte chooses the reader.
func fuzzUnpack(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let choice = bytes.first else { return }
    let input = Array(bytes.dropFirst())
    var limits = UnpackLimits.standard
    limits.maxOutputBytes = 1 << 20
    switch choice % 6 {
    case 0: inflate(input, as: .gzip, limits)
    case 1: inflate(input, as: .zlib, limits)
    case 2: inflate(input, as: .raw, limits)
    case 3: readZip(input, limits)
    default: readRecords(input, limits, pieceBytes: choice % 6 == 4 ? .max : 7)
    }
}

private func inflate(_ input: [UInt8], as format: Inflater.Format, _ limits: UnpackLimits) {
    let unpacked = input.withUnsafeBytes { Inflater.unpack($0, as: format, limits: limits) }
    require(UInt64(unpacked.bytes.count) <= limits.maxOutputBytes, "a stream grew beyond its limit")
}

private func readZip(_ input: [UInt8], _ limits: UnpackLimits) {
    guard let zip = try? ZipReader(MemoryStore(input), limits: limits) else { return }
    for member in zip.members {
        guard let bytes = try? zip.unpack(member) else { continue }
        require(UInt64(bytes.count) == member.unpackedBytes, "a member is not as long as it says")
    }
    require(zip.totalOut <= limits.maxOutputBytes + (1 << 16), "members grew beyond their limit")
}

private func readRecords(_ input: [UInt8], _ limits: UnpackLimits, pieceBytes: Int) {
    let maxBlockBytes = 64 << 10
    let source = MemorySource(input, pieceBytes: pieceBytes)
    guard var reader = try? WARCReader(source, maxBlockBytes: maxBlockBytes, limits: limits) else { return }
    while let record = try? reader.next() {
        require(record.block.count <= maxBlockBytes, "a block is larger than asked for")
        _ = record.httpResponse(limits: limits)
        require(
            (HTTPPayload(of: record.block)?.bytes.count ?? 0) <= record.block.count,
            "a payload is longer than its message")
    }
}
