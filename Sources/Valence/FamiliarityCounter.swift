import ValenceEvaluation
import ValenceModels
import ValenceReports
import ValenceReviews
import ValenceText

/// Counts how the evaluated reviews compare with those that a model was made with, while they pass.
struct FamiliarityCounter {
    private let model: TrainedModel
    private let probe: TextProbe
    /// Whether another model, made with the same texts, has looked for them already.
    private let isTold: Bool
    private var here: TextStatistics
    private var overlap = Familiarity.Overlap()

    /// - Parameter first: a model that is judged before this one on the same reviews.
    init(_ model: TrainedModel, after first: TrainedModel?, threads: Int) {
        self.model = model
        isTold = first.map { $0.textSettings == model.textSettings && $0.seenTexts == model.seenTexts } ?? false
        // Looking for near duplicates is most of the work: once for models of one training run.
        probe = TextProbe(isTold ? model.withoutSeenTexts : model, threads: threads)
        here = TextStatistics(labelCount: model.labels.count)
    }

    /// - Parameter told: what the first model's counter answered.
    /// - Returns: for each review whether it is among the texts of the model.
    mutating func add(_ texts: [ArraySlice<UInt8>], answers: Predictions, told: [SeenTexts.Match?]) -> [SeenTexts
        .Match?]
    {
        let findings = probe.examine(texts)
        let matches = isTold ? told : findings.map(\.match)
        for (index, finding) in findings.enumerated() {
            here.add(label: answers.truth[index], tokenCount: finding.tokenCount)
            if let words = finding.words { here.add(words) }
            let isRight = answers.predicted[index] == answers.truth[index]
            switch matches[index] {
            case .copy: overlap.copyCount += 1
            case .nearDuplicate: overlap.nearCount += 1
            case nil:
                overlap.newCount += 1
                if isRight { overlap.newCorrectCount += 1 }
                continue
            }
            if isRight { overlap.correctCount += 1 }
        }
        return matches
    }

    /// `nil` where the model tells nothing of its training reviews, as those of earlier versions.
    var familiarity: Familiarity? {
        let training = model.provenance.trainingStatistics
        guard training != nil || model.seenTexts != nil else { return nil }
        var shifts = [
            Familiarity.Shift("mean length", .tokens, training: training?.meanLength, here: here.meanLength),
            Familiarity.Shift(
                "median length", .tokens, training: training?.lengthQuantile(0.5), here: here.lengthQuantile(0.5)),
        ]
        if here.unknownShare != nil {
            shifts.append(
                Familiarity.Shift("unknown words", .share, training: training?.unknownShare, here: here.unknownShare))
        }
        shifts += model.labels.indices.map { label in
            Familiarity.Shift(
                "labelled \(model.labels[label])", .share, training: training?.labelShare(label),
                here: here.labelShare(label))
        }
        return Familiarity(
            overlap: model.seenTexts.map { texts in
                var overlap = overlap
                overlap.rememberedShare = Double(texts.count) / Double(max(texts.distinctCount, 1))
                return overlap
            }, shifts: training == nil ? [] : shifts, lengthDistance: training.flatMap { here.lengthDistance(to: $0) })
    }
}

extension TrainedModel {
    fileprivate var withoutSeenTexts: TrainedModel {
        TrainedModel(
            classifier: classifier, labels: labels, textSettings: textSettings, temperature: temperature,
            provenance: provenance)
    }
}

extension TextStatistics {
    fileprivate func labelShare(_ label: Int) -> Double? {
        count == 0 ? nil : Double(labelCounts[label]) / Double(count)
    }

    /// Half the sum of the differences between the shares of reviews in each bin of lengths.
    fileprivate func lengthDistance(to other: TextStatistics) -> Double? {
        guard count > 0, other.count > 0 else { return nil }
        return zip(lengthCounts, other.lengthCounts).reduce(0) {
            $0 + abs(Double($1.0) / Double(count) - Double($1.1) / Double(other.count))
        } / 2
    }
}
