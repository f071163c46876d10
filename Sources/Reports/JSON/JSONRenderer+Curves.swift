import ValenceEvaluation

/// The numbers that are drawn, every point of them.
extension JSONRenderer {
    static func uncalibrated(_ uncalibrated: Uncalibrated?) -> JSONValue {
        guard let uncalibrated else { return .null }
        return .object([
            ("log_loss", .optional(uncalibrated.scores.logLoss)), ("brier", .optional(uncalibrated.scores.brier)),
            ("calibration", calibration(uncalibrated.calibration)),
        ])
    }

    static func curves(_ curves: ScoreCurves?) -> JSONValue {
        guard let curves else { return .null }
        return .object([
            ("classes", .array(curves.classes.map(classCurves))),
            (
                "coverage",
                .object([
                    ("coverage", numbers(curves.coverage.points.map(\.coverage))),
                    ("accuracy", numbers(curves.coverage.points.map(\.accuracy))),
                    ("confidence", numbers(curves.coverage.points.map(\.confidence))),
                ])
            ),
            ("thresholds", .array(curves.thresholds.map(threshold))),
            ("confidences", counts(curves.confidences)),
            (
                "scores",
                .array(
                    curves.scores.map {
                        .object([
                            ("label", .string($0.label)), ("counts_by_true_label", .array($0.counts.map(counts))),
                        ])
                    })
            ),
        ])
    }

    static func slicing(_ slicing: Slicing) -> JSONValue {
        .object([
            ("by", .string(slicing.kind.rawValue)), ("name", .string(slicing.name)),
            (
                "slices",
                .array(
                    slicing.slices.map {
                        .object([
                            ("name", .string($0.name)), ("count", .integer($0.count)),
                            ("correct", .integer($0.correct)),
                            ("accuracy", .number($0.accuracy)), ("accuracy_interval", interval($0.interval)),
                            ("accuracy_elsewhere", .optional($0.accuracyOfRest)), ("p", .optional($0.pValue)),
                            ("p_corrected", .optional($0.correctedPValue)), ("small", .bool($0.isSmall)),
                        ])
                    })
            ),
        ])
    }

    static func deletion(_ deletion: DeletionSummary?) -> JSONValue {
        guard let deletion else { return .null }
        return .object([
            ("reviews", .integer(deletion.reviewCount)), ("words", .integer(deletion.wordCount)),
            ("log_odds_fall_top", .number(deletion.topDrop)), ("log_odds_fall_random", .number(deletion.randomDrop)),
            ("changed_top", .number(deletion.topFlips)), ("changed_random", .number(deletion.randomFlips)),
        ])
    }

    static func familiarity(_ familiarity: Familiarity?) -> JSONValue {
        guard let familiarity else { return .null }
        return .object([
            ("overlap", overlap(familiarity.overlap)),
            (
                "shifts",
                .array(
                    familiarity.shifts.map {
                        .object([
                            ("name", .string($0.name)), ("unit", .string($0.unit.rawValue)),
                            ("training", .optional($0.training)), ("here", .optional($0.here)),
                        ])
                    })
            ),
            ("length_distance", .optional(familiarity.lengthDistance)),
        ])
    }

    private static func overlap(_ overlap: Familiarity.Overlap?) -> JSONValue {
        guard let overlap else { return .null }
        return .object([
            ("copies", .integer(overlap.copyCount)), ("near_duplicates", .integer(overlap.nearCount)),
            ("accuracy_on_those", .optional(overlap.seenAccuracy)), ("others", .integer(overlap.newCount)),
            ("accuracy_on_others", .optional(overlap.newAccuracy)),
            ("accuracy_on_others_interval", interval(overlap.newInterval)),
            ("remembered_share", .number(overlap.rememberedShare)),
        ])
    }

    private static func classCurves(_ curves: ClassCurves) -> JSONValue {
        .object([
            ("label", .string(curves.label)),
            ("roc_auc", .optional(curves.rocAUC)), ("roc_auc_interval", interval(curves.rocInterval)),
            ("pr_auc", .optional(curves.prAUC)),
            ("roc", points(curves.roc, x: "false_positive_rate", y: "recall")),
            ("precision_recall", points(curves.precisionRecall, x: "recall", y: "precision")),
        ])
    }

    private static func threshold(_ threshold: ConfidenceThreshold) -> JSONValue {
        .object([
            ("target", .number(threshold.target)), ("confidence", .optional(threshold.reach?.confidence)),
            ("count", .optional(threshold.reach?.count)), ("coverage", .optional(threshold.reach?.coverage)),
            ("accuracy", .optional(threshold.reach?.accuracy)),
            ("accuracy_lower_bound", .optional(threshold.reach?.lowerBound)),
        ])
    }

    private static func points(_ points: [CurvePoint], x: String, y: String) -> JSONValue {
        .object([
            (x, numbers(points.map(\.x))), (y, numbers(points.map(\.y))),
            ("threshold", .array(points.map { JSONValue.optional($0.threshold) })),
        ])
    }

    private static func numbers(_ values: [Double]) -> JSONValue { .array(values.map(JSONValue.optional)) }

    private static func counts(_ values: [Int]) -> JSONValue { .array(values.map(JSONValue.integer)) }
}
