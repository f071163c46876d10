import ValenceEvaluation

/// What the numbers say, in sentences.
enum Findings {
    /// The verdict, what it stands against, and what else there is to know: a report in a terminal's last lines.
    static func sentences(_ report: Report) -> [String] {
        guard let best = report.best, best.metrics.count > 0 else { return [verdict(report)] }
        return [verdict(report), baseline(best)].compactMap { $0 }
            + report.comparisons.filter { $0.first == best.name }.map(comparison) + three(report)
    }

    /// Which model is best, and how good it is.
    static func verdict(_ report: Report) -> String {
        guard let model = report.best else { return "No model was evaluated." }
        let metrics = model.metrics
        guard metrics.count > 0 else { return "No labelled review was found, so nothing can be said." }
        let interval = metrics.accuracyInterval
        return "\(name(model.name)) labels \(Numbers.count(metrics.confusion.correct)) of "
            + "\(Numbers.count(metrics.count)) \(report.reviewsName) right: accuracy \(Numbers.percent(metrics.accuracy)) "
            + "(95 % interval \(Numbers.interval(interval?.lower, interval?.upper))), "
            + "macro-F1 \(Numbers.fixed(metrics.macro.f1))."
    }

    /// The three things most worth knowing of the best model; fewer where the numbers say less.
    static func three(_ report: Report) -> [String] {
        guard let best = report.best, best.metrics.count > 0 else { return [] }
        return Array(
            [overlap(best), worstSlice(best), threshold(best), weakest(best), confusion(best), trust(best)].compactMap {
                $0
            }.prefix(3)
        )
    }

    /// Whether the recurrent model is worth its cost beside the best of the quick ones; `nil` unless there are both.
    static func worth(_ report: Report, run: RunInfo?) -> String? {
        func best(_ kinds: Set<String>) -> EvaluatedModel? {
            let models = report.models.filter { $0.kind.map(kinds.contains) ?? false }
            return models.reduce(nil) { best, model in
                (best?.metrics.accuracy ?? -1) < (model.metrics.accuracy ?? -1) ? model : best
            }
        }
        guard let network = best(["bilstm"]), let quick = best(["bow", "embedding"]) else { return nil }
        let pair = report.comparisons.first { [$0.first, $0.second] == [network.name, quick.name] }
        let reversed = report.comparisons.first { [$0.first, $0.second] == [quick.name, network.name] }
        guard let paired = pair?.paired ?? reversed?.paired, let difference = paired.difference else { return nil }
        let points = "\(Numbers.fixed(abs(difference) * 100, 2)) percentage points (\(evidence(paired)))"
        let question = "Is the recurrent network \(name(network.name)) worth it?"
        let answer =
            paired.pValue >= 0.05
            ? "Not by these reviews: it and \(name(quick.name)) differ by \(points), which may be chance"
            : reversed == nil
                ? "Where \(points) matter, yes: so much better is it than \(name(quick.name))"
                : "No: \(name(quick.name)) is better by \(points)"
        return "\(question) \(answer)\(cost(of: network, beside: quick, run: run))."
    }

    private static func cost(of network: EvaluatedModel, beside quick: EvaluatedModel, run: RunInfo?) -> String {
        var parts: [String] = []
        if let one = network.fileByteCount, let other = quick.fileByteCount, other > 0 {
            parts.append("its file is \(Numbers.bytes(one)) against \(Numbers.bytes(other))")
        }
        let (run, quickRun) = (run?.model(network.name), run?.model(quick.name))
        if let one = run?.trainingSeconds, let other = quickRun?.trainingSeconds {
            parts.append("it trained \(Numbers.duration(one)) against \(Numbers.duration(other))")
        }
        if let one = run?.reviewsPerSecond, let other = quickRun?.reviewsPerSecond, one > 0 {
            parts.append(
                "it labels \(Numbers.count(Int(one.rounded()))) reviews a second against \(Numbers.count(Int(other.rounded())))"
            )
        }
        return parts.isEmpty ? "" : "; " + parts.joined(separator: ", ")
    }

    private static func baseline(_ model: EvaluatedModel) -> String? {
        let metrics = model.metrics
        guard let most = metrics.classes.max(by: { $0.support < $1.support }), let accuracy = metrics.accuracy
        else { return nil }
        let share = Double(most.support) / Double(metrics.count)
        let judgement = accuracy <= share ? ", so the model adds nothing" : ""
        return "Always answering \(name(most.label)) would be right in \(Numbers.percent(share))\(judgement)."
    }

    private static func comparison(_ comparison: ModelComparison) -> String {
        let paired = comparison.paired
        let difference =
            "\(Numbers.fixed(paired.difference.map { $0 * 100 }, 2)) percentage points (\(evidence(paired)))"
        return paired.pValue < 0.05
            ? "\(name(comparison.first)) beats \(name(comparison.second)) by \(difference)."
            : "\(name(comparison.first)) and \(name(comparison.second)) differ by \(difference), "
                + "which may be chance."
    }

    private static func evidence(_ paired: PairedComparison) -> String {
        let interval = paired.differenceInterval
        return "95 % interval \(Numbers.points(interval?.lower)) to \(Numbers.points(interval?.upper)); "
            + "McNemar's test p \(paired.pValue < 0.0001 ? "" : "= ")\(Numbers.chance(paired.pValue))"
    }

    /// Test reviews that the model was made with flatter it; one in a thousand is said.
    private static func overlap(_ model: EvaluatedModel) -> String? {
        guard let overlap = model.familiarity?.overlap, overlap.seenCount * 1000 >= max(model.metrics.count, 1)
        else { return nil }
        return "\(Numbers.count(overlap.seenCount, "review")) "
            + "(\(Numbers.percent(Double(overlap.seenCount) / Double(model.metrics.count), 1))) also "
            + "\(overlap.seenCount == 1 ? "stands" : "stand") in the training data, word for word or nearly; without them its "
            + "accuracy is \(Numbers.percent(overlap.newAccuracy))."
    }

    /// "wrong 2.1 times as often on reviews of 301 to 500 words"
    private static func worstSlice(_ model: EvaluatedModel) -> String? {
        let known = Slicing.worstFirst(model.slicings).first { $0.slice.isWorse && !$0.slice.isSmall }
        guard let (slicing, slice) = known, let rest = slice.accuracyOfRest else { return nil }
        let wrong = 1 - slice.accuracy
        let which =
            slicing.kind == .column ? "where \(slicing.name) is \(name(slice.name))" : "on reviews of \(slice.name)"
        if rest == 1 {
            return "All its mistakes lie \(which): \(Numbers.percent(wrong, 1)) of \(Numbers.count(slice.count))."
        }
        return
            "It is wrong \(Numbers.fixed(wrong / (1 - rest), 1)) times as often \(which) as on the others: \(Numbers.percent(wrong, 1)) of "
            + "\(Numbers.count(slice.count)) against \(Numbers.percent(1 - rest, 1))."
    }

    private static func threshold(_ model: EvaluatedModel) -> String? {
        guard let thresholds = model.curves?.thresholds, let accuracy = model.metrics.accuracy else { return nil }
        // A target that all reviews together reach says nothing new.
        let reached = thresholds.filter { $0.target > accuracy }.last { $0.reach != nil }
        guard let reached, let reach = reached.reach else {
            return thresholds.allSatisfy { $0.reach == nil }
                ? "By these reviews, at no confidence can it be shown that \(Numbers.percent(thresholds.first?.target, 0)) of its answers are right."
                : nil
        }
        return "Where its confidence is \(Numbers.percent(reach.confidence, 1)) or more, at least "
            + "\(Numbers.percent(reached.target, 0)) of its answers are right; that is \(Numbers.percent(reach.coverage, 1)) "
            + "of the reviews."
    }

    private static func confusion(_ model: EvaluatedModel) -> String? {
        let metrics = model.metrics
        var worst: (truth: Int, predicted: Int, count: Int)?
        for truth in metrics.labels.indices {
            for predicted in metrics.labels.indices where truth != predicted {
                let count = metrics.confusion[truth, predicted]
                if count > (worst?.count ?? 0) { worst = (truth, predicted, count) }
            }
        }
        guard let worst else { return "\(name(model.name)) makes no mistake on these reviews." }
        let share = Double(worst.count) / Double(metrics.classes[worst.truth].support)
        return "Its most frequent mistake: \(name(metrics.labels[worst.truth])) taken for "
            + "\(name(metrics.labels[worst.predicted])), \(Numbers.count(worst.count, "time")) "
            + "(\(Numbers.percent(share, 1)) of those reviews)."
    }

    private static func weakest(_ model: EvaluatedModel) -> String? {
        let known = model.metrics.classes.filter { $0.support > 0 }
        guard known.count > 2, let worst = known.min(by: { ($0.f1 ?? 0) < ($1.f1 ?? 0) }) else { return nil }
        return "It is weakest on \(name(worst.label)): precision \(Numbers.percent(worst.precision, 1)), "
            + "recall \(Numbers.percent(worst.recall, 1))."
    }

    private static func trust(_ model: EvaluatedModel) -> String? {
        guard let error = model.metrics.calibration.expectedError else { return nil }
        let bins = model.metrics.calibration.bins
        let reviews = bins.reduce(0) { $0 + $1.count }
        let gap = bins.reduce(0) { $0 + Double($1.count) * ($1.confidence - $1.accuracy) } / Double(max(reviews, 1))
        let side =
            abs(gap) < 0.005 ? "" : gap > 0 ? ", too sure of itself on the whole" : ", too cautious on the whole"
        return "Its confidence is \(Numbers.fixed(error * 100, 1)) percentage points off on average\(side)."
    }

    /// A name that came from a file or a user, in quotes.
    static func name(_ text: String) -> String {
        "“\(PlainText.line(text))”"
    }
}
