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
    private static let markedWords = 8

    /// The same reviews with the words that decided.
    fileprivate func marked(_ mistakes: [Mistake]) -> [Mistake] {
        zip(mistakes, explain(mistakes.map(\.text))).map { mistake, explanation in
            var marked = mistake
            marked.words = explanation.words(Self.markedWords).flatMap { word in
                word.places.map { Mistake.Word(range: $0, weight: word.weight) }
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
