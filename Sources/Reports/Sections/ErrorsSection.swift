extension Sections {
    /// Reviews to look at; nothing where examples are left out and nothing was counted.
    static func errors(_ report: Report) -> Section? {
        var blocks: [Block?] = []
        if let suspects = report.suspects { blocks += disagreements(suspects, report) }
        if report.models.contains(where: { $0.mistakes != nil }) {
            blocks += [.heading("Most confident mistakes")]
            blocks += each(report) { model in
                guard let mistakes = model.mistakes else { return [] }
                return [mistakes.isEmpty ? .text("None on these reviews.") : .mistakes(mistakes)]
            }
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
            suspects.examples.flatMap { $0.isEmpty ? nil : .mistakes($0) },
        ]
    }
}
