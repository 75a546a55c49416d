/// What the bytes of an input are.
package enum InputKind: String, Sendable {
    case html, text
}

/// Judges inputs one after another. One instance a worker: it may keep scratch memory and need not be `Sendable`.
package protocol PageInspecting {
    /// The verdict on one input. Never fails: what cannot be judged is `unreadable`. Linear in `bytes.count`.
    /// - Parameter bytes: as given, in any encoding; hostile. They live only during the call.
    /// - Parameter baseURL: where the page came from, when that is known: links are weighed against its host.
    func inspect(_ bytes: UnsafeBufferPointer<UInt8>, kind: InputKind, baseURL: String?) -> InspectionResult
}

/// Makes one inspector for each worker; holds what they share (the compiled rules).
package protocol PageInspectorFactory: Sendable {
    /// `id@version` of the pack that judges.
    var pack: String { get }
    func makeInspector() -> any PageInspecting
}
