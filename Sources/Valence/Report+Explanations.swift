import ValenceModels
import ValenceReports

extension Report {
    /// Marks the words that decided in the reviews shown, and tries whether explanations tell the truth.
    /// - Parameter tried: texts from which words are taken out.
    mutating func explain(by judged: [TrainedModel], threads: Int, tried: [String]) {
        for index in models.indices {
            let explainer = Explainer(judged[index], threads: threads)
            if let mistakes = models[index].mistakes { models[index].mistakes = explainer.marked(mistakes) }
            models[index].deletion = explainer.deletionTest(tried).map(DeletionSummary.init)
            // A suspect's answer is the first model's.
            if index == 0, let examples = suspects?.examples { suspects?.examples = explainer.marked(examples) }
        }
    }
}

extension Explainer {
    /// How many words of a review are marked.
    private static let markedWords = 12
    /// What moves the answer less than this share of the strongest word is not marked.
    private static let leastShare = 0.1

    /// The same reviews with the words that decided.
    fileprivate func marked(_ mistakes: [Mistake]) -> [Mistake] {
        zip(mistakes, explain(mistakes.map(\.text))).map { mistake, explanation in
            var marked = mistake
            // Places, not words: what is said ten times is not ten times as strong at each of them.
            let largest = explanation.tokens.map { abs($0.weight) }.max() ?? 0
            let tokens = explanation.tokens.filter { abs($0.weight) > largest * Self.leastShare }
            let strongest = tokens.indices.sorted {
                (abs(tokens[$0].weight), $1) > (abs(tokens[$1].weight), $0)
            }
            marked.words = strongest.prefix(Self.markedWords).map {
                Mistake.Word(range: tokens[$0].place, weight: tokens[$0].weight)
            }
            return marked
        }
    }
}

extension DeletionSummary {
    fileprivate init(_ test: DeletionTest) {
        self.init(
            reviewCount: test.reviews, wordCount: test.words, topDrop: test.topDrop, randomDrop: test.randomDrop,
            topFlips: test.topFlips, randomFlips: test.randomFlips)
    }
}
