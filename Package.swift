// swift-tools-version: 6.0
import PackageDescription

/// A library target of the house: named after the product, kept in a folder named after what it does.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: "Valence" + name, dependencies: dependencies, path: "Sources/" + name)
}

/// Every room, from the file to the report.
let rooms: [Target.Dependency] = [
    "ValenceReviews", "ValenceText", "ValenceNetworks", "ValenceEvaluation", "ValenceModels", "ValenceReports",
]

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies, path: "Tests/\(name)Tests")
}

let package = Package(
    name: "Valence",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Valence", targets: ["Valence"]),
        .executable(name: "valence", targets: ["valence-cli"]),
    ],
    targets: [
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CKernels"),
        room("Reviews", ["CLibXML2", "CZlib"]),
        room("Text"),
        room("Networks", ["COpenBLAS", "CKernels"]),
        room("Evaluation"),
        room("Models", ["ValenceReviews", "ValenceText", "ValenceNetworks", "ValenceEvaluation"]),
        room("Reports", ["ValenceEvaluation"]),
        .target(name: "Valence", dependencies: rooms),
        // Not Valence alone: what it hands out is built into the tool, so a change in any room must build it again.
        .executableTarget(name: "valence-cli", dependencies: ["Valence"] + rooms),
        .executableTarget(name: "valence-bench", dependencies: rooms, path: "Benchmarks/Engine"),
        tests("Reviews", ["ValenceReviews"]),
        tests("Text", ["ValenceText"]),
        tests("Networks", ["ValenceNetworks"]),
        tests("Evaluation", ["ValenceEvaluation"]),
        tests("Models", ["ValenceModels", "ValenceReviews", "ValenceText", "ValenceNetworks", "ValenceEvaluation"]),
        tests("Reports", ["ValenceReports", "ValenceEvaluation"]),
        .testTarget(name: "ValenceTests", dependencies: ["Valence"] + rooms),
        tests("Command", ["valence-cli"]),
    ],
    swiftLanguageModes: [.v6]
)
