import Valence

/// How inputs are read: the same options in every command that reads reviews.
extension ReadingOptions {
    static var group: OptionGroup<ReadingOptions> {
        OptionGroup(
            title: "Reading",
            options: [
                .choice(
                    "format", nil, \.format, help: "what the files are; auto looks at the name and the first bytes"),
                .list(
                    "text-column", nil, \.textColumns, value: "A[,B]",
                    help: "the column that holds the text; several are joined (found by its name if not given)"),
                .text("label-column", nil, \.labelColumn, value: "NAME", help: "the column that holds the label"),
                .text("id-column", nil, \.idColumn, value: "NAME", help: "the column that holds the review's id"),
                delimiterOption,
                .choice(
                    "quoting", nil, \.quoting, help: "how quotes stand inside quoted fields; none: quotes are plain"),
                Option(
                    long: "no-header", short: nil, valueName: nil,
                    help: "the first row is a record; columns are named column1, column2 …", shown: { _ in nil },
                    assign: { options, _ in options.hasHeader = false }),
                .text(
                    "encoding", nil, \.encoding, value: "NAME", help: "the text encoding, by any name that iconv knows"),
                .text("xml-record", nil, \.xmlRecord, value: "ELEMENT", help: "the element that is one review"),
                .text(
                    "xml-text", nil, \.xmlText, value: "PATH",
                    help: "where the text stands inside it: a/b or @attribute"),
                .text("xml-label", nil, \.xmlLabel, value: "PATH", help: "where the label stands: a/b or a/@attribute"),
                .choice(
                    "label-many", nil, \.manyLabels,
                    help: "a record with several labels: refused unless they agree, or the first one counts"),
                .flag(
                    "xml-lenient", nil, \.xmlLenient,
                    help: "mend what only looks like XML: no root, bare &, stray bytes"),
                .choice("on-error", nil, \.onError, help: "a broken record ends the run, or is skipped and counted"),
                .text(
                    "rejects", nil, \.rejectsPath, value: "FILE",
                    help: "write rejected records, their place and the reason, as JSON Lines"),
                .whole("limit", nil, \.limit, value: "N", in: 1...Int.max, help: "read no more than N records"),
                .text(
                    "label-map", nil, \.labelMap, value: "MAP",
                    help: "stars-binary, stars-ternary, stars, or a map such as '1,2=negative;4,5=positive;3=drop'"),
            ])
    }

    private static var delimiterOption: Option<ReadingOptions> {
        .custom(
            "delimiter", value: "CHARACTER",
            help: "what parts the columns: one character, or 'tab' (found if not given)",
            assign: { options, text in
                let bytes = Array((["tab": "\t", "\\t": "\t"][text] ?? text).utf8)
                guard bytes.count == 1, bytes[0] < 0x80, bytes[0] != 0x22, bytes[0] != 0x0A, bytes[0] != 0x0D else {
                    throw ValueError(expected: "one ASCII character or 'tab', no quote and no line break")
                }
                options.delimiter = bytes[0]
            })
    }
}
