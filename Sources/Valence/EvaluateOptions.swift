import Foundation

/// How models are judged on labelled files.
public struct EvaluateOptions: Sendable {
    /// Several models are compared, in this order.
    public var modelPaths: [String]
    /// The folder of the report; `nil`: no report is written.
    public var reportFolder: String?
    /// Show review texts in the report.
    public var includesExamples = true
    /// How many cores to use; the result does not depend on it.
    public var threads: Int
    /// Of the numbers that networks' products multiply: `single`, which is the default, or `bfloat16`.
    public var precision: String?
    /// Columns whose values part the reviews.
    public var sliceColumns: [String] = []
    /// What every model is asked to reach.
    public var gates: [Gate] = []
    /// Show measured times and the machine on the page too, not only in `run.json`; the page's bytes then differ from run to
    /// run.
    public var showsRun = false
    /// What makes the same report again, for its card.
    public var command: String?
    /// Heads the report; `nil`: the files' names.
    public var title: String?
    /// Overwrite the files of an existing report.
    public var overwrites = false

    public init(modelPaths: [String], threads: Int) {
        self.modelPaths = modelPaths
        self.threads = threads
    }

    /// What tells the models apart: their files' names without folders and endings, whole paths where these are equal.
    var names: [String] {
        let short = modelPaths.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent }
        return Set(short).count == short.count ? short : modelPaths
    }
}
