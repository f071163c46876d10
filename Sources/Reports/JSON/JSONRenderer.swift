import ValenceEvaluation

/// A report as JSON: every number unrounded, undefined ones `null`, members always in this order, no review texts.
public enum JSONRenderer {
    public static func render(_ report: Report) -> String {
        JSONValue.object([
            ("format_version", .integer(2)),
            ("title", .string(report.title)),
            ("reviews", .string(report.reviewsName)),
            ("data", data(report.data)),
            ("models", .array(report.models.map(model))),
            ("comparisons", .array(report.comparisons.map(comparison))),
            ("checks", .array(report.checks.map(check))),
            ("suspects", .optional(report.suspects?.count)),
            ("findings", .array(Findings.sentences(report).map(JSONValue.string))),
            ("card", entries(report.card)),
        ]).render() + "\n"
    }

    /// `run.json`: what differs from run to run.
    public static func render(_ run: RunInfo) -> String {
        JSONValue.object([
            ("machine", .optional(run.machine)),
            ("started_at", .optional(run.startedAt)),
            ("elapsed_seconds", .optional(run.elapsedSeconds)),
            ("threads", .optional(run.threadCount)),
            (
                "models",
                .array(
                    run.models.map { model in
                        .object([
                            ("name", .string(model.name)),
                            ("reviews_per_second", .optional(model.reviewsPerSecond)),
                            ("evaluation_seconds", .optional(model.evaluationSeconds)),
                            ("training_seconds", .optional(model.trainingSeconds)),
                            ("epoch_seconds", .array(model.epochSeconds.map(JSONValue.optional))),
                        ])
                    })
            ),
        ]).render() + "\n"
    }

    private static func data(_ data: DataSummary) -> JSONValue {
        func counts(_ counts: [DataSummary.Count]) -> JSONValue {
            .array(counts.map { .object([("name", .string($0.name)), ("count", .integer($0.count))]) })
        }
        return .object([
            ("files", .array(data.files.map(JSONValue.string))),
            ("rows", .integer(data.rowCount)),
            ("evaluated", .integer(data.evaluatedCount)),
            ("rejects", counts(data.rejects)),
            ("labels", counts(data.labels)),
            ("lengths", lengths(data.lengths)),
            ("duplicates", .optional(data.duplicateCount)),
        ])
    }

    private static func lengths(_ lengths: LengthSummary?) -> JSONValue {
        guard let lengths else { return .null }
        return .object([
            ("mean", .number(lengths.mean)), ("median", .integer(lengths.median)),
            ("percentile_95", .integer(lengths.percentile95)), ("longest", .integer(lengths.longest)),
            (
                "bins",
                .array(
                    lengths.bins.map {
                        .object([("from", .integer($0.from)), ("to", .optional($0.to)), ("count", .integer($0.count))])
                    })
            ),
        ])
    }

    private static func model(_ model: EvaluatedModel) -> JSONValue {
        .object([
            ("name", .string(model.name)),
            ("kind", .optional(model.kind)),
            ("architecture", .string(model.architecture)),
            ("settings", entries(model.settings)),
            ("parameters", .optional(model.parameterCount)),
            ("file_bytes", .optional(model.fileByteCount)),
            ("temperature", .optional(model.temperature)),
            ("cut_reviews", .optional(model.cutReviewCount)),
            ("metrics", metrics(model)),
            ("uncalibrated", uncalibrated(model.uncalibrated)),
            ("curves", curves(model.curves)),
            ("slices", .array(model.slicings.map(slicing))),
            ("deletion_test", deletion(model.deletion)),
            ("familiarity", familiarity(model.familiarity)),
            ("history", .array(model.history.map(epoch))),
            ("card", entries(model.card)),
        ])
    }

    private static func metrics(_ model: EvaluatedModel) -> JSONValue {
        let metrics = model.metrics
        let intervals = model.intervals
        func averages(_ average: AverageMetrics, _ f1: ConfidenceInterval?) -> JSONValue {
            .object([
                ("precision", .optional(average.precision)), ("recall", .optional(average.recall)),
                ("f1", .optional(average.f1)), ("f1_interval", interval(f1)),
            ])
        }
        return .object([
            ("count", .integer(metrics.count)),
            ("accuracy", .optional(metrics.accuracy)),
            ("accuracy_interval", interval(metrics.accuracyInterval)),
            ("macro", averages(metrics.macro, intervals.macroF1)),
            ("weighted", averages(metrics.weighted, intervals.weightedF1)),
            ("mcc", .optional(metrics.matthews)),
            ("mcc_interval", interval(intervals.matthews)),
            ("log_loss", .optional(metrics.scores.logLoss)),
            ("brier", .optional(metrics.scores.brier)),
            ("brier_positive", .optional(metrics.scores.brierPositive)),
            ("roc_auc", .optional(metrics.ranking?.rocAUC)),
            ("roc_auc_interval", interval(metrics.ranking?.rocInterval)),
            ("pr_auc", .optional(metrics.ranking?.prAUC)),
            ("mean_absolute_error", .optional(metrics.stars?.meanAbsoluteError)),
            ("mean_absolute_error_interval", interval(intervals.meanAbsoluteError)),
            ("quadratic_kappa", .optional(metrics.stars?.quadraticKappa)),
            ("quadratic_kappa_interval", interval(intervals.quadraticKappa)),
            ("within_one", .optional(metrics.stars?.withinOne)),
            ("classes", .array(zip(metrics.classes, intervals.f1).map(classMetrics))),
            ("confusion", confusion(metrics)),
            ("calibration", calibration(metrics.calibration)),
        ])
    }

    private static func classMetrics(_ entry: ClassMetrics, _ f1: ConfidenceInterval?) -> JSONValue {
        .object([
            ("label", .string(entry.label)),
            ("precision", .optional(entry.precision)), ("precision_interval", interval(entry.precisionInterval)),
            ("recall", .optional(entry.recall)), ("recall_interval", interval(entry.recallInterval)),
            ("f1", .optional(entry.f1)), ("f1_interval", interval(f1)), ("support", .integer(entry.support)),
        ])
    }

    private static func confusion(_ metrics: Metrics) -> JSONValue {
        let rows = metrics.labels.indices.map { truth in
            JSONValue.array(metrics.labels.indices.map { .integer(metrics.confusion[truth, $0]) })
        }
        return .object([("labels", .array(metrics.labels.map(JSONValue.string))), ("rows_true", .array(rows))])
    }

    static func calibration(_ calibration: Calibration) -> JSONValue {
        .object([
            ("expected_calibration_error", .optional(calibration.expectedError)),
            (
                "bins",
                .array(
                    calibration.bins.map {
                        .object([
                            ("count", .integer($0.count)), ("confidence", .optional($0.confidence)),
                            ("accuracy", .optional($0.accuracy)),
                        ])
                    })
            ),
        ])
    }

    private static func comparison(_ comparison: ModelComparison) -> JSONValue {
        let paired = comparison.paired
        return .object([
            ("first", .string(comparison.first)),
            ("second", .string(comparison.second)),
            ("both_right", .integer(paired.bothRight)),
            ("only_first_right", .integer(paired.onlyFirstRight)),
            ("only_second_right", .integer(paired.onlySecondRight)),
            ("both_wrong", .integer(paired.bothWrong)),
            ("difference", .optional(paired.difference)),
            ("difference_interval", interval(paired.differenceInterval)),
            ("mcnemar_p", .optional(paired.pValue)),
        ])
    }

    private static func check(_ check: Check) -> JSONValue {
        .object([
            ("model", .string(check.model)), ("metric", .string(check.metric)), ("least", .number(check.least)),
            ("value", .optional(check.value)), ("met", .bool(check.isMet)),
        ])
    }

    private static func epoch(_ epoch: TrainingEpoch) -> JSONValue {
        .object([
            ("epoch", .integer(epoch.epoch)),
            ("training_loss", .optional(epoch.trainingLoss)),
            ("training_accuracy", .optional(epoch.trainingAccuracy)),
            ("validation_loss", .optional(epoch.validationLoss)),
            ("validation_accuracy", .optional(epoch.validationAccuracy)),
            ("learning_rate", .optional(epoch.learningRate)),
            ("gradient_norm", .optional(epoch.gradientNorm)),
            ("clipped_steps", .optional(epoch.clippedSteps)),
            ("non_finite_steps", .optional(epoch.nonFiniteSteps)),
            ("best", .bool(epoch.isBest)),
        ])
    }

    static func interval(_ interval: ConfidenceInterval?) -> JSONValue {
        guard let interval else { return .null }
        return .array([.number(interval.lower), .number(interval.upper)])
    }

    private static func entries(_ entries: [ReportEntry]) -> JSONValue {
        .object(entries.map { ($0.key, .string($0.value)) })
    }
}
