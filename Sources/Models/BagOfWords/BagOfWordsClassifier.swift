import ValenceText

/// Logistic regression on bags of n-grams: a weight for every n-gram and class, summed over those of a review. It may read
/// the review's document vector beside them, with a weight for each of its numbers.
package struct BagOfWordsClassifier: Classifier {
    package static let kind = ModelKind.bow

    package struct Settings: Codable, Sendable, Equatable {
        /// The longest n-gram.
        package var ngrams: Int
        /// The longest run of a word's characters; `nil` where none are read.
        package var characters: Int?
        package var weighting: Weighting
        /// `nil` where none are read.
        package var documentVectors: DocumentVectors.Settings?

        package init(
            ngrams: Int, characters: Int? = nil, weighting: Weighting,
            documentVectors: DocumentVectors.Settings? = nil
        ) {
            self.ngrams = ngrams
            self.characters = characters
            self.weighting = weighting
            self.documentVectors = documentVectors
        }
    }

    package let settings: Settings
    package let classCount: Int
    let index: NGramIndex
    /// Shape [n-grams, outputs]: one output for two classes, else one a class.
    let weights: [Float]
    /// Shape [outputs].
    let biases: [Float]
    /// Shape [n-grams] with tf-idf weighting, else empty.
    let idf: [Float]
    /// Read beside the n-grams.
    let documents: WeightedDocumentVectors?

    init(
        settings: Settings, classCount: Int, hashes: [UInt64], weights: [Float], biases: [Float], idf: [Float],
        documents: WeightedDocumentVectors? = nil
    ) {
        precondition(weights.count == hashes.count * biases.count, "\(weights.count) weights, \(hashes.count) n-grams")
        precondition(biases.count == Self.outputCount(classCount), "\(biases.count) outputs, \(classCount) classes")
        precondition(idf.count == (settings.weighting == .tfidf ? hashes.count : 0), "\(idf.count) idf")
        self.settings = settings
        self.classCount = classCount
        self.index = NGramIndex(hashes)
        self.weights = weights
        self.biases = biases
        self.idf = idf
        self.documents = documents
        precondition(
            documents?.vectors.settings == settings.documentVectors, "other document vectors than settings say")
        precondition(documents.map { $0.outputCount == biases.count } ?? true, "other outputs than \(biases.count)")
    }

    static func outputCount(_ classCount: Int) -> Int { classCount == 2 ? 1 : classCount }

    package var ngramCount: Int { index.hashes.count }
    package var parameterCount: Int { weights.count + biases.count + (documents?.weights.count ?? 0) }

    package var settingsInWords: [(name: String, value: String)] {
        [
            ("longest n-gram", "\(settings.ngrams)"), ("weighting", settings.weighting.rawValue),
            ("n-grams kept", "\(ngramCount)"),
        ] + (settings.characters.map { [("longest run of characters", "\($0)")] } ?? [])
            + (documents?.vectors.settingsInWords ?? [])
    }

    package var architecture: String {
        let parts = [
            settings.ngrams == 1 ? "1-grams" : "1- to \(settings.ngrams)-grams",
            settings.characters.map { "runs of up to \($0) characters" },
            settings.documentVectors.map { "document vectors of \($0.vectors.size)" },
        ]
        let bag = "bag of " + parts.compactMap(\.self).joined(separator: " and ")
        switch settings.weighting {
        case .binary: return "\(bag), naive Bayes scaled logistic regression"
        case .tfidf: return "\(bag), tf-idf logistic regression"
        case .count: return "\(bag), counted, logistic regression"
        }
    }

    /// Decision values d of one class against the rest; −d/2 and d/2 for two classes, whose softmax is then the logistic
    /// function of d.
    package func logits(_ reviews: ArraySlice<TokenList>) -> [Float] {
        var logits: [Float] = []
        logits.reserveCapacity(reviews.count * classCount)
        var places = NGramPlaces()
        for review in reviews {
            index.find(review, upTo: settings.ngrams, characters: settings.characters, into: &places)
            var decisions = decisions(&places)
            documents?.add(to: &decisions, review, &places)
            logits += classCount == 2 ? [-decisions[0] / 2, decisions[0] / 2] : decisions
        }
        return logits
    }

    private func decisions(_ places: inout NGramPlaces) -> [Float] {
        let outputs = biases.count
        var sums = [Double](repeating: 0, count: outputs)
        var scale = 1.0
        switch settings.weighting {
        case .binary:
            places.removeRepeated(of: index)
            addWeights(of: places.found, to: &sums)
        case .count:
            addWeights(of: places.found, to: &sums)
        case .tfidf:
            var square = 0.0
            places.forEachCounted { place, count in
                let value = settings.weighting.value(Float(count))
                for output in 0..<outputs { sums[output] += Double(value * weights[Int(place) * outputs + output]) }
                let weighted = Double(value * idf[Int(place)])
                square += weighted * weighted
            }
            if square > 0 { scale = 1 / square.squareRoot() }
        }
        return (0..<outputs).map { Float(sums[$0] * scale + Double(biases[$0])) }
    }

    private func addWeights(of places: ArraySlice<Int32>, to sums: inout [Double]) {
        let outputs = biases.count
        for output in sums.indices {
            var sum = 0.0
            for place in places { sum += Double(weights[Int(place) * outputs + output]) }
            sums[output] = sum
        }
    }

    package func unknownWords(in tokens: TokenList) -> UnknownWords? { index.unknownWords(in: tokens) }

    package func save(to file: inout TensorFileWriter) {
        file.add("output.weight", shape: [index.hashes.count, biases.count], weights)
        file.add("output.bias", shape: [biases.count], biases)
        if settings.weighting == .tfidf { file.add("ngrams.idf", shape: [idf.count], idf) }
        file.add("ngrams.hashes", table: index.hashes)
        documents?.save(to: &file)
    }

    package init(settings: Settings, classCount: Int, from file: TensorFile) throws {
        let hashes = try file.ngramHashes(length: settings.ngrams)
        guard settings.characters.map(NGrams.characterLengths.contains) ?? true else {
            throw ModelsError.badModel(path: file.path, problem: "its runs of characters are damaged")
        }
        let outputs = Self.outputCount(classCount)
        self.init(
            settings: settings, classCount: classCount, hashes: hashes,
            weights: try file.floats("output.weight", shape: [hashes.count, outputs]),
            biases: try file.floats("output.bias", shape: [outputs]),
            idf: settings.weighting == .tfidf ? try file.floats("ngrams.idf", shape: [hashes.count]) : [],
            documents: try settings.documentVectors.map {
                try WeightedDocumentVectors(settings: $0, outputCount: outputs, from: file)
            })
    }
}

extension NGramIndex {
    /// The words of a review that are not among the n-grams of one word: never met, too rare, or of no weight.
    func unknownWords(in tokens: TokenList) -> UnknownWords {
        var places = NGramPlaces()
        find(tokens, upTo: 1, into: &places)
        let count = tokens.wordCount
        return UnknownWords(count: count, unknown: count - places.found.count)
    }
}

extension TensorFile {
    /// The table `ngrams.hashes`, checked.
    /// - Parameter length: of the longest n-gram, from the settings.
    func ngramHashes(length: Int) throws -> [UInt64] {
        guard (1...NGrams.maximumLength).contains(length) else {
            throw ModelsError.badModel(
                path: path, problem: "n-grams of up to \(length) tokens, expected 1 to \(NGrams.maximumLength)")
        }
        let hashes = try table("ngrams.hashes", of: UInt64.self)
        guard hashes.count < Int(Int32.max), zip(hashes, hashes.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw ModelsError.badModel(path: path, problem: "the hashes of its n-grams do not ascend; it is damaged")
        }
        return hashes
    }
}
