import Foundation

// Verifies and times what `Benchmarks/bench.py` compares: `valence-bench WHAT FILE… --option value`; prints one JSON object.
// A kernel or network that is wrong is not timed: the tool says what is wrong and ends with code 1.

/// What the tool can measure, by its first argument.
let measurements: [(name: String, run: (Arguments) throws -> [String: Any])] = [
    ("ids", writeIds), ("peak", measurePeak), ("steps", measureSteps), ("train", measureTraining),
    ("infer", measureInference), ("read", measureReading),
]

do {
    let words = Array(CommandLine.arguments.dropFirst())
    guard let measurement = measurements.first(where: { $0.name == words.first }) else {
        throw BenchError("usage: valence-bench \(measurements.map(\.name).joined(separator: "|")) FILE… --option value")
    }
    let result = try measurement.run(Arguments(words.dropFirst()))
    let line = try JSONSerialization.data(withJSONObject: result, options: [.sortedKeys])
    FileHandle.standardOutput.write(line + Data("\n".utf8))
} catch {
    FileHandle.standardError.write(Data("valence-bench: \(error)\n".utf8))
    exit(1)
}
