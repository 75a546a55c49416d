/// Where in the portal a thing was planted.
enum Placement: String, Sendable, CaseIterable {
    case home, listing, article
    case questionPage = "question-page"
    case orphanUpload = "orphan-upload"
    case errorPage = "error-page"
    /// The search page says again what it was asked.
    case searchPage = "search-page"

    /// Folders in which editors and citizens put files.
    static let uploadFolders = [
        "/uploads/files/2026/03/", "/upload/hoidap/", "/documents/20142/", "/Portals/0/userfiles/", "/images/stories/",
    ]
}

/// One thing that is to be planted: an element of the grammar wrapper × placement × trigger × text.
struct Spec: Sendable {
    enum Means: Sendable {
        case wrapper(Wrapper, Category, Disguise)
        case redirect(RedirectKind)
        case reflection
    }

    var means: Means
    var placement: Placement
    var trigger: Trigger
    var reach = Reach.link
}
