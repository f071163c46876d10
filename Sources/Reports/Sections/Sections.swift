import ValenceEvaluation

/// What a report says, in the reader's order: what came out, on which data, where it fails, whether its confidence can be
/// trusted, whether another model does better, examples, how it was trained, what it is.
enum Sections {
    /// - Parameter run: measured times, where they are to be shown.
    static func all(_ report: Report, run: RunInfo? = nil) -> [Section] {
        [
            data(report), classes(report), trust(report), curves(report), models(report, run: run), slices(report),
            errors(report), training(report), card(report, run: run),
        ].compactMap { $0 }
    }

    /// The best model's blocks, and those of the others folded below: a page of three models reads as one of one.
    static func each(_ report: Report, _ blocks: (EvaluatedModel) -> [Block?]) -> [Block?] {
        guard let best = report.best else { return [] }
        if report.models.count == 1 { return blocks(best) }
        let first = blocks(best).compactMap { $0 }
        return (first.isEmpty ? [] : [.heading(best.name)] + first)
            + report.models.filter { $0.name != best.name }.map { model in
                let others = blocks(model).compactMap { $0 }
                return others.isEmpty ? nil : .folded("The same of \(Findings.name(model.name))", others)
            }
    }
}
