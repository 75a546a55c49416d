import CAllocationCount
import Glibc

/// One thing that `Bench` can measure; it prints its figures itself.
struct Measurement {
    let name: String
    let work: () -> Void

    init(_ name: String, _ work: @escaping () -> Void) {
        self.name = name
        self.work = work
    }
}

/// Runs what the command line asks for.
///
///     Bench                      every measurement
///     Bench patterns markup      two of them
///     Bench --json               one JSON object a measurement on standard output, its own text on standard error
///     Bench generate …           writes HTML pages (see `generate`)
///
/// - Returns: the exit code: 0, or 2 for wrong use.
func run(_ arguments: [String], of measurements: [Measurement]) -> Int32 {
    if arguments.first == "generate" { return generate(Array(arguments.dropFirst())) }
    let asJSON = arguments.contains("--json")
    let names = arguments.filter { $0 != "--json" }
    let known = Set(measurements.map(\.name))
    if let wrong = names.first(where: { !known.contains($0) }) {
        complain("Bench: nothing is called '\(wrong)'. There are: generate \(known.sorted().joined(separator: " "))")
        return 2
    }
    for measurement in measurements where names.isEmpty || names.contains(measurement.name) {
        measure(measurement, asJSON: asJSON)
    }
    return 0
}

private func measure(_ measurement: Measurement, asJSON: Bool) {
    let own = asJSON ? dup(STDOUT_FILENO) : -1
    if asJSON { dup2(STDERR_FILENO, STDOUT_FILENO) }
    let wall = seconds(CLOCK_MONOTONIC)
    let cpu = seconds(CLOCK_PROCESS_CPUTIME_ID)
    measurement.work()
    let cpuTaken = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu
    let wallTaken = seconds(CLOCK_MONOTONIC) - wall
    guard asJSON else { return }
    fflush(nil)
    dup2(own, STDOUT_FILENO)
    close(own)
    print("{\"name\":\"\(measurement.name)\",\"cpu_seconds\":\(cpuTaken),\"wall_seconds\":\(wallTaken)}")
    fflush(nil)
}

/// Seconds on one of the system's clocks.
func seconds(_ clock: clockid_t) -> Double {
    measured_seconds(clock)
}

func complain(_ message: String) {
    let line = Array((message + "\n").utf8)
    _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
