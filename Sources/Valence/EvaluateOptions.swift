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
    /// Overwrite the files of an existing report.
    public var overwrites = false

    public init(modelPaths: [String], threads: Int) {
        self.modelPaths = modelPaths
        self.threads = threads
    }
}
