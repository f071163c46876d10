import ValenceEvaluation

extension Sections {
    /// What the reviews have in common with the training data, and where they differ; nothing where no model tells.
    static func familiarity(_ report: Report) -> [Block?] {
        let models = report.models.filter { $0.familiarity != nil }
        guard !models.isEmpty else { return [] }
        let overlaps = models.filter { $0.familiarity?.overlap != nil }
        return [
            overlaps.isEmpty ? nil : .heading("Reviews that also stand in the training data"),
            overlaps.isEmpty ? nil : .table(ReportTables.overlaps(overlaps)),
            models.contains { $0.familiarity?.shifts.isEmpty == false }
                ? .heading("Is this what the model learned from?") : nil,
        ]
            + (models.filter { $0.name == report.best?.name } + models.filter { $0.name != report.best?.name }).map {
                model in
                guard let familiarity = model.familiarity, !familiarity.shifts.isEmpty else { return nil }
                let table = Block.table(ReportTables.shifts(familiarity))
                return model.name == report.best?.name
                    ? table : .folded("The same of \(Findings.name(model.name))", [table])
            }
    }
}

extension ReportTables {
    static func overlaps(_ models: [EvaluatedModel]) -> Table {
        Table(
            caption:
                "Copies have the same words; near duplicates share at least 80 % of their runs of five words (MinHash). "
                + "What a model is worth on new reviews is its accuracy without both",
            head: [
                "model", "copies", "near duplicates", "right of those", "accuracy on all", "accuracy without them",
                "95 % interval",
            ],
            rows: models.compactMap { model in
                guard let overlap = model.familiarity?.overlap else { return nil }
                return [
                    model.name, atLeast(overlap.copyCount, overlap), atLeast(overlap.nearCount, overlap),
                    overlap.seenCount == 0 ? "–" : Numbers.percent(overlap.seenAccuracy, 1),
                    Numbers.percent(model.metrics.accuracy), Numbers.percent(overlap.newAccuracy),
                    Numbers.interval(overlap.newInterval?.lower, overlap.newInterval?.upper),
                ]
            })
    }

    /// A model that remembers a part of its texts knows a part of the copies.
    private static func atLeast(_ count: Int, _ overlap: Familiarity.Overlap) -> String {
        (overlap.rememberedShare < 1 ? "at least " : "") + Numbers.count(count)
    }

    static func shifts(_ familiarity: Familiarity) -> Table {
        func text(_ value: Double?, _ unit: Familiarity.Shift.Unit) -> String {
            unit == .share ? Numbers.percent(value, 1) : Numbers.fixed(value, 1)
        }
        var rows = familiarity.shifts.map { shift in
            let difference = shift.here.flatMap { here in shift.training.map { here - $0 } }
            return [
                shift.name, text(shift.training, shift.unit), text(shift.here, shift.unit),
                shift.unit == .share
                    ? Numbers.points(difference, 1) + " points" : Numbers.signed(difference, 1),
            ]
        }
        if let distance = familiarity.lengthDistance {
            rows.append(["lengths that would have to change", "", "", Numbers.percent(distance, 1)])
        }
        return Table(
            caption:
                "Lengths in tokens, labels and unknown words of the training reviews and of these; unknown words of "
                + "training are those of its validation reviews",
            head: ["", "training", "here", "difference"], rows: rows)
    }
}
