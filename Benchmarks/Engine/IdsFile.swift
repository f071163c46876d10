import Foundation
import ValenceModels
import ValenceNetworks
import ValenceReviews
import ValenceText

/// Reviews as token ids, in a file that peers read too, so that both sides see exactly the same batches.
///
/// Little-endian Int32: vocabulary size V, classes C, reviews N, tokens T; N labels; N ends; T ids. Id 0 is `<unk>`.
struct IdsFile {
    var vocabularySize: Int
    var classCount: Int
    var ids: [[Int32]]
    var labels: [Int32]

    init(vocabularySize: Int, classCount: Int, ids: [[Int32]], labels: [Int32]) {
        self.vocabularySize = vocabularySize
        self.classCount = classCount
        self.ids = ids
        self.labels = labels
    }

    init(path: String) throws {
        let numbers = try Data(contentsOf: URL(fileURLWithPath: path)).withUnsafeBytes {
            $0.bindMemory(to: Int32.self).map { Int32(littleEndian: $0) }
        }
        guard numbers.count >= 4, numbers.count == 4 + 2 * Int(numbers[2]) + Int(numbers[3]) else {
            throw BenchError("\(path) is no file of ids; `valence-bench ids` writes one")
        }
        let count = Int(numbers[2])
        let tokens = numbers[(4 + 2 * count)...]
        vocabularySize = Int(numbers[0])
        classCount = Int(numbers[1])
        labels = Array(numbers[4..<4 + count])
        ids = []
        var start = tokens.startIndex
        for end in numbers[4 + count..<4 + 2 * count] {
            ids.append(Array(tokens[start..<tokens.startIndex + Int(end)]))
            start = tokens.startIndex + Int(end)
        }
    }

    func write(to path: String) throws {
        var numbers = [vocabularySize, classCount, ids.count, ids.reduce(0) { $0 + $1.count }].map(Int32.init)
        numbers += labels
        var end: Int32 = 0
        for review in ids {
            end += Int32(review.count)
            numbers.append(end)
        }
        for review in ids { numbers += review }
        let bytes = numbers.map(\.littleEndian).withUnsafeBytes { Data($0) }
        try bytes.write(to: URL(fileURLWithPath: path))
    }

    /// The first `count` reviews in batches, as they stand in the file.
    func batches(of size: Int, limit: Int = .max) -> [(ids: [ArraySlice<Int32>], labels: [Int32])] {
        stride(from: 0, to: ids.count, by: size).prefix(limit).map { start in
            let range = start..<min(start + size, ids.count)
            return (ids[range].map { $0[...] }, Array(labels[range]))
        }
    }
}

/// Writes an ids file: `ids LABELLED.csv… --unlabelled FILE --text-column T --label-column L --output FILE`.
///
/// Reviews come in a seeded random order, the first `--reviews` of them; with `--batch B` in batches of like length as
/// training has them. Longer reviews keep both ends of `--length` tokens.
func writeIds(_ arguments: Arguments) throws -> [String: Any] {
    var collected = Collected()
    for path in arguments.files { try collected.add(path, arguments, purpose: .learning) }
    if let path = arguments.text("unlabelled") { try collected.add(path, arguments, purpose: .classifying) }
    guard let output = arguments.text("output") else { throw BenchError("ids needs --output") }
    var file = collected.file(
        vocabularySize: try arguments.number("vocabulary", 30_000), length: try arguments.number("length", 400))

    var order = Array(file.ids.indices)
    var random = RandomStream(seed: 1, .shuffle)
    random.shuffle(&order)
    order = Array(order.prefix(try arguments.number("reviews", order.count)))
    let batchSize = try arguments.number("batch", 0)
    if batchSize > 0 {
        // A short last batch is left out, so that all are alike.
        order = LengthBuckets.shuffled(order, lengths: file.ids.map(\.count), batchSize: batchSize, random: &random)
            .filter { $0.count == min(batchSize, order.count) }.flatMap { $0 }
    }
    file.labels = order.map { file.labels[$0] }
    file.ids = order.map { file.ids[$0] }
    try file.write(to: output)
    return [
        "reviews": file.ids.count, "tokens": file.ids.reduce(0) { $0 + $1.count }, "vocabulary": file.vocabularySize,
        "classes": file.classCount,
    ]
}

/// Reviews read and tokenised.
private struct Collected {
    var table = TokenTable()
    var counts: [Int] = []
    var reviews: [[Int32]] = []
    var labels: [String?] = []

    mutating func add(_ path: String, _ arguments: Arguments, purpose: ReadingPurpose) throws {
        var options = ReadingOptions()
        options.textColumns = arguments.text("text-column").map { [$0] } ?? []
        options.labelColumn = purpose == .learning ? arguments.text("label-column") : nil
        let reader = try ReviewReader([path], options: options, purpose: purpose)
        let tokenizer = Tokenizer(TextSettings())
        var tokens = TokenList()
        while let review = try reader.next() {
            guard review.status == .ok else { continue }
            tokenizer.tokenize(review.text, into: &tokens)
            reviews.append((0..<tokens.count).map { table.intern(tokens[$0], hash: tokens.hashes[$0]) })
            counts += Array(repeating: 0, count: table.count - counts.count)
            for token in reviews[reviews.count - 1] { counts[Int(token)] += 1 }
            labels.append(purpose == .learning ? review.label : nil)
        }
    }

    func file(vocabularySize: Int, length: Int) -> IdsFile {
        let vocabulary = Vocabulary(table: table, counts: counts, maximumSize: vocabularySize, minimumCount: 1)
        let idOfToken = (0..<table.count).map { vocabulary.id(of: table[$0], hash: table.hashes[$0]) }
        let names = LabelSet(labels.compactMap { $0 })
        return IdsFile(
            vocabularySize: vocabulary.count, classCount: max(2, names.names.count),
            ids: reviews.map { review in
                var ids = review.map { idOfToken[Int($0)] }
                Truncation.clip(&ids, to: length)
                return ids
            }, labels: labels.map { Int32($0.flatMap(names.index) ?? 0) })
    }
}
