/// Why the demo portal could not be made or served.
package struct PortalError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable { case material, listen, file }

    package var code: Code
    package var description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
