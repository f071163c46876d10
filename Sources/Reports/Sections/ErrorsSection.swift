extension Sections {
    /// Reviews to look at; nothing where examples are left out and nothing was counted.
    static func errors(_ report: Report) -> Section? {
        var blocks: [Block?] = []
        if let suspects = report.suspects { blocks += disagreements(suspects, report) }
        if report.models.contains(where: { $0.mistakes != nil }) {
            let best = report.best?.name
            for model in report.models.filter({ $0.name == best }) + report.models.filter({ $0.name != best }) {
                guard let mistakes = model.mistakes else { continue }
                let title =
                    "Most confident mistakes" + (report.models.count > 1 ? " of \(Findings.name(model.name))" : "")
                let shown = mistakes.isEmpty ? [.text("None on these reviews.")] : self.shown(mistakes)
                blocks += model.name == best ? [.heading(title)] + shown : [.folded(title, shown)]
            }
        }
        let tried = report.models.filter { $0.deletion != nil }
        if !tried.isEmpty {
            blocks += [.heading("Do the marked words decide?"), .table(ReportTables.deletions(tried))]
        }
        return Section("errors", "Errors", blocks)
    }

    private static func disagreements(_ suspects: Suspects, _ report: Report) -> [Block?] {
        let who = report.models.count > 1 ? "every model" : "the model"
        let share = Double(suspects.count) / Double(max(report.data.evaluatedCount, 1))
        let sentence =
            suspects.count == 0
            ? "No review's label is contradicted by \(who) with more confidence than it has in that answer on average."
            : "\(Numbers.count(suspects.count, "review")) (\(Numbers.percent(share))) of those evaluated: \(who) answers "
                + "otherwise, with more confidence than it has on average where that answer is the label. Some of these "
                + "labels are wrong; whoever corrects them judges the models more fairly."
        return [
            .heading("Labels that disagree with the text"), .text(sentence),
        ] + (suspects.examples.map(shown) ?? [])
    }

    private static let mostOpen = 6

    /// The first few open, the others folded: a page is to be read to its end.
    private static func shown(_ mistakes: [Mistake]) -> [Block] {
        guard mistakes.count > mostOpen + 1 else { return mistakes.isEmpty ? [] : [.mistakes(mistakes)] }
        let rest = Array(mistakes.dropFirst(mostOpen))
        return [
            .mistakes(Array(mistakes.prefix(mostOpen))), .folded("\(rest.count) more", [.mistakes(rest)]),
        ]
    }
}

extension ReportTables {
    static func deletions(_ models: [EvaluatedModel]) -> Table {
        let words = models.compactMap(\.deletion?.wordCount).max() ?? 0
        return Table(
            caption:
                "\(Numbers.count(words, "word")) are taken out of each review: those that speak most for the answer, or as "
                + "many at random. What explains an answer must move it more than chance does (comprehensiveness, DeYoung et al. 2020)",
            head: [
                "model", "reviews", "log-odds fall, marked words", "random words", "answers change, marked words",
                "random words",
            ],
            rows: models.compactMap { model in
                guard let deletion = model.deletion else { return nil }
                return [
                    model.name, Numbers.count(deletion.reviewCount), Numbers.fixed(deletion.topDrop, 2),
                    Numbers.fixed(deletion.randomDrop, 2), Numbers.percent(deletion.topFlips, 1),
                    Numbers.percent(deletion.randomFlips, 1),
                ]
            })
    }
}
