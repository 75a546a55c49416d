/// How far a sweep goes.
package struct FrontierLimits: Sendable, Hashable {
    /// First looks at different addresses.
    package var maxPages = 10_000
    /// Addresses kept; about 300 bytes each.
    package var maxAddresses = 200_000
    /// Hosts and ports; a name server may answer to any sub-domain.
    package var maxOrigins = 200
    /// Clicks from a seed.
    package var maxDepth = 40
    package var maxURLBytes = 2_048
    package var maxSegments = 20
    /// Appearances of one segment in a path.
    package var maxSegmentRepeats = 3
    /// Links that are looked at on one page.
    package var maxLinksPerPage = 10_000
    /// Addresses of one template that is a calendar.
    package var maxCalendarAddresses = 40
    /// Addresses of one template, by the number of its parameters; those of more parameters have the last cap.
    package var maxAddressesByParameters = [Int.max, 5_000, 1_000, 300, 100]
    /// Addresses of one template with a parameter that only sorts or shows otherwise.
    package var maxFacetAddresses = 60
    /// Pages of one template that bring nothing new, in a row, before the rest of it is left alone.
    package var maxEqualPages = 50
    /// Bits of 64 in which the texts of equal pages may differ.
    package var equalTextDistance = 3
    package var maxUploadFolders = 500
    package var maxSitemaps = 200
    package var maxSitemapDepth = 3

    package init() {}
}

/// What robots.txt is to a sweep.
package enum RobotsPolicy: String, Sendable, CaseIterable {
    /// Forbidden paths are visited and marked: the portal belongs to who sweeps it, and planted content likes to hide there.
    case note
    case obey
}
