import SQLStore

extension EvidenceError {
    /// What came out of a call that throws anything: our own errors as they are, others in their words.
    init(_ error: any Error) {
        switch error {
        case let error as EvidenceError: self = error
        case let error as StoreError where error.code == .wrongStatement || error.code == .wrongShape:
            self.init(
                .ioFailed,
                "the database does not hold evidence as this program knows it; run 'vonggac database migrate'")
        case let error as StoreError: self.init(.ioFailed, "the database: \(error.message)")
        default: self.init(.ioFailed, "\(error)")
        }
    }
}
