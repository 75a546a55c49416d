package import SQLStore

/// One sweep of a portal as its row tells it.
package struct PortalSweep: Sendable, Equatable, Identifiable {
    package enum State: String, Sendable, CaseIterable, SQLConvertible {
        case running, done
        /// Somebody ended it, or its job was given up while it could not be asked why.
        case interrupted
        case failed
    }

    package let id: Int64
    package let portal: Int64
    package let job: Int64
    package let state: State
    package let begun: Moment
    package let ended: Moment?
    /// Times that it was gone on with after a worker stopped.
    package let resumed: Int
    /// Why it ended: `drained`, `max-pages`, `max-duration`; nil for one that is not done.
    package let ending: String?
    /// Of the portal, when it was done.
    package let verdict: PortalVerdict?
    package let pages: Int
    package let requests: Int
    package let receivedBytes: Int
    /// Open findings that it met; then how many of them were new or back, and how many earlier ones were gone.
    package let findings: Int
    package let newFindings: Int
    package let backFindings: Int
    package let goneFindings: Int
    /// Pages that nobody can call clean.
    package let unseen: Int
    /// Known addresses that were not looked at.
    package let leftPages: Int
    /// Nil while it runs, and for one that was not done.
    package let digest: SweepDigest?

    init(_ row: SQLRow) throws {
        id = try row.int64("id")
        portal = try row.int64("portal")
        job = try row.int64("job")
        state = try row.word("state")
        begun = try row.moment("begun")
        ended = try row.optionalMoment("ended")
        resumed = try row.int("resumed")
        ending = try row.optionalText("ending")
        verdict = try row.optionalText("verdict").flatMap(PortalVerdict.init(rawValue:))
        pages = try row.int("pages")
        requests = try row.int("requests")
        receivedBytes = try row.int("received_bytes")
        findings = try row.int("findings")
        newFindings = try row.int("new_findings")
        backFindings = try row.int("back_findings")
        goneFindings = try row.int("gone_findings")
        unseen = try row.int("unseen")
        leftPages = try row.int("left_pages")
        digest = try row.optionalText("summary").flatMap(SweepDigest.init(json:))
    }
}

/// The certificate of one of a portal's origins, as the last sweep that met it saw it. Subject and names are hostile text.
package struct PortalCertificate: Sendable, Equatable {
    package let portal: Int64
    package let origin: String
    package let subject: String
    package let issuer: String
    package let names: String
    package let tlsVersion: String
    package let notBefore: Moment
    package let notAfter: Moment
    package let fingerprint: String
    package let fault: String?
    package let seen: Moment

    init(_ row: SQLRow) throws {
        portal = try row.int64("portal")
        origin = try row.text("origin")
        subject = try row.text("subject")
        issuer = try row.text("issuer")
        names = try row.text("names")
        tlsVersion = try row.text("tls_version")
        notBefore = try row.moment("not_before")
        notAfter = try row.moment("not_after")
        fingerprint = try row.text("fingerprint")
        fault = try row.optionalText("fault")
        seen = try row.moment("seen")
    }
}
