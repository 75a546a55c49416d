package import SQLStore

/// What a false alarm has become: from now on the like of it is set aside (quy tắc bỏ qua), for a time.
package struct FindingRule: Sendable, Equatable, Identifiable {
    package let id: Int64
    /// Nil: for the whole province.
    package let portal: Int64?
    package let identity: FindingIdentity
    /// What was judged, as text.
    package let excerpt: String
    package let reason: String
    /// As the audit log names them.
    package let author: String
    package let created: Moment
    package let expires: Moment
    package let ended: Moment?

    package func isLive(at now: Moment) -> Bool { ended == nil && now < expires }

    /// - Parameter portal: whose finding it is.
    func excuses(_ identity: FindingIdentity, of portal: Int64) -> Bool {
        (self.portal == nil || self.portal == portal) && self.identity.isNear(identity)
    }
}
