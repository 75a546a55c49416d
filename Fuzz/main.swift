import CFuzzer
import Glibc

/// `Fuzz TARGET [options and corpora of libFuzzer]`
///
/// One executable holds all targets; the first argument chooses one. libFuzzer reports a crash, a time-out or a leak with the
/// input that caused it.
let name = CommandLine.argc > 1 ? CommandLine.arguments[1] : ""
guard let target = FuzzTarget(name: name) else {
    print("Fuzz: the first argument is one of: \(FuzzTarget.names.joined(separator: " "))")
    exit(2)
}
FuzzTarget.chosen = target

// libFuzzer must not see the name: it would take it for a corpus.
let rest = [CommandLine.unsafeArgv[0]] + (2..<Int(CommandLine.argc)).map { CommandLine.unsafeArgv[$0] }
let argv = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: rest.count + 1)
for (index, word) in rest.enumerated() { argv[index] = word }
argv[rest.count] = nil
var argc = Int32(rest.count)
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = argv
exit(
    LLVMFuzzerRunDriver(&argc, &arguments) { bytes, count in
        FuzzTarget.run(UnsafeBufferPointer(start: bytes, count: count))
        return 0
    })
