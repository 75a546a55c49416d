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

func tests(of name: String, _ dependencies: [Target.Dependency] = [], excluding: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, path: "Tests/\(name)Tests",
        exclude: excluding, swiftSettings: strict)
}

let package = Package(
    name: "vonggac",
    products: [
        .executable(name: "vonggac", targets: ["vonggac"]),
        // For tests: loaded into the program, it sets its clock.
        .library(name: "FakeClock", type: .dynamic, targets: ["CFakeClock"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.10.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    ],
    targets: [
        // C: system libraries and generated tables
        .target(name: "CUnicodeTables", path: "Sources/C/CUnicodeTables"),
        .target(name: "CByteScan", path: "Sources/C/CByteScan"),
        .target(name: "CEntityTable", path: "Sources/C/CEntityTable"),
        .systemLibrary(
            name: "CZlib", path: "Sources/C/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CBrotli", path: "Sources/C/CBrotli", pkgConfig: "libbrotlidec",
            providers: [.apt(["libbrotli-dev"])]),
        // Counts allocations; only tests and measurements link it
        .target(name: "CAllocationCount", path: "Sources/C/CAllocationCount"),
        // Starts a child with nothing of ours but what it is given, and holds it to limits
        .target(name: "CProcess", path: "Sources/C/CProcess"),
        // libcrypto behind plain functions, and its Swift face
        .target(name: "CCrypto", path: "Sources/C/CCrypto", linkerSettings: [.linkedLibrary("crypto")]),
        .target(name: "Cryptography", dependencies: ["CCrypto"], path: "Sources/C/Cryptography", swiftSettings: strict),
        // libcrypto's reading and checking of certificates
        .systemLibrary(
            name: "CCertificates", path: "Sources/C/CCertificates", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CPostgres", path: "Sources/C/CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CBrotliEncoder", path: "Sources/C/CBrotliEncoder", pkgConfig: "libbrotlienc",
            providers: [.apt(["libbrotli-dev"])]),

        // Engines
        engine("VietText", ["CUnicodeTables"]),
        engine("Patterns", ["CUnicodeTables", "CByteScan"]),
        engine("Unpack", ["CZlib", "CBrotli"]),
        engine("Markup", ["VietText", "CByteScan", "CEntityTable"]),
        engine("PlantedContent", ["Markup", "VietText", "Patterns"]),

        // Platform
        .target(
            name: "Knowledge", dependencies: ["VietText", "Patterns", "Cryptography"],
            path: "Sources/Platform/Knowledge", swiftSettings: strict),
        .target(
            name: "SQLStore",
            dependencies: ["VietText", "Cryptography", "CPostgres", .product(name: "GRDB", package: "GRDB.swift")],
            path: "Sources/Platform/SQLStore", swiftSettings: strict),
        .target(
            name: "AuditLog", dependencies: ["SQLStore", "Cryptography"], path: "Sources/Platform/AuditLog",
            swiftSettings: strict),
        .target(
            name: "Jobs", dependencies: ["SQLStore", "AuditLog"], path: "Sources/Platform/Jobs", swiftSettings: strict),
        .target(
            name: "Agencies", dependencies: ["AuditLog", "SQLStore", "Tables", "Knowledge", "VietText"],
            path: "Sources/Platform/Agencies", swiftSettings: strict),
        .target(
            name: "Access", dependencies: ["Agencies", "AuditLog", "SQLStore", "Patterns", "VietText", "Cryptography"],
            path: "Sources/Platform/Access", swiftSettings: strict),
        .target(
            name: "Evidence", dependencies: ["SQLStore", "Cryptography", "Unpack"], path: "Sources/Platform/Evidence",
            swiftSettings: strict),
        .target(
            name: "Fetching",
            dependencies: [
                "Markup", "Patterns", "Unpack", "Cryptography", "CCertificates",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Sources/Platform/Fetching", swiftSettings: strict),
        .target(
            name: "Browser",
            dependencies: [
                "Fetching", "Markup", "Unpack", "CProcess", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Sources/Platform/Browser", swiftSettings: strict),

        .target(
            name: "Documents", dependencies: ["Unpack", "Markup", "VietText", "CProcess"],
            path: "Sources/Platform/Documents",
            swiftSettings: strict),

        .target(
            name: "Tables", dependencies: ["Unpack", "Markup", "VietText"], path: "Sources/Platform/Tables",
            swiftSettings: strict),

        .target(
            name: "Console",
            dependencies: [
                "Access", "Agencies", "Tables", "SQLStore", "VietText", "Patterns", "Cryptography", "Unpack",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"), .product(name: "Logging", package: "swift-log"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Platform/Console", swiftSettings: strict),

        // Features
        .target(
            name: "Administration",
            dependencies: [
                "Console", "Access", "Agencies", "Jobs", "AuditLog", "SQLStore", "Tables", "Knowledge", "Cryptography",
                "Patterns", "VietText",
            ],
            path: "Sources/Features/Administration", swiftSettings: strict),
        .target(
            name: "Portals",
            dependencies: [
                "PlantedContent", "Markup", "VietText", "Patterns", "Unpack", "Cryptography", "Knowledge", "Fetching",
                "Evidence", "Documents", "Browser", "SQLStore", "AuditLog", "Jobs", "Tables", "Agencies", "Access",
                "Console",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            path: "Sources/Features/Portals", swiftSettings: strict),

        // Demonstration
        .target(
            name: "StagedPortal",
            dependencies: [
                "Cryptography", "Knowledge", "CZlib", "CBrotliEncoder",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            path: "Sources/Demo/StagedPortal", swiftSettings: strict),

        // App
        .executableTarget(
            name: "vonggac",
            dependencies: [
                "Portals", "Administration", "StagedPortal", "Console", "Access", "Agencies", "Jobs", "AuditLog",
                "SQLStore", "Evidence", "Browser",
                "Fetching", "Knowledge", "Cryptography", "Documents", "Patterns", "Tables", "VietText",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/App", swiftSettings: strict),

        // Measurements of single engines; in no product
        .executableTarget(
            name: "Bench",
            dependencies: [
                "VietText", "Patterns", "Unpack", "Markup", "PlantedContent", "Knowledge", "Portals", "Fetching",
                "CAllocationCount", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Sources/Bench", swiftSettings: strict),

        // What tests of several rooms need
        .target(name: "BuiltProgram", path: "Tests/BuiltProgram", swiftSettings: strict),
        .target(
            name: "TestDatabase", dependencies: ["SQLStore", "CProcess"], path: "Tests/TestDatabase",
            swiftSettings: strict),
        .target(name: "ConsoleVisitor", path: "Tests/ConsoleVisitor", swiftSettings: strict),
        .target(name: "LoopbackServer", path: "Tests/LoopbackServer", swiftSettings: strict),

        tests(of: "VietText"),
        tests(of: "Patterns", ["CAllocationCount"]),
        tests(of: "Cryptography"),
        tests(of: "Unpack", ["CZlib", "Cryptography"]),
        tests(of: "Markup", ["VietText", "CAllocationCount"]),
        tests(of: "PlantedContent", ["Markup", "VietText", "Patterns"]),
        tests(of: "Knowledge", ["Cryptography", "VietText"]),
        tests(of: "SQLStore", ["TestDatabase"]),
        tests(of: "AuditLog", ["SQLStore", "TestDatabase", "Cryptography"]),
        tests(of: "Jobs", ["SQLStore", "AuditLog", "TestDatabase"]),
        tests(of: "Agencies", ["AuditLog", "SQLStore", "Tables", "Knowledge", "TestDatabase"]),
        tests(
            of: "Access", ["Agencies", "SQLStore", "AuditLog", "TestDatabase", "Patterns", "Cryptography", "Knowledge"]),
        tests(
            of: "Console",
            [
                "Access", "Agencies", "AuditLog", "SQLStore", "Tables", "Unpack", "VietText", "Patterns", "Knowledge",
                "Cryptography", "TestDatabase", "ConsoleVisitor",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]),
        tests(
            of: "Administration",
            [
                "Console", "Access", "Agencies", "Jobs", "AuditLog", "SQLStore", "Tables", "Knowledge", "VietText",
                "Patterns",
                "Cryptography", "TestDatabase", "ConsoleVisitor",
            ]),
        tests(of: "Evidence", ["SQLStore", "Cryptography", "Unpack", "TestDatabase"]),
        // The program is what reads inside the box
        tests(of: "Documents", ["vonggac", "Unpack", "CZlib", "LoopbackServer", "BuiltProgram"]),
        tests(of: "Tables", ["Unpack"]),
        tests(
            of: "Fetching",
            [
                "Markup", "Patterns", "Unpack", "CZlib", "LoopbackServer",
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        tests(of: "Browser", ["Fetching", "Markup", "LoopbackServer", "StagedPortal"]),
        tests(
            of: "Portals",
            ["Documents", "PlantedContent", "Knowledge", "Markup", "VietText", "Patterns", "CAllocationCount"],
            excluding: ["Unseen"]),
        tests(of: "StagedPortal", ["Portals", "Cryptography", "Knowledge", "Unpack"]),
        .testTarget(
            name: "SweepingTests",
            dependencies: [
                "Portals", "StagedPortal", "Fetching", "Knowledge", "Markup", "PlantedContent", "Unpack", "Documents",
                "BuiltProgram", "vonggac",
            ],
            path: "Tests/SweepingTests", swiftSettings: strict),
        .testTarget(
            name: "PortalWatchTests",
            dependencies: [
                "Portals", "SQLStore", "AuditLog", "Jobs", "Tables", "Access", "Evidence", "Fetching", "Knowledge",
                "Markup", "PlantedContent", "StagedPortal", "Documents", "TestDatabase", "BuiltProgram",
                "LoopbackServer",
                "vonggac",
            ],
            path: "Tests/PortalWatchTests", swiftSettings: strict),
        .target(name: "CFakeClock", path: "Tests/CFakeClock"),
        .testTarget(
            name: "AppTests",
            dependencies: [
                "vonggac", "Cryptography", "Evidence", "SQLStore", "LoopbackServer", "StagedPortal", "Unpack",
                "BuiltProgram", "TestDatabase", "Browser", "Fetching", "Markup", "ConsoleVisitor", "Access",
                "AuditLog", "PlantedContent", "Portals",
            ],
            path: "Tests/AppTests", swiftSettings: strict),
    ]
)

// Fuzzing needs libFuzzer's runtime, which an ordinary build does not link: `Scripts/fuzz` asks for these targets.
if Context.environment["VONGGAC_FUZZ"] == "1" {
    package.targets += [
        .target(name: "CFuzzer", path: "Fuzz/CFuzzer"),
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "CFuzzer", "VietText", "Patterns", "Unpack", "Markup", "PlantedContent", "Fetching", "Tables",
            ],
            path: "Fuzz", exclude: ["CFuzzer", "html.dict", "make-seeds", "regressions"], swiftSettings: strict,
            // gold ends with an internal error on what the sanitizers put in.
            linkerSettings: [.unsafeFlags(["-use-ld=lld"])]),
    ]
}
