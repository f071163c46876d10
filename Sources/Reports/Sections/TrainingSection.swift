import ValenceEvaluation

extension Sections {
    /// How each model learned, epoch by epoch; nothing where no model tells of it.
    static func training(_ report: Report) -> Section? {
        Section(
            "training", "Training",
            report.models.filter { !$0.history.isEmpty }.flatMap { model -> [Block?] in
                let charts = [losses(model), accuracies(model), rates(model), norms(model)].compactMap { $0 }
                return [
                    report.models.count > 1 ? .heading(model.name) : nil,
                    charts.isEmpty ? nil : .pair(charts.map(Block.chart)),
                    steps(model).map(Block.text),
                    .folded(
                        "Every epoch of \(Findings.name(model.name)) in numbers",
                        [.table(ReportTables.history(model.history))]),
                ]
            })
    }

    private static func losses(_ model: EvaluatedModel) -> Chart? {
        byEpoch(
            "Loss by epoch", "mean log-loss", model,
            [("training", \.trainingLoss), ("validation", \.validationLoss)]
        ) { Axis.fitting("loss", $0, from: 0) }
    }

    private static func accuracies(_ model: EvaluatedModel) -> Chart? {
        byEpoch(
            "Accuracy by epoch", "accuracy", model,
            [("training", \.trainingAccuracy), ("validation", \.validationAccuracy)]
        ) { Axis.fittingShares("accuracy", $0) }
    }

    private static func rates(_ model: EvaluatedModel) -> Chart? {
        byEpoch("Learning rate by epoch", "learning rate", model, [("learning rate", \.learningRate)]) {
            Axis.fitting("learning rate", $0, from: 0)
        }
    }

    private static func norms(_ model: EvaluatedModel) -> Chart? {
        byEpoch("Gradient norm by epoch", "mean norm before clipping", model, [("gradient norm", \.gradientNorm)]) {
            Axis.fitting("gradient norm", $0, from: 0)
        }
    }

    /// Lines over the epochs; `nil` for fewer than two, or where nothing is known.
    private static func byEpoch(
        _ title: String, _ what: String, _ model: EvaluatedModel,
        _ values: [(name: String, path: KeyPath<TrainingEpoch, Double?>)], axis: ([Double]) -> Axis
    ) -> Chart? {
        let history = model.history
        guard history.count > 1, let first = history.first, let last = history.last else { return nil }
        let lines = values.map { value in
            (
                name: value.name,
                points: history.compactMap { epoch in
                    epoch[keyPath: value.path].map { (x: Double(epoch.epoch), y: $0) }
                }
            )
        }.filter { $0.points.count > 1 }
        guard !lines.isEmpty else { return nil }
        var plot = Plot(
            x: .counts("epoch", first.epoch...last.epoch), y: axis(lines.flatMap { $0.points.map(\.y) }), height: 230)
        let best = history.first { $0.isBest }
        if let best { plot.mark(x: Double(best.epoch), "kept") }
        for (index, line) in lines.enumerated() {
            plot.line(line.points, series: index)
            for point in line.points {
                plot.point(
                    x: point.x, y: point.y, series: index,
                    words: "epoch \(Int(point.x)), \(line.name): \(Numbers.short(point.y))")
            }
        }
        let ends = lines.map { line in
            "\(line.name) from \(Numbers.short(line.points.first?.y)) to \(Numbers.short(line.points.last?.y))"
        }
        return Chart(
            title: title,
            summary: "\(title), \(history.count) epochs: \(ends.joined(separator: "; "))"
                + (best.map { "; the model after epoch \($0.epoch) was kept." } ?? "."),
            key: lines.count > 1 ? lines.enumerated().map { (.series($0), $1.name) } : [], plot,
            table: Table(
                caption: "\(what.prefix(1).uppercased())\(what.dropFirst()) by epoch",
                head: ["epoch"] + values.map(\.name),
                rows: history.map { epoch in
                    ["\(epoch.epoch)"] + values.map { Numbers.short(epoch[keyPath: $0.path]) }
                }))
    }

    /// What went wrong on the way, in a sentence.
    private static func steps(_ model: EvaluatedModel) -> String? {
        let clipped = model.history.compactMap(\.clippedSteps).reduce(0, +)
        let broken = model.history.compactMap(\.nonFiniteSteps).reduce(0, +)
        guard model.history.contains(where: { $0.clippedSteps != nil || $0.nonFiniteSteps != nil }) else { return nil }
        return "Gradients were clipped in \(Numbers.count(clipped, "step")); "
            + (broken == 0
                ? "no step met a value that is not finite."
                : "\(Numbers.count(broken, "step")) met values that are not finite.")
    }
}

extension ReportTables {
    static func history(_ epochs: [TrainingEpoch]) -> Table {
        let columns: [(name: String, text: (TrainingEpoch) -> String?)] = [
            ("training loss", { $0.trainingLoss.map { Numbers.fixed($0) } }),
            ("training accuracy", { $0.trainingAccuracy.map { Numbers.percent($0) } }),
            ("validation loss", { $0.validationLoss.map { Numbers.fixed($0) } }),
            ("validation accuracy", { $0.validationAccuracy.map { Numbers.percent($0) } }),
            ("learning rate", { $0.learningRate.map { Numbers.short($0) } }),
            ("gradient norm", { $0.gradientNorm.map { Numbers.short($0) } }),
            ("clipped steps", { $0.clippedSteps.map { Numbers.count($0) } }),
            ("non-finite steps", { $0.nonFiniteSteps.map { Numbers.count($0) } }),
        ]
        // A column that no epoch knows would say n/a all the way down.
        let known = columns.filter { column in epochs.contains { column.text($0) != nil } }
        return Table(
            caption: "Every epoch; the model after the marked one was kept",
            head: ["epoch"] + known.map(\.name),
            rows: epochs.map { epoch in
                ["\(epoch.epoch)\(epoch.isBest ? " (kept)" : "")"]
                    + known.map { $0.text(epoch) ?? Numbers.undefined }
            },
            strong: Set(epochs.indices.filter { epochs[$0].isBest }))
    }
}
