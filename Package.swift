// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "martlet",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "martlet", targets: ["martlet"]), .library(name: "MartletClient", targets: ["MartletClient"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The lowest layer, and the libraries of the system.
        .target(name: "MartletCore"),
        .target(name: "CADBC"),
        .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
        .target(name: "Compression", dependencies: ["CZlib", "CZstd", "MartletCore"]),
        .testTarget(name: "CompressionTests", dependencies: ["CZstd", "Compression"]),
        .target(
            name: "HTTPServing",
            dependencies: [
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ]),
        .testTarget(
            name: "HTTPServingTests",
            dependencies: [
                "HTTPServing",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ]),

        // Pure languages: text in, meaning out.
        .target(name: "ClickHouse", dependencies: ["MartletCore"]),
        .testTarget(name: "ClickHouseTests", dependencies: ["ClickHouse", "MartletCore"]),
        .target(name: "Datafiles", dependencies: ["ClickHouse", "MartletCore"]),
        .testTarget(name: "DatafilesTests", dependencies: ["ClickHouse", "Datafiles", "MartletCore"]),
        .target(name: "Templates", dependencies: ["MartletCore"]),
        .testTarget(name: "TemplatesTests", dependencies: ["MartletCore", "Templates"]),
        .target(name: "OpenAPI", dependencies: ["ClickHouse", "Templates"]),
        .testTarget(name: "OpenAPITests", dependencies: ["OpenAPI", "Templates"]),

        // The engine: the child process and the one client that speaks to it.
        .target(
            name: "EmbeddedEngine",
            dependencies: [
                "CADBC", "ClickHouse", "Compression", "HTTPServing", "MartletCore",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .testTarget(
            name: "EmbeddedEngineTests",
            dependencies: [
                "Attacks", "ClickHouse", "Compression", "EmbeddedEngine", "MartletCore", "martlet",
                .product(name: "Logging", package: "swift-log"),
            ]),
        .target(
            name: "ClickHouseClient",
            dependencies: [
                "MartletCore",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        .testTarget(
            name: "ClickHouseClientTests",
            dependencies: ["ClickHouseClient", "MartletCore", .product(name: "NIOCore", package: "swift-nio")]),

        // The rooms behind the doors.
        .target(
            name: "Workspaces",
            dependencies: [
                "ClickHouse", "Datafiles", "MartletCore", "Templates",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "WorkspacesTests",
            dependencies: [
                "Datafiles", "MartletCore", "Templates", "Workspaces", .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(
            name: "Observability",
            dependencies: [
                "ClickHouse", "ClickHouseClient", "Datafiles", "MartletCore", "Workspaces",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        .testTarget(
            name: "ObservabilityTests",
            dependencies: [
                "Datafiles", "MartletCore", "Observability", "Workspaces", .product(name: "NIOCore", package: "swift-nio"),
            ]),
        .target(
            name: "Jobs", dependencies: ["MartletCore", "Observability", "Workspaces", .product(name: "Logging", package: "swift-log")]),
        .testTarget(
            name: "JobsTests", dependencies: ["Jobs", "MartletCore", "Workspaces", .product(name: "Logging", package: "swift-log")]),
        .target(
            name: "FileSources",
            dependencies: [
                "Compression", "MartletCore",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .testTarget(
            name: "FileSourcesTests",
            dependencies: [
                "FileSources", "MartletCore",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        .target(
            name: "Ingestion",
            dependencies: [
                "CSimdJSON", "ClickHouse", "ClickHouseClient", "Datafiles", "FileSources", "Jobs", "MartletCore", "Observability",
                "Workspaces",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .testTarget(
            name: "IngestionTests",
            dependencies: [
                "ClickHouse", "Datafiles", "Ingestion", "MartletCore", "Workspaces",
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        .target(
            name: "Queries",
            dependencies: [
                "ClickHouse", "ClickHouseClient", "Datafiles", "FileSources", "MartletCore", "Templates", "Workspaces",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        .testTarget(
            name: "QueriesTests",
            dependencies: [
                "Attacks", "ClickHouse", "Datafiles", "FileSources", "MartletCore", "Queries", "Templates", "Workspaces",
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        // Queries that nobody may ask, and the workspace they are asked in; for several test targets.
        .target(
            name: "Attacks", dependencies: ["ClickHouse", "Datafiles", "MartletCore", "Queries", "Templates", "Workspaces"],
            path: "Tests/Attacks"),
        .target(
            name: "Deployments",
            dependencies: [
                "ClickHouse", "ClickHouseClient", "Datafiles", "Ingestion", "Jobs", "MartletCore", "Observability", "Queries", "Templates",
                "Workspaces", .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(name: "DeploymentsTests", dependencies: ["Datafiles", "Deployments", "MartletCore", "Workspaces"]),
        .target(
            name: "PipeJobs",
            dependencies: [
                "ClickHouse", "ClickHouseClient", "Datafiles", "FileSources", "Ingestion", "Jobs", "MartletCore", "Queries", "Templates",
                "Workspaces", .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(name: "PipeJobsTests", dependencies: ["Datafiles", "FileSources", "MartletCore", "PipeJobs", "Workspaces"]),
        .target(
            name: "Gateway",
            dependencies: [
                "ClickHouse", "ClickHouseClient", "Compression", "Datafiles", "Deployments", "FileSources", "HTTPServing", "Ingestion",
                "Jobs", "MartletCore", "Observability", "OpenAPI", "PipeJobs", "Queries", "Templates",
                "Workspaces",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            resources: [
                .embedInCode("Docs/Page/docs.html"), .embedInCode("Docs/Page/docs.css"), .embedInCode("Docs/Page/docs.js"),
                .embedInCode("Login/Page/login.html"), .embedInCode("Login/Page/login.css"), .embedInCode("Login/Page/login.js"),
                .embedInCode("Tracker/tracker.js"),
            ]),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "Compression", "Gateway", "HTTPServing", "MartletCore", "Queries",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]),

        // What a person runs.
        .target(name: "Demo", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
        .testTarget(name: "DemoTests", dependencies: ["Demo"]),
        .target(
            name: "MartletClient",
            dependencies: [
                "Compression",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .testTarget(
            name: "MartletClientTests",
            dependencies: [
                "Compression", "MartletClient",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        .executableTarget(
            name: "martlet",
            dependencies: [
                "ClickHouse", "ClickHouseClient", "Datafiles", "Demo", "Deployments", "EmbeddedEngine", "FileSources", "Gateway",
                "Ingestion", "Jobs", "MartletClient", "MartletCore", "Observability", "PipeJobs", "Queries", "Templates", "Workspaces",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ]),
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "Datafiles", "FileSources", "Gateway", "MartletClient", "martlet",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            exclude: ["Help"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "Attacks", "Compression", "Demo", "MartletClient", "Workspaces", "martlet",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Yams", package: "Yams"),
            ]),
        .executableTarget(
            name: "language-benchmark", dependencies: ["Datafiles", "Deployments", "MartletCore", "Templates"],
            path: "Benchmarks/LanguageBenchmark"),
        .testTarget(name: "TidyTests"),
    ],
    cxxLanguageStandard: .cxx17
)

// `make fuzz` builds the pure languages and the decoder of rows alone, watched by the compiler's fuzzer, and the program that feeds them.
let isFuzzing = Context.environment["MARTLET_FUZZ"] != nil
if isFuzzing {
    let languages = ["MartletCore", "CSimdJSON", "ClickHouse", "Datafiles", "Templates"]
    package.dependencies = []
    package.products = []
    package.targets.removeAll { !languages.contains($0.name) }
    package.targets += [
        .target(name: "CFuzzer", path: "Fuzzing/CFuzzer"),
        .target(
            name: "Ingestion", dependencies: ["CSimdJSON", "ClickHouse", "Datafiles", "MartletCore"], path: "Sources/Ingestion",
            sources: ["Analyze", "Decode"]),
        .executableTarget(
            name: "fuzz", dependencies: ["CFuzzer", "ClickHouse", "Datafiles", "Ingestion", "MartletCore", "Templates"],
            path: "Fuzzing/Fuzz",
            // The package manager's name for `main` and the fuzzer's own meet; the first wins.
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld", "-Xlinker", "--allow-multiple-definition"])]),
    ]
}

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let targetsInC = ["CADBC", "CFuzzer", "CSimdJSON", "CZlib", "CZstd"]
for target in package.targets where !targetsInC.contains(target.name) {
    target.swiftSettings = settings + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer"])] : [])
}
