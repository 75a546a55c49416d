import Documents

/// What is said of documents that were not read whole.
enum PaperWords {
    /// For the outputs of an inspection, which say reasons in English.
    static func reason(_ document: ExtractedDocument) -> String {
        let faults = document.faults.map(words).joined(separator: "; ")
        return document.state == .cut ? "read in part: \(faults)" : faults
    }

    private static func words(_ fault: DocumentFault) -> String {
        switch fault {
        case .tooLarge: "larger than documents may be, packed or unpacked"
        case .encrypted: "encrypted"
        case .broken: "damaged"
        case .timedOut: "not read within its time"
        case .brokeDown: "its reader broke down, of damage in it or for want of memory"
        case .tooMuchOutput: "more text or pages than are read"
        case .tooManyMembers: "more members than are read"
        case .tooDeep: "nested too deep"
        case .otherKind: "of a kind that is not read; convert it to PDF, DOCX, HTML or text first"
        case .noText: "its pages hold no text (a scan?)"
        case .empty: "empty"
        case .noBox: "no box can be made on this machine (bubblewrap), and documents are read in none else"
        case .noTool: "poppler's tools are not installed (poppler-utils)"
        }
    }

    /// The end of a key `sweep.reason.*`. A kind that is not read is told as it always was.
    static func sweepReason(_ fault: DocumentFault) -> String {
        fault == .otherKind ? "document" : "document-\(fault.rawValue)"
    }
}
