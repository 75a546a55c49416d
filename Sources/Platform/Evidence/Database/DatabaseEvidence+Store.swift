import Cryptography
import SQLStore

extension DatabaseEvidence: EvidenceStore {
    /// Holder of the marks that `mark` sets.
    static let operatorHolder = "operator"

    package func keep(_ bundle: EvidenceBundle) async throws(EvidenceError) -> BundleID {
        let signed = try SignedBundle(bundle, key: key, limits: limits)
        if try await isStored(signed) { return signed.id }
        let put = DatabasePut(bundle, signed, self)
        do {
            try await run(put)
        } catch {
            await DatabaseRemoval(evidence: self).removeUnfinished(of: put)
            throw EvidenceError(error)
        }
        return signed.id
    }

    /// What others left unfinished gives way to a bundle that is whole.
    private func run(_ put: DatabasePut) async throws {
        do {
            try await put.run()
        } catch let error as EvidenceError where error.code == .budgetExhausted {
            guard try await DatabaseRemoval(evidence: self).removeUnfinished() > 0 else { throw error }
            try await put.run()
        }
    }

    /// Whether the bundle is there, and as it was put.
    private func isStored(_ signed: SignedBundle) async throws(EvidenceError) -> Bool {
        let count = try await read { connection in
            try connection.count("SELECT count(*) FROM evidence_bundles WHERE digest = ?", signed.id.text)
        }
        guard count == 1 else { return false }
        let report: BundleReport
        do {
            report = try await check(signed.id, key: signed.publicKey)
        } catch {
            // Removed just now.
            if error.code == .notFound { return false }
            throw error
        }
        guard case .ok = report.state else {
            throw EvidenceError(.altered, "\(signed.id) is stored already and was changed since: \(report.state)")
        }
        return true
    }

    package func mark(_ id: BundleID, isHeld: Bool) async throws(EvidenceError) {
        let now = time.now()
        try await write { connection in
            try Self.hold(id, for: Self.operatorHolder, at: now, in: connection)
            if !isHeld { try Self.release(id, for: Self.operatorHolder, in: connection) }
        }
    }

    package func usage() async throws(EvidenceError) -> EvidenceUsage {
        let used = try await read { connection in try EvidenceSpace.used(connection) }
        return EvidenceUsage(usedBytes: used, budget: budget)
    }

    package func prune(
        _ retention: EvidenceRetention, isDryRun: Bool
    ) async throws(EvidenceError) -> EvidenceRemoval {
        let plan = try await DatabaseRetention.removal(retention, self)
        if isDryRun { return plan }
        var done = EvidenceRemoval()
        done.heldCount = plan.heldCount
        done.unreadableCount = plan.unreadableCount
        do throws(EvidenceError) {
            try await remove(plan.removed, &done)
        } catch {
            guard !done.removed.isEmpty else { throw error }
            done.stopped = error
        }
        return done
    }

    private func remove(_ bundles: [BundleID], _ done: inout EvidenceRemoval) async throws(EvidenceError) {
        let removal = DatabaseRemoval(evidence: self)
        for id in bundles {
            do throws(EvidenceError) {
                done.freedBytes += try await removal.remove(id)
                done.removed.append(id)
            } catch {
                switch error.code {
                case .held: done.heldCount += 1
                // Another node was there first.
                case .notFound: continue
                default: throw error
                }
            }
        }
        done.freedBytes += try await removal.removeUnfinished()
        try await removal.clearFolder()
    }
}
