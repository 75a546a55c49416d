import CPostgres
import Cryptography

/// The rows of an answer, as text that the server wrote, into values.
struct PostgresAnswer {
    private let result: OpaquePointer?
    private let columns: [String]
    private let types: [Oid]

    init(_ result: OpaquePointer?) {
        self.result = result
        let count = PQnfields(result)
        columns = (0..<count).map { String(cString: PQfname(result, $0)) }
        types = (0..<count).map { PQftype(result, $0) }
    }

    func row(_ row: Int32) -> SQLRow {
        SQLRow(columns: columns, values: types.indices.map { value(row, Int32($0), types[$0]) })
    }

    private func value(_ row: Int32, _ column: Int32, _ type: Oid) -> SQLValue {
        guard PQgetisnull(result, row, column) == 0, let bytes = PQgetvalue(result, row, column) else { return .null }
        let text = UnsafeRawBufferPointer(start: bytes, count: Int(PQgetlength(result, row, column)))
        func string() -> String { String(decoding: text, as: UTF8.self) }
        switch type {
        case PostgresType.int8, PostgresType.int4, PostgresType.int2, PostgresType.oid:
            return Int64(string()).map { .int($0) } ?? .text(string())
        case PostgresType.numeric:
            // Sums of whole numbers are numeric there.
            return Int64(string()).map { .int($0) } ?? Double(string()).map { .real($0) } ?? .text(string())
        case PostgresType.float8, PostgresType.float4: return Double(string()).map { .real($0) } ?? .text(string())
        case PostgresType.bool: return .int(string() == "t" ? 1 : 0)
        case PostgresType.bytea:
            // Behind `\x`
            guard text.count >= 2 else { return .null }
            return Hexadecimal.bytes(of: UnsafeRawBufferPointer(rebasing: text[2...])).map { .bytes($0) } ?? .null
        default: return .text(string())
        }
    }
}

/// Numbers of PostgreSQL's built-in types (pg_type.dat).
enum PostgresType {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let oid: Oid = 26
    static let float4: Oid = 700
    static let float8: Oid = 701
    static let numeric: Oid = 1700
}

extension SQLValue {
    /// The type that a parameter is sent as, and its text; nil for NULL.
    var postgres: (Oid, String?) {
        switch self {
        case .null: (0, nil)
        case .int(let value): (PostgresType.int8, String(value))
        case .real(let value): (PostgresType.float8, "\(value)")
        case .text(let value): (PostgresType.text, value)
        case .bytes(let value): (PostgresType.bytea, "\\x" + Hexadecimal.text(of: value))
        }
    }
}

/// What the server, or the library, says of a statement that failed.
struct PostgresFault {
    let error: StoreError
    /// Another transaction came first: serialization failure or deadlock.
    let isRetryable: Bool

    init(_ result: OpaquePointer?, _ connection: OpaquePointer) {
        let state =
            result.flatMap { PQresultErrorField($0, Int32(UInt8(ascii: "C"))) }.map { String(cString: $0) } ?? ""
        let primary = result.flatMap { PQresultErrorField($0, Int32(UInt8(ascii: "M"))) }.map { String(cString: $0) }
        let message = primary ?? PostgresConnection.oneLine(PQerrorMessage(connection))
        isRetryable = state == "40001" || state == "40P01"
        error = StoreError(Self.code(state), message)
    }

    private static func code(_ state: String) -> StoreError.Code {
        switch state {
        case "23505": .unique
        case "23503": .foreignKey
        case "23514", "22001", "22003", "22P02": .check
        case "23502": .notNull
        case "57014": .deadline
        case "55P03": .busy
        case "53100", "53200": .diskFull
        case "25006": .readOnly
        case "XX001", "XX002": .corrupt
        case "", "57P01", "57P02", "57P03", "53300", "08000", "08003", "08006": .unavailable
        default: .wrongStatement
        }
    }
}
