import ArgumentParser
import Documents

/// `vonggac read-document`: what this program does when it calls itself inside the box. Nobody else has use for it.
struct ReadDocumentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Box.command, abstract: "Read one document from standard input; runs inside the box.",
        shouldDisplay: false)

    @Argument(parsing: .captureForPassthrough)
    var words: [String] = []

    func run() throws {
        let code = DocumentChild.run(words)
        if code != 0 { throw ExitCode(code) }
    }
}
