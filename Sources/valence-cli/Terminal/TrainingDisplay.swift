import Valence

/// Tells the user of a training run: a line that moves on a terminal, a line an epoch everywhere.
struct TrainingDisplay: Sendable {
    private let line: ProgressLine
    private let common: CommonOptions

    init(_ common: CommonOptions) {
        self.common = common
        line = ProgressLine(isShown: !common.isQuiet)
    }

    func show(_ event: TrainingEvent) {
        switch event {
        case .warning(let text): line.say("warning: \(text)")
        case .reading(let records): line.draw("reading: \(Figures.count(records, "review"))")
        case .progress(let progress): line.draw(Self.text(progress))
        case .note(let text): say(text)
        case .started(let start): say(Self.text(start))
        case .epochEnded(let summary): say(Self.text(summary))
        case .modelSaved(let kind, let path, let byteCount):
            say("\(kind.rawValue): saved \(path) (\(Figures.bytes(byteCount)))")
        }
    }

    func end() {
        line.clear()
    }

    private func say(_ text: String) {
        if !common.isQuiet { line.say(text) }
    }

    static func text(_ start: TrainingStart) -> String {
        let size = start.parameterCount.map { ", \(Figures.count($0, "parameter"))" } ?? ""
        return
            "\(start.kind.rawValue): \(start.architecture)\(size); \(Figures.count(start.trainingReviews, "review")) "
            + "to learn from, \(Figures.count(start.validationReviews)) to validate"
    }

    /// "bilstm epoch 2/30 [###...] loss 0.3121, accuracy 87 %, 25 k tok/s, 12:20 left": what a line of 80 holds.
    static func text(_ progress: TrainingProgress) -> String {
        let stage = progress.epochs > 0 ? "\(progress.stage) \(progress.epoch)/\(progress.epochs)" : progress.stage
        var figures: [String] = []
        if let loss = progress.loss { figures.append("loss \(Figures.loss(loss))") }
        if let accuracy = progress.accuracy { figures.append("accuracy \(Int((accuracy * 100).rounded(.down))) %") }
        if let rate = progress.tokensPerSecond { figures.append("\(Figures.rate(rate)) tok/s") }
        if let seconds = progress.secondsLeft { figures.append("\(Figures.clock(seconds)) left") }
        return "\(progress.kind.rawValue) \(stage) \(bar(progress.fractionDone)) \(figures.joined(separator: ", "))"
    }

    static func text(_ summary: EpochSummary) -> String {
        var parts = [
            "\(summary.kind.rawValue): epoch \(summary.epoch)",
            "loss \(Figures.loss(summary.trainingLoss))",
            "accuracy \(Figures.percent(summary.trainingAccuracy))",
        ]
        if let loss = summary.validationLoss { parts.append("validation loss \(Figures.loss(loss))") }
        if let accuracy = summary.validationAccuracy { parts.append("accuracy \(Figures.percent(accuracy))") }
        if summary.nonFiniteSteps > 0 { parts.append("\(Figures.count(summary.nonFiniteSteps, "step")) not finite") }
        parts.append(Figures.elapsed(summary.elapsedSeconds))
        if summary.isBest { parts.append("kept so far") }
        return parts.joined(separator: "  ")
    }

    /// Six cells of the work done.
    private static func bar(_ fraction: Double) -> String {
        let done = Int((min(max(fraction, 0), 1) * 6).rounded(.down))
        return "[" + String(repeating: "#", count: done) + String(repeating: ".", count: 6 - done) + "]"
    }
}
