import ValenceEvaluation
import ValenceNetworks
import ValenceText

/// Tells of a model's answers which words they came from.
///
/// Exact for models that add up their n-grams (bag of words, mean embedding), each n-gram's pull on a document vector,
/// integrated gradients for networks, the weighted sum of them for ensembles. An explanation depends on its text alone,
/// not on threads or neighbours.
public struct Explainer: Sendable {
    let model: TrainedModel
    private let tokenizer: Tokenizer
    private let threads: Int

    public init(_ model: TrainedModel, threads: Int) {
        precondition(threads > 0, "\(threads) threads")
        self.model = model
        tokenizer = Tokenizer(model.textSettings)
        self.threads = threads
    }

    public func explain(_ text: String) -> Explanation { explain(ArraySlice(text.utf8)) }

    /// - Returns: one explanation a text, in order.
    public func explain(_ texts: [String]) -> [Explanation] {
        parallelMap(texts.count, threads: threads) { explain(texts[$0]) }
    }

    package func explain(_ texts: [ArraySlice<UInt8>], threads: Int? = nil) -> [Explanation] {
        parallelMap(texts.count, threads: threads ?? self.threads) { explain(texts[$0]) }
    }

    private func explain(_ text: ArraySlice<UInt8>) -> Explanation {
        let (tokens, places) = tokenizer.tokenizeWithPlaces(text)
        let answer = ExplainedAnswer(tokens, by: model)
        let weights = model.classifier.contributions(of: tokens, along: answer.direction)
        let attention = model.classifier.attention(of: tokens)
        return Explanation(
            label: model.labels[answer.label], confidence: answer.confidence, logOdds: answer.logOdds,
            base: answer.logOdds - weights.reduce(0, +),
            tokens: places.indices.map { index in
                Explanation.Token(
                    place: places[index], word: String(decoding: tokens[index], as: UTF8.self), weight: weights[index],
                    attention: attention?[index])
            })
    }

    func tokens(_ text: ArraySlice<UInt8>) -> TokenList {
        var tokens = TokenList()
        tokenizer.tokenize(text, into: &tokens)
        return tokens
    }

    func map<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
        parallelMap(count, threads: threads, body)
    }
}

/// A model's answer to one review, and what is asked of it: the log-odds as a sum over logits.
struct ExplainedAnswer {
    let label: Int
    let confidence: Double
    private let logits: [Float]
    /// Of each logit in the log-odds: 1 / T for the answer's, together −1 / T for the others.
    let direction: [Double]
    var logOdds: Double { score(along: direction) }

    init(_ tokens: TokenList, by model: TrainedModel) {
        let logits = model.classifier.logits([tokens])
        let probabilities = softmax(logits, temperature: model.temperature)
        let label = mostProbable(probabilities[...])
        self.logits = logits
        self.label = label
        confidence = Double(probabilities[label])
        direction = logits.indices.map { k in
            (k == label ? 1 : -1 / Double(logits.count - 1)) / Double(model.temperature)
        }
    }

    /// Σ_k direction_k · logit_k
    func score(along direction: [Double]) -> Double {
        zip(direction, logits).reduce(0) { $0 + $1.0 * Double($1.1) }
    }
}
