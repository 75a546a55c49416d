import Glibc

/// What can be measured by name. A room adds one line here and its function in `<Room>Bench.swift`.
let measurements: [Measurement] = [
    Measurement("generator") { benchGenerator() },
    Measurement("viettext") { benchVietText() },
    Measurement("patterns") { benchPatterns() },
    Measurement("markup") { benchMarkup() },
    Measurement("sweeping") { benchSweeping() },
    Measurement("fetching") { benchFetching() },
]

exit(run(Array(CommandLine.arguments.dropFirst()), of: measurements))
