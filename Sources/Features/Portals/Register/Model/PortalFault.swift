/// A field of the form in which a portal is written down.
package enum PortalField: String, Sendable, CaseIterable {
    case unit, name, home, hosts
    case operatorName = "operator"
    case vendor, platform, risk, views, pages, rate, interval, domains, authority
}

/// What is wrong with a field.
package struct PortalFault: Sendable, Hashable {
    package enum Code: String, Sendable, CaseIterable {
        case missing
        /// Too long, or with characters that nobody sees.
        case notPlain
        case notAnAddress, notAHost, notADomain, tooMany, outOfRange
        /// An active portal has the host already.
        case taken
        /// Of an import: there is no organisation with this code.
        case unknownUnit
        /// Of an import: an earlier row has the host.
        case repeated
    }

    package let field: PortalField
    package let code: Code
    /// What was wrong, as typed, cut; empty where the whole field is meant.
    package let value: String

    package init(_ field: PortalField, _ code: Code, _ value: String = "") {
        self.field = field
        self.code = code
        self.value = String(value.prefix(200))
    }
}
