import Valence

/// What `train` can be asked for, beside how its files are read.
extension TrainingOptions {
    static var groups: [OptionGroup<TrainingOptions>] { [run, text, network] }

    private static var run: OptionGroup<TrainingOptions> {
        OptionGroup(
            title: "Training",
            options: [
                .custom(
                    "model-type", value: "bilstm|bow|embedding|cnn|ensemble|all",
                    help:
                        "bidirectional LSTM, bag of words, mean embedding, convolution, or several in one model; all: the first three "
                        + "on one split, compared",
                    shown: { $0.kinds.map(\.rawValue).joined(separator: ",") },
                    assign: { $0.kinds = try kinds($1) }),
                .choice(
                    "preset", nil, \.preset,
                    help:
                        "how much time a network may take. BiLSTM: fast learns from the labels alone, default learns the reviews' "
                        + "words or language first and reads what it learned, best does so by a network twice as wide. Convolution: best learns the "
                        + "language of the texts first, where they have a million words"),
                .custom(
                    "members", value: "KIND|MODEL[,…]",
                    help:
                        "what an ensemble is made of: kinds, of which one named twice learns from two seeds, and models that "
                        + "were trained before on the same file with the same --seed and --validation",
                    shown: { $0.members.map(\.text).joined(separator: ",") },
                    assign: { options, text in
                        options.members = text.split(separator: ",").map { EnsembleMember(String($0)) }
                        guard !options.members.isEmpty, !options.members.contains(.kind(.ensemble)) else {
                            throw ValueError(expected: "bow, embedding, cnn, bilstm or model files, one or more")
                        }
                    }),
                .text(
                    "teacher", nil, \.teacherPath, value: "MODEL",
                    help:
                        "a trained model, which says how likely each label is of the reviews of --unlabelled; all are learned from"
                ),
                .text(
                    "unlabelled", nil, \.unlabelledPath, value: "FILE",
                    help:
                        "reviews without labels, for --teacher to label; without one, a bag of words learns document vectors from them, a "
                        + "convolution region vectors"
                ),
                .custom(
                    "validation", value: "FILE|FRACTION",
                    help:
                        "the reviews that judge the model while it learns: a file, or a share of the training reviews",
                    shown: { options in
                        switch options.validation {
                        case .file(let path): path
                        case .fraction(let share): String(share)
                        }
                    },
                    assign: { $0.validation = try validation($1) }),
                .whole(
                    "folds", nil, \.folds, value: "K", in: 2...1000,
                    help: "judge each of K parts of the reviews by a model trained on the others"),
                .text(
                    "checkpoint", nil, \.checkpointPath, value: "FILE",
                    help: "keep the state here behind every epoch of a BiLSTM or a convolution"),
                .flag("resume", nil, \.resumes, help: "go on from the checkpoint, if there is one"),
                .seed(\.seed, help: "where all randomness starts: the same seed, the same model"),
                .threads(\.threads),
                .choice(
                    "class-weight", nil, \.classWeight, help: "balanced: rare classes count as much as common ones"),
                .whole("epochs", nil, \.epochs, value: "N", in: 1...100_000, help: "passes over the reviews at most"),
                .whole("batch-size", nil, \.batchSize, value: "N", in: 1...65_536, help: "reviews a step"),
                .number(
                    "learning-rate", nil, \.learningRate, value: "RATE", in: 1e-9...100, help: "the largest step size"),
                .whole(
                    "patience", nil, \.patience, value: "N", in: 1...100_000,
                    help: "stop after N epochs without a better validation result"),
                .number(
                    "clip-norm", nil, \.clipNorm, value: "NORM", in: 1e-6...1e6,
                    help: "scale gradients down to this norm where they exceed it"),
            ])
    }

    private static var text: OptionGroup<TrainingOptions> {
        OptionGroup(
            title: "Text",
            options: [
                .whole(
                    "max-length", nil, \.maximumLength, value: "N", in: 1...1_000_000,
                    help:
                        "tokens of a review that the BiLSTM learns from; longer ones keep both ends (it classifies by four times as many)"
                ),
                .whole(
                    "vocabulary-size", nil, \.vocabularySize, value: "N", in: 1...100_000_000,
                    help: "tokens known at most"),
                .whole(
                    "min-count", nil, \.minimumCount, value: "N", in: 1...1_000_000,
                    help: "a token known was seen N times"),
                .whole("ngrams", nil, \.ngrams, value: "N", in: 1...5, help: "runs of up to N tokens (bow, embedding)"),
                .whole(
                    "characters", nil, \.characters, value: "N", in: 0...8,
                    help: "runs of up to N characters of a word, 0 for none; 5 where texts are few or short (bow)"),
                .text(
                    "weighting", nil, \.weighting, value: "NAME",
                    help: "how bow weighs an n-gram: binary, tfidf or counts"),
                .text(
                    "vectors", nil, \.vectorsPath, value: "FILE",
                    help:
                        "start the BiLSTM, or an embedding that is trained alone, from word vectors, of valence pretrain or in "
                        + "word2vec's or GloVe's text format"),
                .text(
                    "document-vectors", nil, \.documentVectorsPath, value: "FILE",
                    help:
                        "read a vector of each review beside its n-grams (bow), of valence pretrain --objective documents"
                ),
                .text(
                    "region-vectors", nil, \.regionVectorsPath, value: "FILE",
                    help:
                        "read a vector of each place's surroundings beside its words (cnn), of valence pretrain --objective regions"
                ),
                .text(
                    "language-model", nil, \.languageModelPath, value: "FILE",
                    help:
                        "read a language model's states at each place beside its words (BiLSTM, cnn), of valence pretrain"
                ),
                .text(
                    "init", nil, \.initPath, value: "FILE",
                    help:
                        "start the BiLSTM from what valence pretrain learned from unlabelled text, or from another BiLSTM"
                ),
            ])
    }

    private static var network: OptionGroup<TrainingOptions> {
        OptionGroup(
            title: "Network",
            options: [
                .whole(
                    "embedding-size", nil, \.embeddingSize, value: "N", in: 1...8192,
                    help: "numbers a token vector holds"),
                .whole(
                    "hidden-size", nil, \.hiddenSize, value: "N", in: 1...8192,
                    help: "numbers a state holds, one direction; units of a convolution"),
                .whole("layers", nil, \.layers, value: "N", in: 1...16, help: "recurrent layers, one on the other"),
                .text("cell", nil, \.cell, value: "lstm|gru|rnn", help: "the recurrent cell"),
                .text("direction", nil, \.direction, value: "both|forward", help: "which ways a review is read"),
                .custom(
                    "pooling", value: "last|max|mean|attention[,…]",
                    help: "how the states of a review become one vector; several are joined",
                    shown: { $0.pooling?.joined(separator: ",") },
                    assign: { $0.pooling = try nonEmpty($1).split(separator: ",").map(String.init) }),
                .number(
                    "dropout", nil, \.dropout, value: "P", in: 0...0.95,
                    help: "the share of values left out while learning"),
                .choice(
                    "head", nil, \.head,
                    help:
                        "what the BiLSTM says: a score a class, one score and thresholds for classes in order such as stars, or "
                        + "whichever of both is better on the validation reviews, twice the time"),
                .number(
                    "adversarial", nil, \.adversarial, value: "SIZE", in: 0...100,
                    help:
                        "learn also from words, and states of a language model, moved this far in the worst direction, twice "
                        + "the time; 0 for none"),
                .text(
                    "precision", nil, \.precision, value: "single|bfloat16",
                    help:
                        "numbers that products multiply while networks learn: single, or bfloat16, faster and from a million "
                        + "tokens on the default where the processor has it; sums and weights are single"),
            ])
    }

    private static func kinds(_ text: String) throws -> [ModelKind] {
        // The quick ones first, so that there is something to look at while the network learns.
        if text == "all" { return [.bow, .embedding, .bilstm] }
        guard let kind = ModelKind(rawValue: text) else {
            throw ValueError(expected: "one of \((words(ModelKind.self) + ["all"]).joined(separator: ", "))")
        }
        return [kind]
    }

    /// A number is a share; anything else is a file (write ./0.1 for a file of that name).
    private static func validation(_ text: String) throws -> Validation {
        guard let share = Double(text) else { return .file(try nonEmpty(text)) }
        guard share > 0, share <= 0.5 else {
            throw ValueError(expected: "a file, or a share above 0 and up to 0.5")
        }
        return .fraction(share)
    }
}
