/// Why the register, the findings or the watch of portals refused something.
package enum PortalsError: Error, Sendable, Equatable {
    case notFound
    /// Somebody changed it meanwhile: what was seen is not what is there.
    case changedMeanwhile
    /// What was typed, field by field.
    case invalid([PortalFault])
    /// It cannot be done to what stands like this, such as sweeping a portal that is retired.
    case wrongState
}
