import Dispatch
package import Evidence

/// Where bundles of evidence go.
package protocol EvidenceKeeping: Sendable {
    /// Returns when the bundle is safe. The same bundle again is not stored again.
    func keep(_ bundle: EvidenceBundle) async throws(EvidenceError) -> BundleID
}

/// A folder as the place for evidence.
package struct FolderEvidence: EvidenceKeeping {
    private let folder: EvidenceFolder
    /// A bundle waits for the disk: never on a thread that other work waits for.
    private let queue = DispatchQueue(label: "sweep-evidence")

    package init(_ folder: EvidenceFolder) { self.folder = folder }

    package func keep(_ bundle: EvidenceBundle) async throws(EvidenceError) -> BundleID {
        let kept: Result<BundleID, EvidenceError> = await withCheckedContinuation { done in
            queue.async { done.resume(returning: put(bundle)) }
        }
        return try kept.get()
    }

    private func put(_ bundle: EvidenceBundle) -> Result<BundleID, EvidenceError> {
        do throws(EvidenceError) {
            return .success(try folder.put(bundle))
        } catch {
            return .failure(error)
        }
    }
}
