import Foundation
import ValenceEvaluation
import ValenceReviews

/// The columns that classifying adds behind the input's: `predicted_label, confidence, prob_<label>…, status`, with `why`
/// before the status where it is asked for.
struct Answers {
    enum Answer {
        /// The most likely class, or `nil` where its probability is below the least confidence asked for.
        case answered(label: Int?, likeliest: Int, probabilities: [Float])
        case unclassified(status: String)

        static func classified(_ probabilities: [Float], minimumConfidence: Double?) -> Answer {
            let likeliest = mostProbable(probabilities[...])
            let isSure = Double(probabilities[likeliest]) >= minimumConfidence ?? 0
            return .answered(label: isSure ? likeliest : nil, likeliest: likeliest, probabilities: probabilities)
        }
    }

    /// What stands in `predicted_label` where the model is not sure enough.
    static let unsureLabel = "review"

    let columns: [String]
    private let labels: [String]
    private let whyWords: Int?

    /// - Parameters:
    ///   - taken: the input's columns; an added one of the same name gets a `valence_` before it.
    ///   - whyWords: how many words `why` names; nil for no such column.
    init(labels: [String], taken: [String], whyWords: Int? = nil) {
        self.labels = labels
        self.whyWords = whyWords
        let probabilities = labels.map { "prob_\($0)" }
        let names = ["predicted_label", "confidence"] + probabilities + (whyWords == nil ? [] : ["why"]) + ["status"]
        columns = Self.names(names, besides: taken)
    }

    /// Names of added columns, each with as many `valence_` before it as tell it from the input's.
    static func names(_ names: [String], besides taken: [String]) -> [String] {
        names.map { name in
            var name = name
            while taken.contains(name) { name = "valence_" + name }
            return name
        }
    }

    /// - Parameter explanation: what `why` says of it.
    func values(_ answer: Answer, _ explanation: Explanation? = nil) -> [RowValue] {
        let why: [RowValue] =
            whyWords.map { count in [explanation.map { .text(Self.why($0, count)) } ?? .nothing] } ?? []
        switch answer {
        case .answered(let label, let likeliest, let probabilities):
            return [
                .text(label.map { labels[$0] } ?? Self.unsureLabel), .number(Self.decimal(probabilities[likeliest])),
            ]
                + probabilities.map { .number(Self.decimal($0)) } + why + [.text("ok")]
        case .unclassified(let status):
            return Array(repeating: .nothing, count: labels.count + 2) + why + [.text(status)]
        }
    }

    /// "lovely +1.204; dull -0.310": the words that moved the answer most, and what each adds to its log-odds.
    private static func why(_ explanation: Explanation, _ count: Int) -> String {
        explanation.words(count).map { "\($0.word) \(signed($0.weight))" }.joined(separator: "; ")
    }

    /// Three decimals and a sign.
    private static func signed(_ weight: Double) -> String { String(format: "%+.3f", weight) }

    /// Six decimals, rounded half up.
    static func decimal(_ probability: Float) -> String {
        let millionths = Int((Double(probability) * 1e6).rounded())
        let digits = String(millionths % 1_000_000)
        return "\(millionths / 1_000_000)." + String(repeating: "0", count: 6 - digits.count) + digits
    }
}
