/// Why a browser is not there, or a page could not be rendered.
package struct BrowserError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// No Chromium on this machine.
        case missing
        /// It did not start; for want of its sandbox, too, without which it is never run.
        case notStarted
        /// The browser ended, or the page's process.
        case crashed
        /// It took more memory or processes than it may.
        case tooLarge
        case tooSlow
        /// The page's own address could not be loaded.
        case notLoaded
        /// An answer over the pipe that is none, or an error of the browser's own.
        case badAnswer
        case closed
    }

    package var code: Code
    /// For operators; never page content.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
