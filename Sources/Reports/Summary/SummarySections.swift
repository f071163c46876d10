import ValenceEvaluation

/// The parts of a summary's page.
enum SummarySections {
    /// "62.1 % positive (59.8 to 64.2 %), 37.9 % negative (35.8 to 40.2 %)": the largest first.
    static func verdict(_ summary: DumpSummary) -> String {
        guard summary.classified > 0 else { return "No review could be classified." }
        let order = summary.shares.indices.sorted { (summary.shares[$0].best, $1) > (summary.shares[$1].best, $0) }
        // "50 % 5" would be two numbers.
        let word = summary.labels.allSatisfy { Double($0) != nil } ? "labelled " : ""
        let parts = order.prefix(3).map { index in
            let share = summary.shares[index]
            return "\(Numbers.percent(share.best, 1)) \(word)\(PlainText.line(share.label))"
                + (share.interval.map { " (\(Numbers.interval($0.lower, $0.upper, 1)))" } ?? "")
        }
        return parts.joined(separator: ", ") + "."
    }

    static func all(_ summary: DumpSummary) -> [Section] {
        [
            Section("shares", "Shares", shares(summary)),
            Section("time", "Over time", time(summary)),
            Section("groups", "By \(PlainText.line(summary.groupColumn ?? "group"))", groups(summary)),
            Section("words", "Typical words", words(summary)),
        ].compactMap { $0 }
    }

    static func figures(_ summary: DumpSummary) -> Block {
        .figures(
            [("records", Numbers.count(summary.records), nil), ("classified", Numbers.count(summary.classified), nil)]
                + (summary.empty > 0 ? [("without text", Numbers.count(summary.empty), nil)] : [])
                + (summary.rejected > 0 ? [("rejected", Numbers.count(summary.rejected), nil)] : []))
    }

    private static func shares(_ summary: DumpSummary) -> [Block?] {
        guard summary.classified > 0 else { return [] }
        let rows = summary.shares.compactMap { share in
            share.interval.map { interval in
                ForestPlot.Row(
                    name: share.label, value: share.best, interval: interval,
                    words: "\(Numbers.percent(share.best, 1)), \(Numbers.interval(interval.lower, interval.upper, 1))")
            }
        }
        let drawn = ForestPlot.body(rows, axis: .share("share of the reviews"), reference: nil)
        let table = Table(
            caption: "Shares of the labels",
            head: ["label", "share", "95 % interval", "as counted, errors and all"],
            rows: summary.shares.map { share in
                [
                    share.label, Numbers.percent(share.best),
                    Numbers.interval(share.interval?.lower, share.interval?.upper), Numbers.percent(share.counted),
                ]
            })
        return [
            .text(explanation(summary)),
            rows.isEmpty
                ? nil
                : .chart(
                    Chart(
                        title: "Share of each label",
                        summary: "Share of each label: \(verdict(summary))", width: ForestPlot.width,
                        height: drawn.height, body: drawn.body, table: table)),
        ]
    }

    private static func explanation(_ summary: DumpSummary) -> String {
        if let reason = summary.uncorrectedReason {
            return
                "The shares are as the model counts them; they are not corrected for its errors, since \(reason). The "
                + "intervals cover chance alone."
        }
        return
            "The shares are corrected for the errors that the model made on its validation reviews (EM, Saerens et al. "
            + "2002), with 95 % intervals from a bootstrap over these and the reviews here. They hold where reviews of one "
            + "label read as they did in training, only more or fewer of them; other products or another language break "
            + "that, and nothing in these numbers would tell. \(seen(summary))"
    }

    /// The model is more often right of those it has learned from than the correction takes it to be.
    private static func seen(_ summary: DumpSummary) -> String {
        guard summary.seen > 0 else { return "" }
        return "\(Numbers.count(summary.seen, "review")) of \(Numbers.count(summary.classified)) the model has learned "
            + "from; of these it is more often right than the correction takes it to be."
    }

    private static func time(_ summary: DumpSummary) -> [Block?] {
        guard summary.periods.count > 1, let column = summary.dateColumn else { return [] }
        let periods = summary.periods
        let ticks = stride(from: 0, to: periods.count, by: max(1, (periods.count + 3) / 4)).map { Double($0) }
        let names = periods.map(\.name)
        let axis = Axis(
            title: summary.periodUnit, range: 0...Double(periods.count - 1), ticks: ticks, label: { names[Int($0)] })
        var plot = Plot(x: axis, y: .share("share"))
        for label in summary.labels.indices.prefix(Chart.mostSeries) {
            plot.line(periods.enumerated().map { (Double($0), $1.shares[label].best) }, series: label)
            for (place, period) in periods.enumerated() where periods.count <= 40 {
                guard let interval = period.shares[label].interval else { continue }
                plot.whisker(x: Double(place), from: interval.lower, to: interval.upper, series: label)
            }
        }
        let first = periods[0], last = periods[periods.count - 1]
        let chart = Chart(
            title: "Shares by \(summary.periodUnit)",
            summary:
                "Shares of the labels by \(summary.periodUnit), from \(first.name) (\(sentence(first))) to \(last.name) "
                + "(\(sentence(last))).",
            key: summary.labels.prefix(Chart.mostSeries).enumerated().map { (.series($0), PlainText.line($1)) }, plot,
            table: table(
                periods, head: summary.periodUnit, caption: "Shares by \(summary.periodUnit), with 95 % intervals"))
        let undated =
            summary.undated > 0
            ? "\(Numbers.count(summary.undated, "review")) without a date that could be understood left out here. " : ""
        let order = summary.dateOrder.map { "Its dates are read as \($0)/year. " } ?? ""
        return [
            .text(
                "By the \(summary.periodUnit) in the column '\(column)'. \(order)\(undated)Where reviews are few the shares swing, as the intervals tell."
            ),
            .chart(chart),
        ]
    }

    private static func groups(_ summary: DumpSummary) -> [Block?] {
        guard let column = summary.groupColumn, !summary.groups.isEmpty, let label = summary.labels.indices.last else {
            return []
        }
        let shown = summary.groups.prefix(12)
        let rows = shown.compactMap { group in
            group.shares[label].interval.map { interval in
                ForestPlot.Row(
                    name: group.name.isEmpty ? "(empty)" : group.name, value: group.shares[label].best,
                    interval: interval,
                    words: "\(Numbers.percent(group.shares[label].best, 1)) of \(Numbers.count(group.count))")
            }
        }
        let name = PlainText.line(summary.labels[label])
        let drawn = ForestPlot.body(rows, axis: .share("share of \(name)"), reference: summary.shares[label].best)
        let rest = summary.groupCount - summary.groups.count
        return [
            .text(
                "By the column '\(column)', the largest first; the dashed line is the share of all."
                    + (rest > 0 ? " \(Numbers.count(rest, "smaller group")) left out." : "")),
            .chart(
                Chart(
                    title: "Share of \(name) by \(PlainText.line(column))",
                    summary: "Share of \(name) in the largest groups: "
                        + shown.map { "\(PlainText.line($0.name)) \(Numbers.percent($0.shares[label].best, 1))" }
                        .joined(separator: ", ") + ".", width: ForestPlot.width, height: drawn.height, body: drawn.body,
                    table: table(summary.groups, head: column, caption: "Shares by group, with 95 % intervals"))),
        ]
    }

    private static func table(_ groups: [DumpSummary.Group], head: String, caption: String) -> Table {
        Table(
            caption: caption, head: [head, "reviews"] + (groups.first?.shares.map(\.label) ?? []),
            rows: groups.map { group in
                [group.name.isEmpty ? "(empty)" : group.name, Numbers.count(group.count)]
                    + group.shares.map { share in
                        Numbers.percent(share.best, 1)
                            + (share.interval.map { " (\(Numbers.interval($0.lower, $0.upper, 1)))" } ?? "")
                    }
            })
    }

    private static func sentence(_ group: DumpSummary.Group) -> String {
        group.shares.map { "\(PlainText.line($0.label)) \(Numbers.percent($0.best, 1))" }.joined(separator: ", ")
    }

    private static func words(_ summary: DumpSummary) -> [Block?] {
        let tables: [Block] = zip(summary.labels, summary.words).filter { !$1.isEmpty }.map { label, words in
            .table(
                Table(
                    caption: "Typical of \(label)", head: ["word", "reviews with it", "of other labels", "score"],
                    rows: words.map { word in
                        [
                            word.word, Numbers.count(word.count), Numbers.count(word.countElsewhere),
                            Numbers.fixed(word.score, 1),
                        ]
                    }))
        }
        guard !tables.isEmpty else { return [] }
        return [
            .text(
                "Words that reviews of a label hold more often than the others' (log-odds with an informative prior, Monroe "
                    + "et al. 2008). The score counts standard errors. Labels are the model's own."),
            .pair(tables),
        ]
    }
}
