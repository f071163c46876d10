import ValenceText

/// What a linear model makes of a review's document vector: a weight for each of its numbers and each output.
struct WeightedDocumentVectors: Sendable {
    let vectors: DocumentVectors
    /// Shape [outputs, size].
    let weights: [Float]

    init(_ vectors: DocumentVectors, weights: [Float]) {
        precondition(
            weights.count % vectors.size == 0, "\(weights.count) weights for vectors of \(vectors.size) numbers")
        self.vectors = vectors
        self.weights = weights
    }

    var outputCount: Int { weights.count / vectors.size }

    /// Adds what the vector of a review says to each output's sum.
    func add(to sums: inout [Float], _ review: TokenList, _ places: inout NGramPlaces) {
        let vector = vectors.vector(of: review, &places)
        for output in sums.indices {
            let weights = weights[output * vector.count..<(output + 1) * vector.count]
            sums[output] += Float(zip(vector, weights).reduce(0.0) { $0 + Double($1.0 * $1.1) })
        }
    }

    /// What each token of a review adds to Σ direction · sum.
    func contributions(of review: TokenList, along direction: [Double]) -> [Double] {
        let size = vectors.size
        let along = (0..<size).map { column in
            Float(direction.indices.reduce(0) { $0 + direction[$1] * Double(weights[$1 * size + column]) })
        }
        return vectors.contributions(of: review, along: along)
    }

    /// Before the names of the vectors' own tensors.
    private static let prefix = "documents."

    func save(to file: inout TensorFileWriter) {
        file.add("output.document_weight", shape: [outputCount, vectors.size], weights)
        let outer = file.prefix
        file.prefix += Self.prefix
        vectors.save(to: &file)
        file.prefix = outer
    }

    /// - Throws: `ModelsError.badModel` where a tensor is missing or does not fit the settings.
    init(settings: DocumentVectors.Settings, outputCount: Int, from file: TensorFile) throws {
        let vectors = try DocumentVectors(settings: settings, from: file.part(Self.prefix))
        self.init(
            vectors,
            weights: try file.floats("output.document_weight", shape: [outputCount, settings.vectors.size]))
    }
}
