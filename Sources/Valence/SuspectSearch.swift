import ValenceEvaluation
import ValenceReports
import ValenceReviews

/// Looks for reviews whose label disagrees with their text: see `Suspects`.
///
/// Which confidence is enough is known only when all reviews are, so the texts of the likeliest are kept on the way.
struct SuspectSearch {
    private let exampleCount: Int
    private var candidates: [(number: Int, labelProbability: Double, mistake: Mistake)] = []

    /// - Parameter exampleCount: how many texts to keep; 0 where examples are left out.
    init(exampleCount: Int) {
        self.exampleCount = exampleCount
    }

    /// - Parameters:
    ///   - judged: what each model said of these reviews.
    ///   - before: how many reviews came earlier.
    mutating func add(_ reviews: [Review], judged: [Predictions], before: Int) {
        guard exampleCount > 0, let first = judged.first else { return }
        for index in reviews.indices {
            guard judged.allSatisfy({ $0.predicted[index] != $0.truth[index] }) else { continue }
            let probability = judged.reduce(0) { $0 + $1.probability(index, $1.truth[index]) } / Double(judged.count)
            if candidates.count == exampleCount, let last = candidates.last, last.labelProbability <= probability {
                continue
            }
            let answer = first.predicted[index]
            let mistake = Mistake(
                place: reviews[index].place.short, text: reviews[index].string, truth: first.labels[first.truth[index]],
                predicted: first.labels[answer],
                confidence: judged.reduce(0) { $0 + $1.probability(index, answer) } / Double(judged.count))
            let place = candidates.firstIndex { $0.labelProbability > probability } ?? candidates.endIndex
            candidates.insert((before + index, probability, mistake), at: place)
            if candidates.count > exampleCount { candidates.removeLast() }
        }
    }

    /// What was found among all reviews.
    func found(_ judged: [Predictions]) -> Suspects {
        let enough = judged.map(Self.meanConfidences)
        func isSuspect(_ review: Int) -> Bool {
            zip(judged, enough).allSatisfy { model, enough in
                let answer = model.predicted[review]
                guard answer != model.truth[review], let least = enough[answer] else { return false }
                return model.confidence(review) >= least
            }
        }
        let count = judged.first?.truth.indices.count(where: isSuspect) ?? 0
        let examples = candidates.filter { isSuspect($0.number) }.map(\.mistake)
        return Suspects(count: count, examples: exampleCount > 0 ? examples : nil)
    }

    /// For each label the mean probability that the model gives it where it is the true one; `nil` where it is of no review.
    private static func meanConfidences(_ predictions: Predictions) -> [Double?] {
        var sums = [Double](repeating: 0, count: predictions.labels.count)
        var counts = [Int](repeating: 0, count: predictions.labels.count)
        for (review, label) in predictions.truth.enumerated() {
            sums[label] += predictions.probability(review, label)
            counts[label] += 1
        }
        return zip(sums, counts).map { $1 == 0 ? nil : $0 / Double($1) }
    }
}
