import Markup
enum SlugScript { static func isForeign(_ p: String) -> Bool { false } }
struct SitemapReader { var pages: [WebURL] = []; var sitemaps: [WebURL] = []; var fault: String?; static func read(_ b: [UInt8], at: WebURL) -> SitemapReader { SitemapReader() } }
struct SitemapSignals { init(_ p: [WebURL]) {}; var isForeign = false; var foreignCount = 0; var count = 0 }
struct SeedFileError: Error {}
struct NamedAddresses { var links: [FoundLink] = []; var notes: [String] = [] }
struct SeedReader { init(rules: SweepingPack, seeds: [WebURL]) {}; func read(seedFiles: [String], accessLogs: [String]) throws -> NamedAddresses { NamedAddresses() } }
