/// Why reading stopped, and where. Never holds any of the document.
package struct XMLFault: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// A document type: nothing that may define entities or load files is read.
        case documentType
        /// A reference to an entity that is not one of the five.
        case unknownEntity
        case badReference
        case malformed
        /// An end tag that is not of the open element, or none at the end.
        case mismatchedTag
        case tooDeep, tooManyAttributes, tooLong
    }

    package var code: Code
    /// Byte of the document as UTF-8.
    package var position: Int

    package var description: String { "\(code.rawValue) at byte \(position)" }
}

/// What an XML document may cost.
package struct XMLLimits: Sendable {
    package var maxDepth = 64
    package var maxAttributes = 64
    package var maxNameBytes = 256
    package var maxAttributeBytes = 64 << 10
    /// Whether an unknown entity, or a bare `&`, is text as it stands. Not XML, but what many feeds hold.
    package var keepsUnknownReferences = false

    package init() {}
}

package struct XMLAttribute: Sendable, Equatable {
    /// With its prefix, as written.
    package var name: String
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

package enum XMLEvent: Sendable, Equatable {
    /// Names have their prefix, as written.
    case start(name: String, attributes: [XMLAttribute])
    /// Also for `<a/>`.
    case end(name: String)
    /// References resolved; comments, CDATA borders and the like part one text into several.
    case text(String)
}
