import ArgumentParser
import Browser
import Evidence
import Fetching
import Foundation
import Glibc
import Knowledge
import Portals
import SQLStore

/// `vonggac doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what is missing on this machine, and how to mend it.",
        discussion: """
            Tries what the watch needs: knowledge, state folder, database, evidence folder, clock, disk, the browser, the box in \
            which papers are read. Changes nothing but the state folder and the evidence folder, which are made when they are \
            not there.

            EXAMPLES
              vonggac doctor
              vonggac doctor --database postgres://vonggac@db.example/vonggac

            EXIT CODES
              0  all is there   1  something is missing or wrong   2  wrong use
            """)

    @OptionGroup var options: HouseOptions

    func run() async throws {
        var report = DoctorReport()
        report.take("knowledge", knowledge())
        report.take("state folder", stateFolder())
        report.take("disk", disk())
        report.take("database", await database())
        if let path = options.evidence.path { report.take("evidence", await evidence(path)) }
        report.take("browser", await browser())
        report.take("papers", papers())
        report.take("sandbox", sandbox())
        print(report.faults == 0 ? "All is there." : "\(report.faults) to be mended.")
        if report.faults > 0 { throw ExitCode(1) }
    }

    private func knowledge() -> DoctorFinding {
        do {
            var diagnostics = Diagnostics()
            let resources = try ResourceLocator().resources(dataDirectory: options.knowledge.dataDirectory)
            let base = KnowledgeBase(
                resources: resources, overlay: options.knowledge.overlayFolder, &diagnostics)
            base.check(Features.packDecoders, &diagnostics)
            guard !diagnostics.hasErrors else {
                return .bad("\(diagnostics.errorCount) faults in the packs", "see 'vonggac knowledge check'")
            }
            return .good("\(base.packs.count) packs in \(resources)")
        } catch {
            return .bad("\(error)", "install the data beside the program, or name it with --data-dir")
        }
    }

    private func stateFolder() -> DoctorFinding {
        do {
            let folder = try options.stateFolder()
            guard access(folder, W_OK | X_OK) == 0 else {
                return .bad(
                    "\(folder) cannot be written", "give it to \(String.shellUser), or name another with --state")
            }
            return .good(folder)
        } catch {
            return .bad("\(error)", "name one with --state")
        }
    }

    private func disk() -> DoctorFinding {
        guard let folder = try? options.stateFolder(),
            let values = try? FileManager.default.attributesOfFileSystem(forPath: folder),
            let free = (values[.systemFreeSize] as? NSNumber)?.int64Value,
            let size = (values[.systemSize] as? NSNumber)?.int64Value, size > 0
        else { return .bad("the free space cannot be read", "look at the file system of the state folder") }
        let text = "\(free >> 20) MB free"
        if free < 1 << 30 || free * 20 < size { return .bad(text, "make room, or move the state folder") }
        return .good(text)
    }

    private func database() async -> DoctorFinding {
        do {
            let address = try options.address()
            let store = try SQLStore(address)
            do {
                let missing = try await House.migrator.pendingSteps(store)
                let fault = try await skew(store)
                await store.close()
                if let fault { return fault }
                // A new one is made by the server itself.
                return .good(
                    address.safeText + (missing.isEmpty ? "" : ", \(missing.count) steps of the schema to come"))
            } catch {
                await store.close()
                return .bad("\(address.safeText): \(error)", "see 'vonggac database check'")
            }
        } catch {
            return .bad("\(error)", "start the database, or name another with --database")
        }
    }

    private func evidence(_ path: String) async -> DoctorFinding {
        let remedy = "mount it for \(String.shellUser), or name another with --evidence-folder"
        do {
            try ContentFolder.tryOut(path)
            let store = try SQLStore(try options.address())
            do {
                // That it is this database's can be told once there is one.
                if try await House.migrator.pendingSteps(store).isEmpty {
                    _ = try await ContentFolder.open(path, of: store, isWriter: false)
                }
                await store.close()
            } catch {
                await store.close()
                throw error
            }
            return .good("files in \(path)")
        } catch {
            return .bad("\(error)", remedy)
        }
    }

    /// PostgreSQL's clock is another machine's: leases and due times go by both.
    private func skew(_ store: SQLStore) async throws -> DoctorFinding? {
        guard store.backend == .postgres else { return nil }
        let there = try await store.read { db in
            try db.first("SELECT CAST(extract(epoch FROM clock_timestamp()) AS bigint) AS seconds")?.int64("seconds")
                ?? 0
        }
        let here = SystemTime().now().microseconds / 1_000_000
        guard abs(there - here) > 5 else { return nil }
        return .bad("the database's clock differs by \(there - here) s", "set both clocks by NTP")
    }

    private func browser() async -> DoctorFinding {
        do {
            let door = try HostileDoor(HostileDoorConfiguration())
            do {
                let browser = try await Browser.start(BrowserConfiguration(), upstream: door)
                await browser.close()
                await door.close()
                return .good("Chromium starts")
            } catch {
                await door.close()
                throw error
            }
        } catch {
            return .bad("\(error)", "apt-get install chromium; sweeps work without it and say what they could not see")
        }
    }

    private func papers() -> DoctorFinding {
        let missing = ["pdftohtml", "pdftoppm"].filter { access("/usr/bin/\($0)", X_OK) != 0 }
        return missing.isEmpty
            ? .good("poppler is there")
            : .bad(
                "\(missing.joined(separator: ", ")) missing",
                "apt-get install poppler-utils; papers are not read without it")
    }

    private func sandbox() -> DoctorFinding {
        let box = "/usr/bin/bwrap"
        guard access(box, X_OK) == 0 else {
            return .bad("bubblewrap is missing", "apt-get install bubblewrap; papers are not read without it")
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: box)
        process.arguments = ["--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "/bin/true"]
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
            process.waitUntilExit()
        } catch {
            return .bad("bubblewrap does not start", "apt-get install --reinstall bubblewrap")
        }
        return process.terminationStatus == 0
            ? .good("bubblewrap closes a box")
            : .bad("bubblewrap may not make name spaces", "allow them: sysctl kernel.unprivileged_userns_clone=1")
    }
}

/// What was tried, and how to mend it.
private struct DoctorFinding {
    var isGood: Bool
    var text: String
    var remedy: String

    static func good(_ text: String) -> Self { Self(isGood: true, text: text, remedy: "") }
    static func bad(_ text: String, _ remedy: String) -> Self { Self(isGood: false, text: text, remedy: remedy) }
}

private struct DoctorReport {
    private(set) var faults = 0

    mutating func take(_ name: String, _ finding: DoctorFinding) {
        let padded = name.padding(toLength: 14, withPad: " ", startingAt: 0)
        print("\(finding.isGood ? "ok  " : "BAD ")  \(padded)\(finding.text)")
        if !finding.isGood {
            print("                    → \(finding.remedy)")
            faults += 1
        }
    }
}
