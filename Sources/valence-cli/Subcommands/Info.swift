import Valence

/// `valence info`: what a model file holds.
struct Info: Command {
    static let name = "info"
    static let summary = "Say what a model file holds: architecture, labels, text settings, where it came from."
    static let operands = "MODEL…"
    static let examples = ["valence info reviews.safetensors"]

    static var groups: [OptionGroup<Info>] { [CommonOptions.group.lifted(\.common)] }

    var files: [String] = []
    var common = CommonOptions()

    func run() throws -> ExitCode {
        guard !files.isEmpty else { throw UsageError("no model; name a model file", command: Self.name) }
        let pages = try files.map { try Self.page($0, TrainedModel(path: $0)) }
        try StandardOutput.write(pages.joined(separator: "\n"))
        return .done
    }

    private static func page(_ path: String, _ model: TrainedModel) -> String {
        let origin = model.provenance
        var rows = [
            ("type", model.kind.rawValue),
            ("architecture", model.architecture),
            ("labels", model.labels.joined(separator: ", ")),
            ("label map", origin.labelMap ?? "none"),
            ("text from", origin.textColumns.joined(separator: ", ")),
            ("temperature", "\(model.temperature)"),
            ("learned from", Figures.count(origin.trainingReviews, "review")),
            ("validated on", Figures.count(origin.validationReviews, "review")),
        ]
        if let accuracy = origin.validationAccuracy { rows.append(("validation accuracy", Figures.percent(accuracy))) }
        if let loss = origin.validationLogLoss { rows.append(("validation log loss", Figures.loss(loss))) }
        if let cut = origin.cutReviews { rows.append(("training reviews cut", Figures.count(cut))) }
        if let best = origin.epochs.last(where: \.isBest) {
            rows.append(("epoch kept", "\(best.epoch) of \(origin.epochs.count)"))
        }
        rows.append(("seed", String(origin.seed)))
        if let precision = origin.precision { rows.append(("training precision", precision)) }
        for file in origin.files {
            let checksum = file.sha256.map { ", SHA-256 \($0)" } ?? ""
            rows.append(("data", "\(file.name), \(Figures.bytes(file.byteCount))\(checksum)"))
        }
        let width = rows.map(\.0.count).max() ?? 0
        return "\(path)\n"
            + rows.map { name, value in
                "  \(name)\(String(repeating: " ", count: width - name.count))  \(value)\n"
            }.joined()
    }
}
