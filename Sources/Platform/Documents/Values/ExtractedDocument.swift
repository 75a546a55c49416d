/// What was read out of one document, or out of one member of an archive or mail. All of it is hostile text.
package struct ExtractedDocument: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case pdf, docx, mail, archive
        /// A page or a plain text that lay in an archive or mail: `source` holds its bytes.
        case html, text
        /// Of a kind that is not read.
        case other
    }

    /// How much of it was read.
    package enum State: String, Sendable, CaseIterable {
        case whole
        /// Something was read, and something was not: `faults` says why.
        case cut
        case unread
    }

    /// Names from the outermost archive or mail down to this; empty for the document that was given. As stored: never a path
    /// of this machine.
    package var path: [String]
    package var kind: Kind
    package var state = State.whole
    package var faults: [DocumentFault] = []
    package var facts = Facts()
    package var parts: [Part] = []
    package var source: [UInt8] = []

    package init(path: [String] = [], kind: Kind) {
        self.path = path
        self.kind = kind
    }

    /// A page, a file inside the document, a mail's head or body.
    package struct Part: Sendable, Equatable {
        /// `page 3`, `word/document.xml`, `mail head`, `mail body`.
        package var place: String
        package var blocks: [Block]

        package init(place: String, blocks: [Block] = []) {
            self.place = place
            self.blocks = blocks
        }
    }

    /// A paragraph, or lines that stand together.
    package struct Block: Sendable, Equatable {
        package var runs: [Run]

        package init(_ runs: [Run] = []) { self.runs = runs }
    }

    /// A stretch of text that looks alike.
    package struct Run: Sendable, Equatable {
        package var text: String
        /// Why a reader does not see it; nil when it is seen.
        package var hiding: Hiding?
        /// Where it leads; a run may be a link without text.
        package var url: String?

        package init(_ text: String, hiding: Hiding? = nil, url: String? = nil) {
            self.text = text
            self.hiding = hiding
            self.url = url
        }
    }

    package enum Hiding: String, Sendable, CaseIterable {
        /// Drawn with no ink (PDF's render mode 3), or fully transparent.
        case invisible
        case sameColour = "same-colour"
        /// Letters of a point or less.
        case tiny = "font-size"
        case offPage = "off-page"
        /// The word processor's "hidden" mark, in the text or by its style.
        case vanish
        /// A link that lies over no text.
        case bareLink = "bare-link"
    }

    package struct Facts: Sendable, Equatable {
        package var pageCount = 0
        package var isEncrypted = false
        package var hasMacros = false
        package var hasScripts = false
        package var embeddedFileCount = 0
        /// Members of an archive of kinds that are not read (pictures and the like).
        package var passedOverCount = 0
        /// Templates, pictures and the like that the document wants from elsewhere; they are not asked for.
        package var remoteReferences: [String] = []

        package init() {}
    }
}

/// Why a document was not read whole.
package enum DocumentFault: String, Sendable, CaseIterable {
    case tooLarge = "too-large"
    case encrypted
    case broken
    case timedOut = "timed-out"
    /// The reader inside the box ended by force: no memory, or a fault of its own that the document met.
    case brokeDown = "broke-down"
    case tooMuchOutput = "too-much-output"
    case tooManyMembers = "too-many-members"
    /// Archives within archives, or mail parts within parts.
    case tooDeep = "too-deep"
    case otherKind = "other-kind"
    /// Pages that hold pictures and no text.
    case noText = "no-text"
    case empty
    /// This machine cannot make the box in which alone documents are read.
    case noBox = "no-box"
    /// The tool that reads it is not installed.
    case noTool = "no-tool"
}
