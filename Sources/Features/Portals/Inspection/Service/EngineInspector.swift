package import Knowledge

/// Makes inspectors that ask the engine `PlantedContent`.
package struct EngineInspectorFactory: PageInspectorFactory {
    package let pack: String

    /// nil (with every fault recorded) when the knowledge cannot be used.
    package init?(resources: String, overlay: String?, _ diagnostics: inout Diagnostics) {
        pack = ""
    }

    package func makeInspector() -> any PageInspecting { EngineInspector() }
}

private struct EngineInspector: PageInspecting {
    func inspect(_ bytes: UnsafeBufferPointer<UInt8>, kind: InputKind, baseURL: String?) -> InspectionResult {
        .unreadable("the engine is not built into this program", byteCount: bytes.count)
    }
}
