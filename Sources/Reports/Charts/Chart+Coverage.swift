import ValenceEvaluation

extension Chart {
    /// How accurate a model is where it answers only the reviews that it is surest of; `nil` where there is no review.
    static func coverage(_ model: EvaluatedModel) -> Chart? {
        guard let points = model.curves?.coverage.points, let last = points.last, points.count > 1 else { return nil }
        // The surest handful jumps between 0 and 100 %, and would stretch the axis for nothing.
        let steady = points.filter { $0.coverage >= 0.05 }.map(\.accuracy)
        var plot = Plot(
            x: .share("share of reviews answered"), y: .fittingShares("accuracy of those", steady + [1, last.accuracy]))
        plot.reference(from: (0, last.accuracy), to: (1, last.accuracy))
        plot.line(points.map { ($0.coverage, $0.accuracy) }, series: 0)
        let shares = stride(from: 5, through: 100, by: 5).compactMap { percent in
            points.first { $0.coverage * 100 >= Double(percent) - 1e-9 }
        }
        let half = points.first { $0.coverage >= 0.5 }
        return Chart(
            title: "How many can it answer well?",
            summary: "Accuracy against coverage: \(Numbers.percent(half?.accuracy, 1)) of the surest half are right, "
                + "\(Numbers.percent(last.accuracy, 1)) of all.",
            key: [(.series(0), "surest reviews first"), (.reference, "all reviews answered")], plot,
            table: Table(
                caption: "Accuracy of the surest reviews",
                head: ["reviews answered", "confidence from", "accuracy"],
                rows: shares.reduce(into: [Coverage.Point]()) { if $0.last != $1 { $0.append($1) } }.map {
                    [Numbers.percent($0.coverage, 1), Numbers.percent($0.confidence, 1), Numbers.percent($0.accuracy)]
                }))
    }
}
