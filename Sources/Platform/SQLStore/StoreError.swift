/// What went wrong in the database, in words for operators. Holds no value of a row.
package struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// The address of the database cannot be understood.
        case badAddress
        /// No connection, or it was lost and did not come back in time. Nothing was changed.
        case unavailable
        /// The connection was lost while a change was being sealed, and the database could not say whether it was.
        case unknownOutcome
        /// Other writers held what was asked for, for too long.
        case busy
        /// A statement took longer than it may, or its task was cancelled.
        case deadline
        /// A rule of the schema forbids the change: a value that must be unique is there already, …
        case unique, foreignKey, check, notNull
        case diskFull, readOnly, corrupt
        /// The database was written by a newer program, or its migrations are not those of this one.
        case newerSchema, alteredSchema
        /// The schema is older than the program: `vonggac database migrate`.
        case olderSchema
        /// Statement and code, or statement and schema, do not belong together.
        case wrongShape, wrongStatement
        /// A file could not be read or written.
        case file
        /// What was to be restored is no backup, or the database that it is for is not empty.
        case badBackup
    }

    package let code: Code
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
