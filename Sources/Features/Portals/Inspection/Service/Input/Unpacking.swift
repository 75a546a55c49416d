import Knowledge

struct UnpackedSource: ByteSource {
    init(_ source: PeekedSource) throws { throw FileError(path: "", reason: "compressed input is not read yet") }
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { 0 }
}

final class WARCReader: ItemReader {
    init(name: String, source: any ByteSource, maxRecordBytes: Int) {}
    func next() -> WorkItem? { nil }
}
