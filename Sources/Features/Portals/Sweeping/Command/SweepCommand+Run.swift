import ArgumentParser
import Evidence
import Fetching
import Glibc
import Knowledge
import Markup
import Patterns
import PlantedContent
import Unpack
import VietText

extension SweepCommand {
    package func validate() throws {
        if urls.isEmpty { throw ValidationError("Name at least one portal: https://…") }
        for url in urls where WebURL(url) == nil {
            throw ValidationError("'\(url)' is no web address. Write it with https:// or http://.")
        }
        if !(1...1_000_000).contains(maxPages) { throw ValidationError("--max-pages: a number from 1 to 1000000.") }
        if !(0...1_000).contains(rate) { throw ValidationError("--rate: a number from 0 to 1000.") }
        if !(1...256).contains(jobs) { throw ValidationError("--jobs: a number from 1 to 256.") }
        if !(1...1_048_576).contains(evidenceBudget) { throw ValidationError("--evidence-budget: megabytes, from 1.") }
        try validateProbes()
        if resume, out == nil { throw ValidationError("--resume needs --out: the folder of the sweep to go on with.") }
    }

    private func validateProbes() throws {
        let words = authority?.filter { !$0.isWhitespace } ?? ""
        if probe, words.count < 3 {
            throw ValidationError(
                "--probe asks a portal for what it should not hold. Name who authorised it: "
                    + "--authority \"decision or person\".")
        }
        if !probe, authority != nil {
            throw ValidationError("--authority is for probes: add --probe, or leave it out.")
        }
        if let authority, authority.utf8.count > 500 || authority.contains(where: \.isNewline) {
            throw ValidationError("--authority: one line of at most 500 bytes.")
        }
    }

    package func run() async throws {
        Interrupt.watch()
        do {
            let session = try SweepSession(self)
            let summary = try await session.run()
            if summary.exitCode != 0 { throw ExitCode(summary.exitCode) }
        } catch is OutputClosed {
            // `… | head` has read enough.
            return
        } catch let error as FileError {
            throw CommandFailure("\(error)")
        } catch let error as JournalError {
            throw CommandFailure("\(error)\(Self.remedy(error.code))")
        } catch let error as EvidenceError {
            throw CommandFailure("\(error)")
        }
    }

    private static func remedy(_ code: JournalError.Code) -> String {
        switch code {
        case .exists: ". Go on with --resume, or name another --out."
        case .notFound: ". Leave --resume out to begin a sweep, or name the --out of the one that was stopped."
        case .otherSweep: ". Name the URLs, --views and --robots that it was begun with, or another --out."
        case .otherVersion: ". Begin anew with another --out."
        case .inUse, .damaged, .notLoaded, .badRecord, .failed: ""
        }
    }

    var seeds: [WebURL] { urls.compactMap { WebURL($0) } }

    /// Of what the terminal shows.
    var language: Texts.Language { lang ?? Terminal.language }
    /// Of what is kept and passed on.
    var reportLanguage: Texts.Language { lang ?? .vi }
}
