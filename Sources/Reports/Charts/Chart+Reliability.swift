import ValenceEvaluation

extension Chart {
    /// Accuracy by confidence: on the diagonal a confidence of 80 % is right 80 times of 100.
    ///
    /// Dots are reviews sorted by confidence in bins of equal size, with Wilson's intervals; the bars at the foot say how
    /// many reviews have which confidence. `nil` where there is no review.
    static func reliability(_ model: EvaluatedModel) -> Chart? {
        let bins = model.metrics.calibration.bins
        guard let error = model.metrics.calibration.expectedError, !bins.isEmpty else { return nil }
        let low = bins.flatMap { [$0.confidence, $0.accuracy] }.min() ?? 0
        let start = min(Axis.fittingShares("", [low, 1]).range.lowerBound, 0.9)
        let range = start...1
        var plot = Plot(x: .share("confidence", range), y: .share("accuracy", range))
        let histogram = model.curves?.confidences ?? []
        let most = histogram.max() ?? 0
        let step = 1 / Double(max(histogram.count, 1))
        for (index, count) in histogram.enumerated() where count > 0 && Double(index + 1) * step > start + 1e-9 {
            let from = Double(index) * step
            plot.bar(
                from: max(from, start), to: from + step,
                height: start + (1 - start) * 0.22 * Double(count) / Double(most), series: nil,
                words: "\(Numbers.percent(from, 0)) to \(Numbers.percent(from + step, 0)): "
                    + Numbers.count(count, "review"))
        }
        plot.reference(from: (start, start), to: (1, 1))
        plot.line(bins.map { ($0.confidence, $0.accuracy) }, series: 0)
        for bin in bins {
            let interval = bin.interval
            plot.whisker(x: bin.confidence, from: interval.lower, to: interval.upper, series: 0)
            plot.point(
                x: bin.confidence, y: bin.accuracy, series: 0,
                words: "confidence \(Numbers.percent(bin.confidence)), accuracy \(Numbers.percent(bin.accuracy))")
        }
        let widest = bins.max { abs($0.accuracy - $0.confidence) < abs($1.accuracy - $1.confidence) }
        let gap = widest.map {
            "; widest gap at \(Numbers.percent($0.confidence, 1)) confidence, where \(Numbers.percent($0.accuracy, 1)) are right"
        }
        return Chart(
            title: "Is it as right as it is sure?",
            summary: "Reliability diagram: accuracy against confidence in \(bins.count) bins of equal size. "
                + "Expected calibration error \(Numbers.fixed(error))\(gap ?? "").",
            key: [
                (.series(0), "accuracy, with 95 % interval"), (.reference, "as right as sure"),
                (.muted, "how many reviews"),
            ],
            plot,
            table: Table(
                caption: "Reviews sorted by confidence, in bins of equal size",
                head: ["bin", "reviews", "mean confidence", "accuracy", "95 % interval", "gap (points)"],
                rows: bins.enumerated().map { index, bin in
                    [
                        String(index + 1), Numbers.count(bin.count), Numbers.percent(bin.confidence),
                        Numbers.percent(bin.accuracy), Numbers.interval(bin.interval.lower, bin.interval.upper),
                        Numbers.points(bin.accuracy - bin.confidence),
                    ]
                }))
    }
}

extension Calibration.Bin {
    /// Wilson's interval of the accuracy; ties that bins share may leave it a fraction of a review.
    fileprivate var interval: ConfidenceInterval {
        ConfidenceInterval.wilson(successes: Int((accuracy * Double(count)).rounded()), trials: count)
            ?? ConfidenceInterval(lower: 0, upper: 1)
    }
}
