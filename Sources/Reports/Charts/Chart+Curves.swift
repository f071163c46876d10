import ValenceEvaluation

extension Chart {
    /// Recall against false alarms for each class; `nil` where no class can be told from others.
    static func roc(_ curves: [ClassCurves]) -> Chart? {
        let drawn = curves.filter { !$0.roc.isEmpty }
        return byClass(
            drawn, "ROC curve", x: "false alarms among the others", y: "recall", points: \.roc,
            area: { "AUC \(Numbers.fixed($0.rocAUC))" + interval($0.rocInterval) }, reference: ((0, 0), (1, 1)))
    }

    /// Precision against recall for each class; `nil` where no class has a review.
    static func precisionRecall(_ curves: [ClassCurves]) -> Chart? {
        let drawn = curves.filter { !$0.precisionRecall.isEmpty }
        return byClass(
            drawn, "Precision–recall curve", x: "recall", y: "precision", points: \.precisionRecall,
            area: { "average precision \(Numbers.fixed($0.prAUC))" }, reference: nil)
    }

    private static func interval(_ interval: ConfidenceInterval?) -> String {
        interval.map { " (\(Numbers.fixed($0.lower))–\(Numbers.fixed($0.upper)))" } ?? ""
    }

    private static func byClass(
        _ curves: [ClassCurves], _ title: String, x: String, y: String,
        points: KeyPath<ClassCurves, [CurvePoint]>, area: (ClassCurves) -> String,
        reference: (from: (x: Double, y: Double), to: (x: Double, y: Double))?
    ) -> Chart? {
        guard !curves.isEmpty else { return nil }
        var plot = Plot(x: .share(x), y: .share(y))
        if let reference { plot.reference(from: reference.from, to: reference.to) }
        let shown = curves.prefix(mostSeries)
        for (index, curve) in shown.enumerated() {
            plot.line(curve[keyPath: points].map { ($0.x, $0.y) }, series: index)
        }
        let names = curves.map { "\(PlainText.line($0.label)): \(area($0))" }
        return Chart(
            title: title, summary: "\(title). \(names.joined(separator: "; ")).",
            key: names.prefix(mostSeries).enumerated().map { (.series($0), $1) },
            plot,
            table: Table(
                caption:
                    "\(y.prefix(1).uppercased())\(y.dropFirst()) at every twentieth of \(x); all points are in metrics.json",
                head: [x] + curves.map(\.label),
                rows: (0...20).map { step in
                    let place = Double(step) / 20
                    return [Numbers.percent(place, 0)]
                        + curves.map { curve in
                            // What is reached without going further right than the place.
                            let reached = curve[keyPath: points].last { $0.x <= place + 1e-9 }
                            return Numbers.percent(reached?.y, 1)
                        }
                }))
    }

    /// How the probability of one class is spread over the reviews of that class and of the others.
    static func scores(_ distribution: ScoreDistribution, labels: [String]) -> Chart? {
        let totals = distribution.counts.map { $0.reduce(0, +) }
        guard totals.contains(where: { $0 > 0 }) else { return nil }
        let shares = zip(distribution.counts, totals).map { counts, total in
            counts.map { total == 0 ? 0 : Double($0) / Double(total) }
        }
        let drawn = shares.indices.filter { totals[$0] > 0 }.prefix(mostSeries)
        let name = PlainText.line(distribution.label)
        var plot = Plot(
            x: .share("probability of \(PlainText.shortened(name, to: 24))"),
            y: .fittingShares("share of the true label's reviews", shares.flatMap { $0 } + [0]))
        for label in drawn { plot.outline(shares[label], over: 0...1, series: label) }
        let last = ScoreDistribution.binCount - 1
        let ends = drawn.map {
            "of \(PlainText.line(labels[$0])) \(Numbers.percent(shares[$0][last], 1)) lie above 95 % and "
                + "\(Numbers.percent(shares[$0][0], 1)) below 5 %"
        }
        return Chart(
            title: "Probability of “\(name)” by true label",
            summary: "How the probability of \(name) is spread: \(ends.joined(separator: "; ")).",
            key: drawn.map { (.series($0), "truly \(PlainText.line(labels[$0]))") }, plot,
            table: Table(
                caption: "Reviews by the probability of \(name), for each true label",
                head: ["probability"] + labels,
                rows: (0...last).map { bin in
                    ["\(bin * 5) to \((bin + 1) * 5) %"]
                        + distribution.counts.map { Numbers.count($0[bin]) }
                }))
    }
}
