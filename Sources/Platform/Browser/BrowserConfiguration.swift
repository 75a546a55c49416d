import Glibc

/// What a browser may take of the machine, and where it is.
package struct BrowserConfiguration: Sendable {
    /// The program; nil takes the first of `knownPrograms` that is there.
    package var program: String?
    /// Pages open at the same time.
    package var maxPages = 2
    /// The browser is ended and started anew after so many pages: what a page left in it goes with it.
    package var pagesPerLaunch = 50
    /// Private memory of all its processes together.
    package var maxMemoryBytes = 1_500 << 20
    package var maxProcesses = 40
    package var launchLimit = Duration.seconds(20)
    /// How often memory and processes are counted.
    package var measureInterval = Duration.milliseconds(200)
    /// Heap that the scripts of one process may fill.
    package var scriptHeapMegabytes = 256
    /// The account that the browser runs as when this program is run by root; it has a folder of its own.
    package var account = "nobody"

    package init() {}

    /// Debian's own binary first: its wrapper is a shell script that reads settings for people.
    package static let knownPrograms = ["/usr/lib/chromium/chromium", "/usr/bin/chromium", "/usr/bin/chromium-browser"]

    /// - Throws: `missing`.
    func executable() throws(BrowserError) -> String {
        let candidates = program.map { [$0] } ?? Self.knownPrograms
        guard let found = candidates.first(where: { access($0, X_OK) == 0 }) else {
            throw BrowserError(.missing, "Chromium is not installed (apt-get install chromium)")
        }
        return found
    }
}
