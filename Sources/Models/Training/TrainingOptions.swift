/// What a training run is asked for. Everything left `nil` follows the data's size and is said in a `TrainingEvent`.
public struct TrainingOptions: Sendable {
    /// Where the reviews come from that judge the model while it learns.
    public enum Validation: Sendable, Equatable {
        case file(String)
        /// A share of the training reviews, drawn stratified by label, copies of one text on one side.
        case fraction(Double)
    }

    /// How much time a network may take.
    public var preset = Preset.default
    /// Trained one after the other on one split.
    public var kinds: [ModelKind] = [.bilstm]
    /// What an ensemble is made of.
    public var members: [EnsembleMember] = [.kind(.bow), .kind(.bilstm)]
    /// Where the state is kept behind every epoch of a network.
    public var checkpointPath: String?
    /// Whether the run goes on from that state, if there is one.
    public var resumes = false
    public var validation = Validation.fraction(0.1)
    /// In how many folds the reviews are judged, each by a model that has not seen it, before the final model learns from
    /// them all; `nil` for none.
    public var folds: Int?
    public var seed: UInt64 = 1
    /// How many cores to use; the result does not depend on it.
    public var threads: Int
    public var classWeight = ClassWeight.none

    // For models that learn in epochs.
    public var epochs: Int?
    public var batchSize: Int?
    public var learningRate: Float?
    /// How many epochs without a better validation result end the training.
    public var patience: Int?
    public var clipNorm: Float = 1

    // Text.
    /// Tokens of a review that the BiLSTM learns from; longer reviews keep both ends. When it classifies it reads four times
    /// as many.
    public var maximumLength: Int?
    public var vocabularySize: Int?
    public var minimumCount: Int?
    public var ngrams: Int?
    /// The longest run of a word's characters that a bag of words reads; 0 for none.
    public var characters: Int?
    /// Word vectors to start from, of `valence pretrain` or in word2vec's or GloVe's text format.
    public var vectorsPath: String?
    /// What `valence pretrain --objective documents` wrote: the bag of words reads the vectors beside its n-grams.
    public var documentVectorsPath: String?
    /// What `valence pretrain --objective regions` wrote: the convolution reads them beside its words.
    public var regionVectorsPath: String?
    /// A language model of `valence pretrain`: a BiLSTM or a convolution reads its states beside its words.
    public var languageModelPath: String?
    /// What `valence pretrain` wrote: the BiLSTM takes its vocabulary, embedding and encoder.
    public var initPath: String?
    /// Reviews without labels. A teacher labels them, to be learned from beside the others; without one, a bag of words
    /// learns document vectors from their texts, and a convolution region vectors.
    public var unlabelledPath: String?
    /// A model file.
    public var teacherPath: String?

    // Bag of words.
    public var weighting: String?

    // The network.
    public var embeddingSize: Int?
    public var hiddenSize: Int?
    public var layers: Int?
    public var cell: String?
    public var direction: String?
    public var pooling: [String]?
    public var dropout: Float?
    /// What stands behind the BiLSTM's dense layer.
    public var head = HeadChoice.softmax
    /// The size of adversarial steps; 0 for none.
    public var adversarial: Float?
    /// The numbers that its matrix products multiply while it learns, `single` or `bfloat16`.
    public var precision: String?

    public init(threads: Int) {
        self.threads = threads
    }

    /// Whether the model becomes a part of an ensemble.
    var trainsMember = false

    /// Whether reviews without labels are there for their texts alone.
    var learnsFromTexts: Bool { unlabelledPath != nil && teacherPath == nil }
    /// Whether document vectors are learned from the texts at hand.
    var learnsDocumentVectors: Bool { learnsFromTexts && documentVectorsPath == nil }

    /// The kinds that are trained, those of an ensemble's members too.
    var trainedKinds: [ModelKind] {
        kinds.flatMap { kind in kind == .ensemble ? members.compactMap(\.kind) : [kind] }
    }

    /// Where an ensemble's member keeps its state.
    func checkpointPath(ofMember number: Int) -> String? { checkpointPath.map { "\($0).member\(number)" } }

    /// Where the training without a fold keeps its state.
    func checkpointPath(ofFold number: Int) -> String? { checkpointPath.map { "\($0).fold\(number)" } }

    /// Where a BiLSTM's own language model keeps its state.
    var languageCheckpointPath: String? { checkpointPath.map(Self.languagePath) }

    private static func languagePath(beside path: String) -> String { "\(path).language" }

    /// Everywhere that a run may keep its state; `nil` where it keeps none.
    var checkpointPaths: [String?] {
        let folds = (0..<(folds ?? 0)).map { fold in
            var options = self
            options.checkpointPath = checkpointPath(ofFold: fold)
            return options
        }
        let members = ([self] + folds).flatMap { options in
            [options.checkpointPath] + options.members.indices.map(options.checkpointPath(ofMember:))
        }
        return members + members.map { $0.map(Self.languagePath) }
    }
}

/// A part of an ensemble.
public enum EnsembleMember: Sendable, Equatable {
    /// Trained with it.
    case kind(ModelKind)
    /// A model file, trained before on the same reviews with the same validation reviews.
    case file(String)

    /// As it is written on the command line: a kind's name or a file's.
    public init(_ text: String) { self = ModelKind(rawValue: text).map(Self.kind) ?? .file(text) }

    public var text: String {
        switch self {
        case .kind(let kind): kind.rawValue
        case .file(let path): path
        }
    }

    var kind: ModelKind? { if case .kind(let kind) = self { kind } else { nil } }
    var path: String? { if case .file(let path) = self { path } else { nil } }
}

/// What a BiLSTM says of its classes.
public enum HeadChoice: String, Sendable, CaseIterable {
    /// A logit a class.
    case softmax
    /// One score and thresholds between neighbouring classes, for classes in order such as stars.
    case ordinal
    /// Both are trained, and the one kept whose validation log-loss is lower.
    case auto
}

/// How much a review's class counts in the loss.
public enum ClassWeight: String, Sendable, CaseIterable {
    case none
    /// Each class counts as much as any other in sum: weight n / (C · n of the class).
    case balanced

    /// The weight of each class; `nil` for 1 each.
    func numbers(_ corpus: Corpus, _ split: Split) -> [Float]? {
        guard self == .balanced else { return nil }
        var counts = [Int](repeating: 0, count: corpus.labelNames.count)
        for review in split.training { counts[Int(corpus.labels[review])] += 1 }
        return counts.map { Float(split.training.count) / Float(counts.count * max($0, 1)) }
    }
}
