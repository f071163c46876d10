import ValenceEvaluation

extension Sections {
    /// What was read, and how it compares with what the models learned from.
    static func data(_ report: Report) -> Section? {
        Section(
            "data", "Data",
            [
                .pair(
                    [
                        .table(
                            Table(
                                caption: "What was read, and what of it was evaluated", rows: ReportTables.data(report),
                                style: .facts)),
                        report.data.lengths.flatMap(lengths).map(Block.chart),
                    ].compactMap { $0 })
            ] + familiarity(report))
    }

    /// How many reviews have how many words.
    private static func lengths(_ lengths: LengthSummary) -> Chart? {
        guard let last = lengths.bins.last, lengths.bins.count > 1 else { return nil }
        let width = lengths.bins[0].to.map { $0 - lengths.bins[0].from + 1 } ?? 1
        let end = last.from + width
        let total = lengths.bins.reduce(0) { $0 + $1.count }
        let shares = lengths.bins.map { Double($0.count) / Double(max(total, 1)) }
        var plot = Plot(
            x: .counts("words", lengths.bins[0].from...end), y: .fittingShares("share of reviews", shares + [0]),
            height: 230)
        for (bin, share) in zip(lengths.bins, shares) {
            plot.bar(
                from: Double(bin.from), to: Double(bin.from + width), height: share, series: 0,
                words: "\(bin.words): \(Numbers.count(bin.count, "review"))")
        }
        return Chart(
            title: "How long the reviews are",
            summary:
                "Lengths in words: median \(Numbers.count(lengths.median)), mean \(Numbers.fixed(lengths.mean, 1)), "
                + "95 of 100 reviews at most \(Numbers.count(lengths.percentile95)), longest \(Numbers.count(lengths.longest)).",
            plot,
            table: Table(
                caption: "Reviews by their number of words", head: ["length", "reviews", "share"],
                rows: zip(lengths.bins, shares).map { [$0.words, Numbers.count($0.count), Numbers.percent($1, 1)] }))
    }
}

extension ReportTables {
    static func data(_ report: Report) -> [[String]] {
        let data = report.data
        var rows = data.files.map { ["file", $0] }
        rows.append(["rows read", Numbers.count(data.rowCount)])
        rows += data.rejects.map { ["left out: \($0.name)", Numbers.count($0.count)] }
        rows.append(["reviews evaluated", Numbers.count(data.evaluatedCount)])
        for label in data.labels {
            let share = data.evaluatedCount == 0 ? nil : Double(label.count) / Double(data.evaluatedCount)
            rows.append(["labelled \(label.name)", "\(Numbers.count(label.count)) (\(Numbers.percent(share, 1)))"])
        }
        if let lengths = data.lengths {
            rows.append([
                "words a review",
                "median \(Numbers.count(lengths.median)), mean \(Numbers.fixed(lengths.mean, 1)), "
                    + "longest \(Numbers.count(lengths.longest))",
            ])
        }
        if let count = data.duplicateCount { rows.append(["repeat an earlier text", Numbers.count(count)]) }
        let cut = report.models.compactMap { model in
            model.cutReviewCount.map { Numbers.count($0) + (report.models.count > 1 ? " (\(model.name))" : "") }
        }
        if !cut.isEmpty { rows.append(["cut to the length the model reads", cut.joined(separator: ", ")]) }
        return rows
    }
}
