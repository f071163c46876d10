import ValenceEvaluation
import ValenceReviews

/// The columns that classifying adds behind the input's: `predicted_label, confidence, prob_<label>…, status`.
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

    /// - Parameter taken: the input's columns; an added one of the same name gets a `valence_` before it.
    init(labels: [String], taken: [String]) {
        self.labels = labels
        let names = ["predicted_label", "confidence"] + labels.map { "prob_\($0)" } + ["status"]
        columns = names.map { name in
            var name = name
            while taken.contains(name) { name = "valence_" + name }
            return name
        }
    }

    func values(_ answer: Answer) -> [RowValue] {
        switch answer {
        case .answered(let label, let likeliest, let probabilities):
            [.text(label.map { labels[$0] } ?? Self.unsureLabel), .number(decimal(probabilities[likeliest]))]
                + probabilities.map { .number(decimal($0)) } + [.text("ok")]
        case .unclassified(let status):
            Array(repeating: .nothing, count: labels.count + 2) + [.text(status)]
        }
    }

    /// Six decimals, rounded half up.
    private func decimal(_ probability: Float) -> String {
        let millionths = Int((Double(probability) * 1e6).rounded())
        let digits = String(millionths % 1_000_000)
        return "\(millionths / 1_000_000)." + String(repeating: "0", count: 6 - digits.count) + digits
    }
}
