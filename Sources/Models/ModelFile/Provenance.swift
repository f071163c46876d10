import Foundation
import ValenceReviews

/// Where a model came from: all that is needed to train it again.
public struct Provenance: Codable, Sendable, Equatable {
    /// A file the model learned from, by its content.
    public struct DataFile: Codable, Sendable, Equatable {
        /// The file's name without its folders.
        public var name: String
        public var byteCount: Int
        /// Of the bytes on disk; for a folder, of all its files one behind the other in the order of their paths; `nil`
        /// for standard input and pipes.
        public var sha256: String?
    }

    public var files: [DataFile]
    /// The columns that held the text; taken again where a file has them and none is named.
    public var textColumns: [String]
    /// The label map of the training run; used again when a labelled file is evaluated without one.
    public var labelMap: String?
    public var seed: UInt64
    public var trainingReviews: Int
    public var validationReviews: Int
    /// Of the training reviews those whose label a teacher gave.
    public var taughtReviews: Int?
    /// Training reviews longer than it learns from; `nil` where the model reads whole reviews.
    public var cutReviews: Int?
    /// In which numbers products multiplied while it learned, `single` or `bfloat16`, of which the default depends on the
    /// processor; of an ensemble `bfloat16` where a member did. `nil` where there is no such choice and in earlier models.
    public var precision: String?
    /// On the validation reviews, after the temperature.
    public var validationAccuracy: Double?
    public var validationLogLoss: Double?
    /// Labels and lengths of the training reviews; the unknown words are those of the validation reviews, which the
    /// vocabulary was not made from. `nil` in models of earlier versions.
    public var trainingStatistics: TextStatistics?
    /// What each epoch gave; measured times are 0.
    public var epochs: [EpochSummary] = []

    public init(
        files: [DataFile], textColumns: [String] = [], labelMap: String?, seed: UInt64, trainingReviews: Int,
        validationReviews: Int
    ) {
        self.files = files
        self.textColumns = textColumns
        self.labelMap = labelMap
        self.seed = seed
        self.trainingReviews = trainingReviews
        self.validationReviews = validationReviews
    }
}

extension Provenance {
    /// Models of earlier versions lack what was added since.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            files: try fields.decode([DataFile].self, forKey: .files),
            textColumns: try fields.decodeIfPresent([String].self, forKey: .textColumns) ?? [],
            labelMap: try fields.decodeIfPresent(String.self, forKey: .labelMap),
            seed: try fields.decode(UInt64.self, forKey: .seed),
            trainingReviews: try fields.decode(Int.self, forKey: .trainingReviews),
            validationReviews: try fields.decode(Int.self, forKey: .validationReviews))
        taughtReviews = try fields.decodeIfPresent(Int.self, forKey: .taughtReviews)
        cutReviews = try fields.decodeIfPresent(Int.self, forKey: .cutReviews)
        precision = try fields.decodeIfPresent(String.self, forKey: .precision)
        validationAccuracy = try fields.decodeIfPresent(Double.self, forKey: .validationAccuracy)
        validationLogLoss = try fields.decodeIfPresent(Double.self, forKey: .validationLogLoss)
        trainingStatistics = try fields.decodeIfPresent(TextStatistics.self, forKey: .trainingStatistics)
        epochs = try fields.decodeIfPresent([EpochSummary].self, forKey: .epochs) ?? []
    }
}

extension Provenance.DataFile {
    /// - Throws: `ModelsError.badTrainingData` where the file cannot be read any more.
    package init(path: String) throws {
        name = path == "-" ? "standard input" : URL(fileURLWithPath: path).lastPathComponent
        byteCount = 0
        guard OpenedInput.canBeReadAgain(path) else { return }
        var hash = SHA256()
        for file in Self.files(at: path) {
            guard let handle = FileHandle(forReadingAtPath: file) else {
                throw ModelsError.badTrainingData("\(file): cannot be read again for its checksum")
            }
            while let chunk = try? handle.read(upToCount: 1 << 20), !chunk.isEmpty {
                byteCount += chunk.count
                hash.update(chunk)
            }
        }
        sha256 = hash.finalize()
    }

    /// The file itself, or all files of a folder in the order of their paths.
    private static func files(at path: String) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return [path]
        }
        let paths = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return paths.sorted().map { path + "/" + $0 }.filter {
            FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder) && !isFolder.boolValue
        }
    }
}
