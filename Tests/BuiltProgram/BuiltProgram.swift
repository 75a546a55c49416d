import Foundation

/// What was built beside the test bundle.
package enum BuiltProgram {
    /// The program: the one beside the bundle, or another build of it that `VONGGAC_PROGRAM` names.
    package static var path: String {
        let named = ProcessInfo.processInfo.environment["VONGGAC_PROGRAM"] ?? ""
        return named.isEmpty ? file("vonggac") : named
    }

    /// Loaded into the program, it sets its clock.
    package static var fakeClock: String { file("libFakeClock.so") }

    private static func file(_ name: String) -> String {
        // Some runners load the bundle into a tool of the toolchain: the bundle's own path is then an argument.
        let places = [CommandLine.arguments[0]] + CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
        let files = places.map {
            URL(fileURLWithPath: $0).resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent(name)
                .path
        }
        return files.first { FileManager.default.fileExists(atPath: $0) } ?? files[0]
    }
}
