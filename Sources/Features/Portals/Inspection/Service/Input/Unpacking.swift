import Knowledge
import Unpack

/// What went wrong while unpacking, in words for people.
enum UnpackFault {
    static func words(_ error: UnpackError) -> String {
        switch error.code {
        case .truncated: "the packed data end too early (byte \(error.position))"
        case .outputTooLarge, .ratioTooHigh, .tooManyMembers, .tooDeep:
            "unpacking was stopped: it grows beyond the limits (byte \(error.position)); unpack it by hand if you trust it"
        case .badRecord, .headTooLong: "not a valid WARC record (byte \(error.position))"
        case .noMemory: "no memory to unpack it"
        default: "the packed data are damaged (\(error.code.rawValue) at byte \(error.position))"
        }
    }

    /// Words for any error of a source.
    static func words(of error: any Error) -> String {
        switch error {
        case let error as FileError: error.reason
        case let error as UnpackError: words(error)
        default: "\(error)"
        }
    }
}

/// The pages and texts of a WARC file. Records that hold neither (pictures, requests, redirects without a body) are passed
/// over and counted.
final class WARCItems: ItemReader {
    private let name: String
    private let maxRecordBytes: Int
    private var reader: WARCReader?
    private(set) var skippedCount = 0
    private var recordCount = 0
    /// A fault met while an item was being filled: it comes after that item.
    private var failure: WorkItem?

    private static let maxRecordsAnItem = 32
    private static let maxBytesAnItem = 1 << 20

    init(name: String, source: any ByteSource, maxRecordBytes: Int) throws {
        self.name = name
        self.maxRecordBytes = maxRecordBytes
        reader = try WARCReader(source, maxBlockBytes: maxRecordBytes)
    }

    func next() -> WorkItem? {
        if let item = failure {
            failure = nil
            return item
        }
        var inputs: [LoadedInput] = []
        var byteCount = 0
        while inputs.count < Self.maxRecordsAnItem, byteCount < Self.maxBytesAnItem, failure == nil {
            do {
                guard let record = try reader?.next() else { break }
                recordCount += 1
                if let input = try input(record) {
                    byteCount += input.bytes.count
                    inputs.append(input)
                } else {
                    skippedCount += 1
                }
            } catch let error as RecordFault {
                failure = .failed(
                    [
                        FailedInput(
                            source: name, id: .address(error.address), reason: error.reason, byteCount: error.byteCount)
                    ])
            } catch {
                reader = nil
                failure = .failed([FailedInput(source: name, id: .source, reason: UnpackFault.words(of: error))])
            }
        }
        guard inputs.isEmpty else { return .loaded(inputs) }
        defer { failure = nil }
        return failure
    }

    private struct RecordFault: Error {
        var address: String
        var reason: String
        var byteCount: Int
    }

    /// The page in a record; nil when it holds none.
    private func input(_ record: WARCRecord) throws(RecordFault) -> LoadedInput? {
        let address =
            record.targetURI.isEmpty ? "record \(recordCount)" : String(decoding: record.targetURI, as: UTF8.self)
        let body: [UInt8]
        let declared: [UInt8]
        switch record.kind {
        case .response:
            guard let response = record.httpResponse() else { return nil }
            if let fault = response.fault, response.body.isEmpty {
                throw RecordFault(address: address, reason: UnpackFault.words(fault), byteCount: record.block.count)
            }
            body = response.body
            declared = response.contentType
        case .resource, .conversion:
            body = record.block
            declared = record.contentType
        default: return nil
        }
        guard let kind = Self.kind(declared, body), !body.isEmpty else { return nil }
        if let fault = record.fault {
            throw RecordFault(address: address, reason: UnpackFault.words(fault), byteCount: body.count)
        }
        if UInt64(record.block.count) < record.contentLength {
            throw RecordFault(
                address: address, reason: InspectionLimits.tooLarge(maxRecordBytes), byteCount: body.count)
        }
        return LoadedInput(
            source: name, id: .address(address), kind: kind, bytes: body,
            address: address.hasPrefix("http") ? address : nil)
    }

    private static func kind(_ contentType: [UInt8], _ body: [UInt8]) -> InputKind? {
        let type = String(decoding: contentType.prefix(100), as: UTF8.self).lowercased()
        if type.contains("html") || type.contains("xml") { return .html }
        if type.hasPrefix("text/plain") { return .text }
        guard type.isEmpty else { return nil }
        return body.withUnsafeBufferPointer { InputType.looksLikePage(.init(rebasing: $0.prefix(1_024))) } ? .html : nil
    }
}
