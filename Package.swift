// swift-tools-version: 6.2
import PackageDescription

/// Every target of the house is compiled with the same strictness.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// Engines are pure (bytes in, values out) and hot, so they are optimised in debug builds too. A release checks exclusive
/// access when it is compiled, not again while it runs (a third of the processor time); debug builds and the sanitizers do.
func engine(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/Engines/\(name)",
        swiftSettings: strict + [
            .unsafeFlags(["-O"], .when(configuration: .debug)),
            .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
        ])
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, path: "Tests/\(name)Tests",
        exclude: [], swiftSettings: strict)
}

let package = Package(
    name: "vonggac",
    products: [.executable(name: "vonggac", targets: ["vonggac"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        // C: system libraries and generated tables
        .target(name: "CUnicodeTables", path: "Sources/C/CUnicodeTables"),
        .target(name: "CByteScan", path: "Sources/C/CByteScan"),
        .target(name: "CEntityTable", path: "Sources/C/CEntityTable"),
        .systemLibrary(
            name: "CZlib", path: "Sources/C/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // Counts allocations; only tests and measurements link it
        .target(name: "CAllocationCount", path: "Sources/C/CAllocationCount"),
        .systemLibrary(
            name: "CCrypto", path: "Sources/C/CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

        // Engines
        engine("VietText", ["CUnicodeTables"]),
        engine("Patterns", ["CUnicodeTables"]),
        engine("Unpack", ["CZlib"]),
        engine("Markup", ["VietText", "CByteScan", "CEntityTable"]),
        engine("PlantedContent", ["Markup", "VietText", "Patterns"]),

        // Platform
        .target(
            name: "Knowledge", dependencies: ["VietText", "CCrypto"], path: "Sources/Platform/Knowledge",
            swiftSettings: strict),

        // Features
        .target(
            name: "Portals",
            dependencies: [
                "PlantedContent", "Markup", "VietText", "Patterns", "Unpack", "Knowledge",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            path: "Sources/Features/Portals", swiftSettings: strict),

        // App
        .executableTarget(
            name: "vonggac",
            dependencies: [
                "Portals", "Knowledge", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/App", swiftSettings: strict),

        // Measurements of single engines; in no product
        .executableTarget(
            name: "Bench",
            dependencies: [
                "VietText", "Patterns", "Unpack", "Markup", "PlantedContent", "Knowledge", "Portals",
                "CAllocationCount",
            ],
            path: "Sources/Bench", swiftSettings: strict),

        tests(of: "VietText"),
        tests(of: "Patterns", ["CAllocationCount"]),
        tests(of: "Unpack", ["CZlib"]),
        tests(of: "Markup", ["VietText", "CAllocationCount"]),
        tests(of: "PlantedContent", ["Markup", "VietText", "Patterns"]),
        tests(of: "Knowledge"),
        tests(of: "Portals", ["PlantedContent", "Knowledge", "Markup", "VietText", "Patterns", "CAllocationCount"]),
        .testTarget(name: "AppTests", dependencies: ["vonggac"], path: "Tests/AppTests", swiftSettings: strict),
    ]
)

// Fuzzing needs libFuzzer's runtime, which an ordinary build does not link: `Scripts/fuzz` asks for these targets.
if Context.environment["VONGGAC_FUZZ"] == "1" {
    package.targets += [
        .target(name: "CFuzzer", path: "Fuzz/CFuzzer"),
        .executableTarget(
            name: "Fuzz", dependencies: ["CFuzzer", "VietText", "Patterns", "Unpack", "Markup", "PlantedContent"],
            path: "Fuzz", exclude: ["CFuzzer", "html.dict", "make-seeds", "regressions"], swiftSettings: strict,
            // gold ends with an internal error on what the sanitizers put in.
            linkerSettings: [.unsafeFlags(["-use-ld=lld"])]),
    ]
}
