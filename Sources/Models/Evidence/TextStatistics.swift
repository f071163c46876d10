import ValenceNetworks
import ValenceText

/// What reviews look like before anyone judges them. Where two sets of reviews differ in it, a model made with one has
/// drifted from the other.
public struct TextStatistics: Codable, Sendable, Equatable {
    /// How many reviews were counted.
    public private(set) var count = 0
    /// How many reviews each label has, in the order of the model's labels; all 0 where reviews have none.
    public private(set) var labelCounts: [Int]
    /// How many reviews have `lengthEdges[bin] ..< lengthEdges[bin + 1]` tokens, the last bin having no end.
    public private(set) var lengthCounts = [Int](repeating: 0, count: lengthEdges.count)
    public private(set) var tokenCount = 0
    /// Words, without `. , ; : ( ) " -`, of the reviews whose unknown words were counted.
    public private(set) var wordCount = 0
    /// How many of those words the model does not know.
    public private(set) var unknownCount = 0

    /// Each about √2 times the one before.
    public static let lengthEdges = [
        0, 1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128, 181, 256, 362, 512, 724, 1024, 1448, 2048, 2896, 4096,
    ]

    public init(labelCount: Int) {
        labelCounts = [Int](repeating: 0, count: labelCount)
    }

    /// Whether its numbers fit together: what was read from a file may not.
    func isSound(labelCount: Int) -> Bool {
        let counts = labelCounts + lengthCounts + [count, tokenCount, wordCount, unknownCount]
        return labelCounts.count == labelCount && lengthCounts.count == Self.lengthEdges.count
            && counts.allSatisfy { $0 >= 0 }
    }

    package mutating func add(label: Int?, tokenCount: Int) {
        count += 1
        if let label { labelCounts[label] += 1 }
        self.tokenCount += tokenCount
        let above = Self.lengthEdges.firstIndex { $0 > tokenCount } ?? Self.lengthEdges.count
        lengthCounts[above - 1] += 1
    }

    package mutating func add(_ words: UnknownWords) {
        wordCount += words.count
        unknownCount += words.unknown
    }

    public var meanLength: Double? { count == 0 ? nil : Double(tokenCount) / Double(count) }

    /// The share of words that the model does not know; `nil` where it has no vocabulary.
    public var unknownShare: Double? { wordCount == 0 ? nil : Double(unknownCount) / Double(wordCount) }

    /// The length that a share of the reviews stays below, in tokens: even within a bin, the last edge beyond it.
    public func lengthQuantile(_ share: Double) -> Double? {
        guard count > 0 else { return nil }
        let wanted = share * Double(count)
        var below = 0.0
        for (bin, inBin) in lengthCounts.enumerated() where inBin > 0 {
            if below + Double(inBin) >= wanted {
                let start = Double(Self.lengthEdges[bin])
                guard bin + 1 < Self.lengthEdges.count else { return start }
                return start + (Double(Self.lengthEdges[bin + 1]) - start) * (wanted - below) / Double(inBin)
            }
            below += Double(inBin)
        }
        return nil
    }
}

extension TextStatistics {
    /// The labels and lengths of the training reviews, and the unknown words of the validation reviews.
    init(of context: TrainingContext, knownTo classifier: any Classifier) {
        let corpus = context.corpus
        self.init(labelCount: corpus.labelNames.count)
        for review in context.split.training {
            add(label: Int(corpus.labels[review]), tokenCount: corpus[review].count)
        }
        let validation = context.split.validation
        let words = parallelMap(validation.count, threads: context.threads) {
            classifier.unknownWords(in: corpus.tokenList(validation[$0]))
        }
        for case let words? in words { add(words) }
    }
}

/// How many of a text's words a model does not know.
package struct UnknownWords: Sendable, Equatable {
    /// Its words, without plain punctuation.
    package var count: Int
    package var unknown: Int

    package init(count: Int, unknown: Int) {
        (self.count, self.unknown) = (count, unknown)
    }
}

extension Vocabulary {
    /// The words of a review that are not in the vocabulary.
    func unknownWords(in tokens: TokenList) -> UnknownWords {
        var ids: [Int32] = []
        self.ids(of: tokens, into: &ids)
        let unknown = ids.indices.count { ids[$0] == Self.unknown && !tokens.isPlainPunctuation($0) }
        return UnknownWords(count: tokens.wordCount, unknown: unknown)
    }
}
