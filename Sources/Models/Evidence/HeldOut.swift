import ValenceEvaluation

/// The validation reviews' true classes and calibrated probabilities in a model file: what the model's errors are known by
/// when it meets reviews without labels.
package enum HeldOut {
    /// The most reviews that are kept, evenly spaced.
    package static let limit = 10_000

    /// `nil` where there are no validation reviews.
    package static func kept(of predictions: Predictions, limit: Int = Self.limit) -> Predictions? {
        let (count, classCount) = (predictions.truth.count, predictions.labels.count)
        guard count > limit else { return count == 0 ? nil : predictions }
        let rows = (0..<limit).map { $0 * count / limit }
        return Predictions(
            labels: predictions.labels, truth: rows.map { predictions.truth[$0] },
            probabilities: rows.flatMap { predictions.probabilities[$0 * classCount..<($0 + 1) * classCount] })
    }

    package static func save(_ predictions: Predictions, to file: inout TensorFileWriter) {
        file.add(
            "heldout.probabilities", shape: [predictions.truth.count, predictions.labels.count],
            predictions.probabilities)
        file.add("heldout.truth", table: predictions.truth.map { Int64($0) })
    }

    /// `nil` where the file has none, as those of earlier versions.
    /// - Throws: `ModelsError.badModel` where the tensors are missing, of another shape, or no classes and probabilities.
    package static func load(labels: [String], from file: TensorFile) throws -> Predictions? {
        guard file.contains("heldout.truth") else { return nil }
        let truth = try file.table("heldout.truth", of: Int64.self)
        let probabilities = try file.floats("heldout.probabilities", shape: [truth.count, labels.count])
        guard truth.allSatisfy({ (0..<Int64(labels.count)).contains($0) }),
            probabilities.allSatisfy({ (0...1).contains($0) })
        else {
            throw ModelsError.badModel(
                path: file.path, problem: "its held-out reviews hold no classes and probabilities; it is damaged")
        }
        return Predictions(labels: labels, truth: truth.map { Int($0) }, probabilities: probabilities)
    }
}

extension TrainedModel {
    /// Whether these are the reviews that judged the model, none of which it has learned from: its answers to them are those
    /// that it keeps.
    /// - Parameter logits: what its classifier says of the reviews.
    func isJudged(by reviews: [Int], of corpus: Corpus, logits: [[Float]]) -> Bool {
        guard labels == corpus.labelNames, textSettings == corpus.textSettings, let heldOut else { return false }
        let answers = HeldOut.kept(
            of: Predictions(
                labels: labels, truth: reviews.map { Int(corpus.labels[$0]) }, logits: logits.flatMap(\.self),
                temperature: temperature))
        guard let answers, heldOut.truth == answers.truth else { return false }
        return zip(heldOut.probabilities, answers.probabilities).allSatisfy { abs($0 - $1) < 1e-3 }
    }
}
