import ValenceEvaluation

extension Sections {
    /// Where the model is worse than elsewhere: the worst parts first.
    static func slices(_ report: Report) -> Section? {
        Section(
            "slices", "Slices",
            each(report) { model in
                let charts = model.slicings.compactMap { chart($0, model.metrics) }
                return [
                    charts.isEmpty ? nil : .pair(charts.map(Block.chart)),
                    ReportTables.worst(model.slicings).map(Block.table),
                ]
            })
    }

    private static let mostRows = 12

    /// Accuracy of each part, against that of all reviews; parts that have no order of their own are in the table alone.
    private static func chart(_ slicing: Slicing, _ metrics: Metrics) -> Chart? {
        guard slicing.kind != .column || slicing.slices.count <= mostRows, slicing.slices.count > 1 else { return nil }
        let rows = slicing.slices.compactMap { slice -> ForestPlot.Row? in
            guard let interval = slice.interval else { return nil }
            return ForestPlot.Row(
                name: "\(slice.name) (\(Numbers.count(slice.count)))", value: slice.accuracy, interval: interval,
                words: Numbers.percent(slice.accuracy, 1))
        }
        let axis = Axis.fittingShares(
            "accuracy; dashed: all reviews",
            rows.flatMap { [$0.interval.lower, $0.interval.upper] } + [metrics.accuracy ?? 1])
        let (height, body) = ForestPlot.body(rows, axis: axis, reference: metrics.accuracy)
        let name = PlainText.line(slicing.name)
        return Chart(
            title: "Accuracy by \(name)",
            summary: "Accuracy by \(name): "
                + rows.map { "\(PlainText.line($0.name)) \($0.words)" }.joined(separator: "; ") + ".",
            width: ForestPlot.width, height: height, body: body,
            table: Table(
                caption: "Accuracy by \(name)", head: [name, "reviews", "accuracy", "95 % interval"],
                rows: slicing.slices.map {
                    [
                        $0.name, Numbers.count($0.count), Numbers.percent($0.accuracy),
                        Numbers.interval($0.interval?.lower, $0.interval?.upper),
                    ]
                }))
    }
}

extension ReportTables {
    private static let mostSlices = 25

    /// All parts but those by confidence, which are low where they should be: worst first, small ones last.
    static func worst(_ slicings: [Slicing]) -> Table? {
        let all = Slicing.worstFirst(slicings)
        guard !all.isEmpty else { return nil }
        let shown = all.prefix(mostSlices)
        let rest = all.count > mostSlices ? "; \(mostSlices) of \(all.count), the others are in metrics.json" : ""
        return Table(
            caption:
                "Worst first, small ones (below \(Slice.fewReviews) reviews) last. p: Fisher's exact test against all "
                + "other reviews, corrected for looking at \(all.count) parts (Holm)\(rest)",
            head: ["slice", "reviews", "accuracy", "95 % interval", "elsewhere", "p"],
            rows: shown.map { slicing, slice in
                [
                    "\(slicing.name): \(slice.name)\(slice.isSmall ? " (small)" : "")", Numbers.count(slice.count),
                    Numbers.percent(slice.accuracy), Numbers.interval(slice.interval?.lower, slice.interval?.upper),
                    Numbers.percent(slice.accuracyOfRest),
                    slice.correctedPValue.map(Numbers.chance) ?? Numbers.undefined,
                ]
            },
            strong: Set(shown.indices.filter { shown[$0].slice.isWorse }))
    }
}

extension Slicing {
    /// The parts of all slicings but the one by confidence, worst accuracy first, small ones behind the others.
    static func worstFirst(_ slicings: [Slicing]) -> [(slicing: Slicing, slice: Slice)] {
        let all = slicings.filter { $0.kind != .confidence }.flatMap { slicing in
            slicing.slices.map { (slicing: slicing, slice: $0) }
        }
        return all.enumerated().sorted {
            let (one, other) = ($0.element.slice, $1.element.slice)
            return (one.isSmall ? 1 : 0, one.accuracy, $0.offset) < (other.isSmall ? 1 : 0, other.accuracy, $1.offset)
        }.map(\.element)
    }
}

extension Slice {
    /// Whether it is shown to be worse than the other reviews.
    var isWorse: Bool {
        guard let correctedPValue, let accuracyOfRest else { return false }
        return correctedPValue < 0.05 && accuracy < accuracyOfRest
    }
}
