import ValenceNetworks
import ValenceText

/// Whether explanations tell the truth: taking out the words that they call decisive must move the answer more than
/// taking out as many at random (Samek et al. 2017, doi:10.1109/TNNLS.2016.2599820; DeYoung et al. 2020,
/// doi:10.18653/v1/2020.acl-main.408, "comprehensiveness").
public struct DeletionTest: Codable, Sendable, Equatable {
    /// Those with more words than are taken out.
    public let reviews: Int
    /// Taken out of each review.
    public let words: Int
    /// By how much the answer's log-odds fall on average when the words that speak most for it are gone.
    public let topDrop: Double
    /// The same for random words, the mean of several draws.
    public let randomDrop: Double
    /// The share of answers that change with the top words gone.
    public let topFlips: Double
    public let randomFlips: Double

    /// How often words are drawn at random from a review.
    static let draws = 10
}

extension Explainer {
    /// Takes words out of reviews and looks what becomes of the answers.
    /// - Parameters:
    ///   - words: how many are taken out, each at one place; plain punctuation is no word.
    ///   - seed: of the random words.
    /// - Returns: `nil` where no review has more words than that.
    public func deletionTest(_ texts: [String], words: Int = 5, seed: UInt64 = 1) -> DeletionTest? {
        precondition(words > 0, "\(words) words to take out")
        let trials = map(texts.count) { trial(ArraySlice(texts[$0].utf8), number: $0, words: words, seed: seed) }
            .compactMap(\.self)
        guard !trials.isEmpty else { return nil }
        func mean(_ value: (Trial) -> Double) -> Double { trials.reduce(0) { $0 + value($1) } / Double(trials.count) }
        return DeletionTest(
            reviews: trials.count, words: words, topDrop: mean(\.top.drop), randomDrop: mean(\.random.drop),
            topFlips: mean(\.top.flips), randomFlips: mean(\.random.flips))
    }

    private typealias Effect = (drop: Double, flips: Double)

    private struct Trial: Sendable {
        let top: Effect
        let random: Effect
    }

    private func trial(_ text: ArraySlice<UInt8>, number: Int, words: Int, seed: UInt64) -> Trial? {
        let tokens = tokens(text)
        let cut = model.maximumLength.map { Truncation.cut(count: tokens.count, to: $0) } ?? 0..<0
        let candidates = (0..<tokens.count).filter { !cut.contains($0) && !tokens.isPlainPunctuation($0) }
        guard candidates.count > words else { return nil }
        let answer = ExplainedAnswer(tokens, by: model)
        let weights = model.classifier.contributions(of: tokens, along: answer.direction)
        let top = candidates.sorted { (weights[$0], $1) > (weights[$1], $0) }.prefix(words)
        var random = RandomStream(seed: seed, .sampling, batch: number)
        var sum: Effect = (0, 0)
        for _ in 0..<DeletionTest.draws {
            var drawn = candidates
            random.shuffle(&drawn)
            let effect = effect(of: Set(drawn.prefix(words)), on: tokens, answer)
            sum = (sum.drop + effect.drop, sum.flips + effect.flips)
        }
        let draws = Double(DeletionTest.draws)
        return Trial(top: effect(of: Set(top), on: tokens, answer), random: (sum.drop / draws, sum.flips / draws))
    }

    private func effect(of removed: Set<Int>, on tokens: TokenList, _ answer: ExplainedAnswer) -> Effect {
        var rest = TokenList()
        for index in 0..<tokens.count where !removed.contains(index) {
            rest.append(tokens[index], hash: tokens.hashes[index])
        }
        let after = ExplainedAnswer(rest, by: model)
        return (answer.logOdds - after.score(along: answer.direction), after.label == answer.label ? 0 : 1)
    }
}
