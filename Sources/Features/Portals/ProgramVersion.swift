/// The version that the program says of itself.
package enum ProgramVersion {
    package static let text = "0.1.0"
}
