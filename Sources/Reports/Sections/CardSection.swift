extension Sections {
    /// What each model is, where it came from, what it is not for, and how to make this page again.
    static func card(_ report: Report, run: RunInfo?) -> Section? {
        Section(
            "card", "Model card",
            report.models.flatMap { model in
                [
                    report.models.count > 1 ? .heading(model.name) : nil,
                    .table(
                        Table(
                            caption: "What the model is and where it came from", rows: ReportTables.card(model),
                            style: .facts)),
                ]
            } + [.heading("What it is not for"), .list(limits(report))]
                + (report.card.isEmpty && run == nil
                    ? []
                    : [
                        .heading("This evaluation"),
                        .table(
                            Table(
                                caption: "How this report was made",
                                rows: ReportTables.entries(report.card) + ReportTables.run(run), style: .facts)),
                    ]))
    }

    private static func limits(_ report: Report) -> [String] {
        let known = report.best?.metrics.labels.map(Findings.name).joined(separator: ", ") ?? ""
        return [
            "It gives one label to a whole review (\(known)), not one to each of its parts: "
                + "“the food was great, the service was not” is one review.",
            "It knows what its training reviews taught. On other products, other sites, other languages or other years "
                + "its accuracy is not the one on this page; judge it there on labelled reviews first.",
            "It reads opinions about things. It is no judge of people, and no ground for a decision about one.",
            "Irony, quotations and mixed feelings are where its errors gather. Send answers of low confidence to a person "
                + "(valence classify --min-confidence; the table of thresholds says where).",
        ]
    }
}

extension ReportTables {
    static func card(_ model: EvaluatedModel) -> [[String]] {
        [["architecture", model.architecture]]
            + [
                ["parameters", Numbers.count(model.parameterCount)], ["file size", Numbers.bytes(model.fileByteCount)],
            ]
            + entries(model.settings) + entries(model.card)
    }

    static func entries(_ entries: [ReportEntry]) -> [[String]] {
        entries.map { [$0.key, $0.value] }
    }

    /// What this run measured; nothing where it is not to be shown.
    static func run(_ run: RunInfo?) -> [[String]] {
        guard let run else { return [] }
        return [
            run.machine.map { ["machine", $0] }, run.startedAt.map { ["started", $0] },
            run.elapsedSeconds.map { ["elapsed", "\(Numbers.fixed($0, 1)) s"] },
            run.threadCount.map { ["threads", Numbers.count($0)] },
        ].compactMap { $0 }
    }
}
