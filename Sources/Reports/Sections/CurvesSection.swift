import ValenceEvaluation

extension Sections {
    /// What other thresholds would give, and for stars how far off the answers are.
    static func curves(_ report: Report) -> Section? {
        Section("curves", "Curves", each(report) { model in stars(model) + curves(model) })
    }

    private static func curves(_ model: EvaluatedModel) -> [Block?] {
        guard let curves = model.curves else { return [] }
        let charts = [Chart.precisionRecall(curves.classes), Chart.roc(curves.classes)].compactMap { $0 }
        let scores = curves.scores.prefix(Chart.mostSeries).compactMap {
            Chart.scores($0, labels: model.metrics.labels)
        }
        return [
            charts.isEmpty ? nil : .pair(charts.map(Block.chart)),
            scores.isEmpty
                ? nil
                : scores.count == 1
                    ? .chart(scores[0]) : .folded("Probabilities by true label", [.pair(scores.map(Block.chart))]),
        ]
    }

    /// Nothing unless the labels are numbers, more than two.
    private static func stars(_ model: EvaluatedModel) -> [Block?] {
        let metrics = model.metrics
        guard let stars = metrics.stars, metrics.labels.count > 2 else { return [] }
        return [
            .figures([
                (
                    "Mean error (MAE)", "\(Numbers.fixed(stars.meanAbsoluteError, 3)) stars",
                    range(model.intervals.meanAbsoluteError)
                ),
                ("Quadratic kappa", Numbers.fixed(stars.quadraticKappa), range(model.intervals.quadraticKappa)),
                ("Within one star", Numbers.percent(stars.withinOne, 1), nil),
            ]),
            .pair([.chart(heatMap(metrics)), distances(metrics).map(Block.chart)].compactMap { $0 }),
        ]
    }

    private static func heatMap(_ metrics: Metrics) -> Chart {
        let shares = metrics.labels.indices.map { truth in
            metrics.labels.indices.map { ReportTables.rowShare(metrics, truth, $0) }
        }
        let (height, body) = HeatMap.body(labels: metrics.labels, shares: shares)
        let right = metrics.labels.indices.map {
            "\(PlainText.line(metrics.labels[$0])): \(Numbers.percent(shares[$0][$0], 0))"
        }
        return Chart(
            title: "What is taken for what, in percent of each true label",
            summary: "Heat map of true against predicted labels. Right answers: \(right.joined(separator: ", ")).",
            width: ForestPlot.width, height: height, body: body,
            table: Table(
                caption: "Reviews, and percentages of the row; rows are true labels, columns predicted ones",
                head: ["true \\ predicted"] + metrics.labels, rows: ReportTables.confusion(metrics)))
    }

    /// How many stars off the answers are, too few to the left and too many to the right.
    private static func distances(_ metrics: Metrics) -> Chart? {
        let values = metrics.labels.compactMap(Double.init)
        guard values.count == metrics.labels.count, metrics.count > 0 else { return nil }
        var counts: [Int: Int] = [:]
        for truth in values.indices {
            for predicted in values.indices {
                counts[Int((values[predicted] - values[truth]).rounded()), default: 0] +=
                    metrics.confusion[truth, predicted]
            }
        }
        guard let most = counts.keys.map(abs).max(), most > 0, most <= 20 else { return nil }
        let shares = (-most...most).map { Double(counts[$0] ?? 0) / Double(metrics.count) }
        var plot = Plot(
            x: Axis(
                title: "predicted less true stars", range: -Double(most) - 0.5...Double(most) + 0.5,
                ticks: (-most...most).map(Double.init)
            ) { ($0 > 0 ? "+" : "") + Numbers.fixed($0, 0) },
            y: .fittingShares("share of reviews", shares + [0]))
        for (index, share) in shares.enumerated() {
            let distance = index - most
            plot.bar(
                from: Double(distance) - 0.4, to: Double(distance) + 0.4, height: share, series: distance == 0 ? 0 : 1,
                words: "\(distance > 0 ? "+" : "")\(distance): \(Numbers.percent(share, 1))")
        }
        return Chart(
            title: "How many stars off",
            summary: "Distances of predicted from true stars: \(Numbers.percent(shares[most], 1)) right, "
                + "\(Numbers.percent(shares[..<most].reduce(0, +), 1)) too low, "
                + "\(Numbers.percent(shares[(most + 1)...].reduce(0, +), 1)) too high.",
            plot,
            table: Table(
                caption: "Predicted less true stars", head: ["stars off", "reviews", "share"],
                rows: (-most...most).map {
                    [
                        "\($0 > 0 ? "+" : "")\($0)", Numbers.count(counts[$0] ?? 0),
                        Numbers.percent(shares[$0 + most], 1),
                    ]
                }))
    }
}
