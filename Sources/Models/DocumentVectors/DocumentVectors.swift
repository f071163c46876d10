import Foundation
import ValenceNetworks
import ValenceText

/// Turns a review into a vector that says which n-grams stand in it; learned from text without labels.
package struct DocumentVectors: Sendable {
    package static let kind = "document-vectors"

    package struct Settings: Codable, Sendable, Equatable {
        /// The longest n-gram.
        package var ngrams: Int
        package var vectors: NGramVectors.Settings
    }

    package let settings: Settings
    let index: NGramIndex
    /// By place in the index: how many reviews hold the n-gram.
    private let counts: [Int32]
    private let vectors: NGramVectors

    init(_ vectors: NGramVectors, hashes: [UInt64], counts: [Int32], ngrams: Int) {
        precondition(hashes.count == vectors.table.rows, "\(hashes.count) n-grams, \(vectors.table.rows) vectors")
        settings = Settings(ngrams: ngrams, vectors: vectors.settings)
        index = NGramIndex(hashes)
        self.counts = counts
        self.vectors = vectors
    }

    package var size: Int { settings.vectors.size }
    package var ngramCount: Int { index.hashes.count }

    var settingsInWords: [(name: String, value: String)] {
        [
            ("document vectors", "\(size) numbers"), ("longest n-gram of document vectors", "\(settings.ngrams)"),
            ("n-grams of document vectors", "\(ngramCount)"),
        ]
    }

    /// The places of a review's known n-grams, each once.
    private func ngrams(of review: TokenList, _ places: inout NGramPlaces) -> [Int32] {
        index.find(review, upTo: settings.ngrams, into: &places)
        var distinct: [Int32] = []
        places.forEachCounted { place, _ in distinct.append(place) }
        return distinct
    }

    /// A vector of length 1; zeros for a review without known n-grams. It depends on the review's n-grams alone.
    package func vector(of review: TokenList, _ places: inout NGramPlaces) -> [Float] {
        vectors.vector(of: ngrams(of: review, &places))
    }

    /// What each token of a review adds to the product of its vector and another one.
    func contributions(of review: TokenList, along weights: [Float]) -> [Double] {
        var places = NGramPlaces()
        let known = ngrams(of: review, &places)
        let parts = vectors.parts(of: known, along: weights).ngrams
        let occurrences = index.occurrences(in: review, upTo: settings.ngrams)
        var counts: [Int32: Int] = [:]
        for occurrence in occurrences { counts[occurrence.place, default: 0] += 1 }
        let partOfPlace = Dictionary(uniqueKeysWithValues: zip(known, parts))
        return NGramContributions.shared(
            occurrences,
            occurrences.map { (partOfPlace[$0.place] ?? 0) / Double(counts[$0.place] ?? 1) }, count: review.count)
    }

    package func save(to file: inout TensorFileWriter) {
        file.add("ngrams.weight", shape: [ngramCount, size], vectors.table)
        file.add("ngrams.counts", table: counts.map(Int64.init))
        file.add("ngrams.hashes", table: index.hashes)
    }

    /// - Throws: `ModelsError.badModel` where a tensor is missing or does not fit the settings.
    package init(settings: Settings, from file: TensorFile) throws {
        func bad(_ problem: String) -> ModelsError { .badModel(path: file.path, problem: problem) }
        let numbers = settings.vectors
        guard (1...65_536).contains(numbers.size), (1...1000).contains(numbers.negatives),
            (1...1000).contains(numbers.passes), numbers.rate.isFinite, numbers.sharpness.isFinite
        else { throw bad("its document vectors' settings are damaged") }
        let hashes = try file.ngramHashes(length: settings.ngrams)
        let counts = try file.table("ngrams.counts", of: Int64.self)
        guard !hashes.isEmpty, counts.count == hashes.count,
            counts.allSatisfy({ (0...Int64(Int32.max)).contains($0) })
        else { throw bad("\(counts.count) counts for \(hashes.count) n-grams; it is damaged") }
        let table = Matrix<Float>(hashes.count, numbers.size, cleared: false)
        try file.copy("ngrams.weight", shape: table.shape, into: table)
        let known = counts.map { Int32($0) }
        self.init(
            NGramVectors(table, counts: known, settings: numbers), hashes: hashes, counts: known,
            ngrams: settings.ngrams)
    }
}

extension DocumentVectors {
    /// As a `.safetensors` file.
    /// - Parameter losses: what each epoch gave, an n-gram's mean loss.
    /// - Throws: what `JSONEncoder` throws.
    package func tensorFile(textSettings: TextSettings, losses: [Double]) throws -> TensorFileWriter {
        var file = try TensorFileWriter(kind: Self.kind, settings: settings, textSettings: textSettings, losses: losses)
        save(to: &file)
        return file
    }

    /// Opens what `valence pretrain --objective documents` wrote.
    /// - Parameter textSettings: of the reviews that it is to read.
    /// - Throws: `ModelsError.noModel`, `ModelsError.badModel`.
    package init(path: String, textSettings: TextSettings) throws {
        let file = try TensorFile(path: path)
        guard file.metadata["valence.kind"] == Self.kind else {
            throw ModelsError.badModel(
                path: path,
                problem: "holds no document vectors; expected a file that valence pretrain --objective documents wrote")
        }
        try file.check(textSettings)
        try self.init(settings: try file.json("settings", Settings.self), from: file)
    }
}
