import Valence

/// What `pretrain` can be asked for, beside how its files are read.
extension PretrainingOptions {
    static var group: OptionGroup<PretrainingOptions> {
        OptionGroup(
            title: "Training",
            options: [
                .choice(
                    "objective", nil, \.objective,
                    help:
                        "what is learned: a language model for train --init or --language-model, word vectors for train --vectors, "
                        + "document vectors for train --document-vectors, or region vectors for train --region-vectors"),
                .text(
                    "checkpoint", nil, \.checkpointPath, value: "FILE", help: "keep the state here behind every epoch"),
                .flag("resume", nil, \.resumes, help: "go on from the checkpoint, if there is one"),
                .seed(\.seed, help: "where all randomness starts: the same seed, the same result"),
                .threads(\.threads),
                .whole("epochs", nil, \.epochs, value: "N", in: 1...100_000, help: "passes over the texts"),
                .whole("batch-size", nil, \.batchSize, value: "N", in: 1...65_536, help: "segments a step"),
                .number(
                    "learning-rate", nil, \.learningRate, value: "RATE", in: 1e-9...100, help: "the largest step size"),
                .whole(
                    "segment-length", nil, \.segmentLength, value: "N", in: 2...1_000_000,
                    help: "tokens of a text that are read in one piece"),
                .whole(
                    "vocabulary-size", nil, \.vocabularySize, value: "N", in: 1...16_777_216,
                    help: "tokens known at most"),
                .whole(
                    "min-count", nil, \.minimumCount, value: "N", in: 1...1_000_000,
                    help: "a token known was seen N times"),
                .whole(
                    "embedding-size", nil, \.embeddingSize, value: "N", in: 1...8192,
                    help: "numbers a token vector holds"),
                .whole(
                    "hidden-size", nil, \.hiddenSize, value: "N", in: 1...8192,
                    help: "numbers a state of the language model holds, one direction"),
                .number(
                    "dropout", nil, \.dropout, value: "P", in: 0...0.95,
                    help: "the share of values that the language model leaves out while learning"),
                .text(
                    "precision", nil, \.precision, value: "single|bfloat16",
                    help:
                        "numbers that products multiply while the language model learns: single, or bfloat16, faster and the default "
                        + "where the processor has it; sums and weights are single"),
                .whole(
                    "window", nil, \.window, value: "N", in: 1...1000,
                    help: "words away that neighbours stand at most (skip-gram), or from a region's edge"),
                .whole(
                    "negatives", nil, \.negatives, value: "N", in: 1...1000,
                    help: "words drawn against each neighbour, or n-grams against each of a review"),
                .whole(
                    "ngrams", nil, \.ngrams, value: "N", in: 1...5, help: "document vectors: runs of up to N tokens"),
                .number(
                    "subsampling", nil, \.subsampling, value: "SHARE", in: 0...1,
                    help: "words more frequent than this are often skipped; 0 skips none"),
            ])
    }
}
