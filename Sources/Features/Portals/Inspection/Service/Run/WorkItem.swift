/// What one worker takes at a time: enough to make the hand-over cheap, little enough to keep memory flat.
enum WorkItem {
    /// Small files, read by the worker.
    case files([FoundInput])
    /// Lines of a JSON-lines source.
    case lines([UInt8], source: String, firstLine: Int)
    /// Inputs whose bytes are in memory already (standard input, WARC records).
    case loaded([LoadedInput])
    /// A document whose bytes are in memory, to be read in a box.
    case document(DocumentInput)
    /// Inputs that cannot be read, with the reason.
    case failed([FailedInput])
}

struct LoadedInput {
    var source: String
    var id: RecordID
    var kind: InputKind
    var bytes: [UInt8]
    /// Where the record says that it came from; it goes before the user's base address.
    var address: String?
}

struct DocumentInput {
    var source: String
    var bytes: [UInt8]
}

struct FailedInput {
    var source: String
    var id: RecordID
    var reason: String
    var byteCount = 0
}
