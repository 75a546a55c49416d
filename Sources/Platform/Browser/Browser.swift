import Fetching
import NIOCore
import NIOPosix
import Synchronization

/// Debian's Chromium, without a window, in its sandbox, with no way out but our proxy.
///
/// Shared by many tasks: at most `maxPages` pages are open at a time, each in a context of its own; the browser is ended and
/// started anew after `pagesPerLaunch` pages, when it takes too much, and when it dies. `close` must be called before the
/// last reference goes; should the program end without it, the kernel ends the browser.
package final class Browser: Sendable {
    private struct State {
        var launch: BrowserLaunch?
        var retired: [BrowserLaunch] = []
        var launchCount = 0
        var peak = ProcessUsage()
        var isClosed = false
    }

    private let configuration: BrowserConfiguration
    private let upstream: (any BrowserUpstream)?
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let pages: Turnstile
    private let launching = Turnstile(limit: 1)
    private let state = Mutex(State())

    private init(_ configuration: BrowserConfiguration, _ upstream: (any BrowserUpstream)?) {
        self.configuration = configuration
        self.upstream = upstream
        pages = Turnstile(limit: configuration.maxPages)
    }

    /// Starts the browser, so that it is known whether there is one.
    /// - Parameter upstream: where pages come from; nil serves nothing.
    /// - Throws: `missing`, `notStarted` with the browser's own words.
    package static func start(
        _ configuration: BrowserConfiguration = BrowserConfiguration(), upstream: (any BrowserUpstream)?
    ) async throws(BrowserError) -> Browser {
        let browser = Browser(configuration, upstream)
        do throws(BrowserError) {
            browser.leave(try await browser.currentLaunch())
        } catch {
            await browser.close()
            throw error
        }
        return browser
    }

    /// Times the browser was started.
    package var launchCount: Int { state.withLock { $0.launchCount } }
    /// The number of the running browser's process; nil between two.
    package var processID: Int32? { state.withLock { $0.launch }?.child.pid }
    /// The most that one browser took at one moment.
    package var peak: ProcessUsage {
        state.withLock { state in
            var peak = state.peak
            for launch in state.retired + [state.launch].compactMap({ $0 }) { peak.raise(to: launch.child.peak) }
            return peak
        }
    }

    /// Opens a page, lends it, and closes it.
    /// - Throws: what `body` throws; where the browser itself ended meanwhile, why.
    package func withPage<Value: Sendable>(
        _ visit: PageVisit, _ body: (BrowserPage) async throws -> Value
    ) async throws -> Value {
        guard await pages.enter("") else { throw BrowserError(.closed, "cancelled") }
        defer { pages.leave("") }
        let launch = try await currentLaunch()
        defer { leave(launch) }
        let secret = (0..<4).map { _ in String(UInt64.random(in: 0 ... .max), radix: 36) }.joined()
        let proxy = try await PageProxy(
            PageProxy.Policy(secret: secret, upstream: upstream, isServed: visit.isServed), on: group)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await proxy.run() }
            defer { tasks.cancelAll() }
            do {
                let page = try await BrowserPage.open(launch.connection, proxy: proxy, secret: secret, visit: visit)
                do {
                    let value = try await body(page)
                    await page.close()
                    return value
                } catch {
                    await page.close()
                    throw error
                }
            } catch let error as BrowserError {
                // The end of the browser explains more than the call that it broke.
                throw launch.connection.fault ?? error
            }
        }
    }

    /// Ends the browser and waits until its processes are gone.
    package func close() async {
        let launches = state.withLock { state in
            state.isClosed = true
            let all = state.retired + [state.launch].compactMap { $0 }
            for launch in all { state.peak.raise(to: launch.child.peak) }
            (state.retired, state.launch) = ([], nil)
            return all
        }
        for launch in launches { await launch.end() }
        try? await group.shutdownGracefully()
    }

    // MARK: launches

    /// The running browser with room for one more page; started when there is none. `leave` must follow.
    private func currentLaunch() async throws(BrowserError) -> BrowserLaunch {
        guard await launching.enter("") else { throw BrowserError(.closed, "cancelled") }
        defer { launching.leave("") }
        let (known, ended) = state.withLock { state -> (BrowserLaunch?, BrowserLaunch?) in
            guard let launch = state.launch else { return (nil, nil) }
            if launch.connection.fault == nil, launch.enter(limit: configuration.pagesPerLaunch) {
                return (launch, nil)
            }
            state.launch = nil
            // Pages that are still open keep it; the last one ends it.
            state.peak.raise(to: launch.child.peak)
            if launch.isIdle { return (nil, launch) }
            state.retired.append(launch)
            return (nil, nil)
        }
        if let known { return known }
        await ended?.end()
        guard !state.withLock({ $0.isClosed }) else { throw BrowserError(.closed, "the browser is closed") }
        let launch = try await BrowserLaunch.start(configuration)
        let isLate = state.withLock { state in
            guard !state.isClosed else { return true }
            state.launch = launch
            state.launchCount += 1
            return false
        }
        guard !isLate, launch.enter(limit: .max) else {
            await launch.end()
            throw BrowserError(.closed, "the browser is closed")
        }
        return launch
    }

    private func leave(_ launch: BrowserLaunch) {
        launch.leave()
        state.withLock { state in
            guard launch.isIdle, let place = state.retired.firstIndex(where: { $0 === launch }) else { return }
            state.peak.raise(to: launch.child.peak)
            state.retired.remove(at: place)
            launch.child.stop()
        }
    }
}
