import Valence

/// What `classify` can be asked for, beside how its files are read.
extension ClassifyOptions {
    static var group: OptionGroup<ClassifyOptions> {
        OptionGroup(
            title: "Classifying",
            options: [
                .text(
                    "output", "o", \.outputPath, value: "FILE", help: "where the labelled rows go; - is standard output"
                ),
                .choice("output-format", nil, \.outputFormat, help: "what is written (default: the input's family)"),
                .number(
                    "min-confidence", nil, \.minimumConfidence, value: "P", in: 0...1,
                    help: "an answer less sure than P gets the label 'review'"),
                .whole(
                    "why", nil, \.whyWords, value: "N", in: 1...1000,
                    help: "add a column 'why' with the N words that moved each answer most"),
                .flag("line-buffered", nil, \.isLineBuffered, help: "answer each record before the next is read"),
                .whole(
                    "batch-size", nil, \.batchSize, value: "N", in: 1...65_536,
                    help: "reviews classified at once; the answers do not depend on it"),
                .threads(\.threads),
            ])
    }
}
