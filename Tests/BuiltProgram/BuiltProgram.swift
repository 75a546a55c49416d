import Foundation

/// The built program: the one beside the test bundle, or another build of it that `VONGGAC_PROGRAM` names.
package enum BuiltProgram {
    package static var path: String {
        if let named = ProcessInfo.processInfo.environment["VONGGAC_PROGRAM"], !named.isEmpty { return named }
        let runner = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        let beside = runner.deletingLastPathComponent().appendingPathComponent("vonggac")
        if FileManager.default.isExecutableFile(atPath: beside.path) { return beside.path }
        // Some runners load the bundle into a tool of the toolchain: the bundle's own path is then an argument.
        for argument in CommandLine.arguments where argument.hasSuffix(".xctest") {
            let folder = URL(fileURLWithPath: argument).resolvingSymlinksInPath().deletingLastPathComponent()
            let candidate = folder.appendingPathComponent("vonggac")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate.path }
        }
        return beside.path
    }
}
