import GRDB

extension StoreError {
    /// What an error of the driver means; other errors pass.
    static func translated(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else {
            return error is CancellationError ? StoreError(.deadline, "cancelled") : error
        }
        return StoreError(code(of: error), error.message ?? error.resultCode.description)
    }

    init(opening path: String, _ error: any Error) {
        guard let error = error as? DatabaseError else {
            self.init(.file, "\(path): \(error)")
            return
        }
        let code = Self.code(of: error)
        let hint =
            error.resultCode == .SQLITE_NOTADB ? "it is no SQLite database, or it is encrypted" : error.message ?? ""
        self.init(code == .wrongStatement ? .file : code, "\(path): \(hint)")
    }

    private static func code(of error: DatabaseError) -> Code {
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID: return .unique
        case .SQLITE_CONSTRAINT_FOREIGNKEY: return .foreignKey
        case .SQLITE_CONSTRAINT_NOTNULL: return .notNull
        default: break
        }
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy
        case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH: return .check
        case .SQLITE_FULL: return .diskFull
        case .SQLITE_READONLY, .SQLITE_PERM: return .readOnly
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .corrupt
        case .SQLITE_IOERR, .SQLITE_CANTOPEN: return .file
        case .SQLITE_INTERRUPT, .SQLITE_ABORT: return .deadline
        default: return .wrongStatement
        }
    }
}
