import Foundation
import ValenceText

/// Word vectors that a model may start from: those of `valence pretrain`, or of a file in word2vec's or GloVe's text format.
///
/// Only the vectors of wanted words are kept.
package struct WordVectors: Sendable {
    package let dimension: Int
    /// How many of the wanted words were found.
    package let found: Int
    /// How many words were wanted, `<unk>` not among them.
    package let wanted: Int
    private let path: String
    /// The place of a word's vector among those kept, by the word's id; −1 for none.
    private let places: [Int32]
    /// Shape [found, dimension].
    private let values: [Float]

    init(path: String, dimension: Int, places: [Int32], values: [Float]) {
        self.path = path
        self.dimension = dimension
        self.places = places
        self.values = values
        wanted = places.count - 1
        found = values.count / dimension
    }

    /// Reads the vectors of the words in `wanted`; of several of one word, the first.
    /// - Throws: `ModelsError.noModel` where there is no such file; where it is not in its format, `ModelsError.badModel`,
    ///   for text `ModelsError.badTrainingData` with the line.
    package init(path: String, wanted: Vocabulary) throws {
        func unreadable() -> ModelsError {
            .noModel(path: path, reason: FileProblem.words(path: path, expected: "a file of word vectors"))
        }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw unreadable()
        }
        defer { try? file.close() }
        var reader = VectorLines(path: path, wanted: wanted)
        do {
            var rest: [UInt8] = []
            while let chunk = try file.read(upToCount: 1 << 20), !chunk.isEmpty {
                if reader.isAtStart, Self.isTensorFile(Array(chunk.prefix(9))) {
                    try self.init(tensorFile: path, wanted: wanted)
                    return
                }
                rest.append(contentsOf: chunk)
                var start = 0
                while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                    try reader.read(rest[start..<end])
                    start = end + 1
                }
                rest.removeSubrange(..<start)
            }
            if !rest.isEmpty { try reader.read(rest[...]) }
        } catch let error as ModelsError {
            throw error
        } catch {
            throw unreadable()
        }
        guard let dimension = reader.dimension, reader.vectorLines > 0 else {
            throw ModelsError.badTrainingData(
                "\(path): holds no word vectors; expected lines of a word and its numbers")
        }
        self.init(path: path, dimension: dimension, places: reader.places, values: reader.values)
    }

    package func vector(of id: Int32) -> [Float]? {
        let place = Int(places[Int(id)])
        return place < 0 ? nil : Array(values[place * dimension..<(place + 1) * dimension])
    }

    /// How many words got a vector, in a sentence.
    package var coverage: String {
        let percent = wanted == 0 ? 0 : (Double(found) / Double(wanted) * 1000).rounded() / 10
        return "\(path): vectors of \(dimension) numbers for \(found) of \(wanted) words (\(percent) %)"
    }

    /// The width of an embedding that starts from these vectors.
    /// - Parameter size: what the user asked for.
    /// - Throws: `ModelsError.badOption` where that is another one.
    package func embeddingSize(asked size: Int?) throws -> Int {
        guard let size, size != dimension else { return dimension }
        throw ModelsError.badOption(
            "--embedding-size is \(size), but the vectors of \(path) have \(dimension) numbers; leave --embedding-size out"
        )
    }
}

/// What the lines of a text file read so far gave: a line a word, its numbers behind it.
///
/// word2vec's files begin with a line of two numbers, words and dimension; GloVe's do not. Words may hold blanks: the last
/// `dimension` fields of a line are the numbers.
private struct VectorLines {
    private let path: String
    private let wanted: Vocabulary
    private var line = 0
    private(set) var vectorLines = 0
    private(set) var dimension: Int?
    private(set) var places: [Int32]
    private(set) var values: [Float] = []

    init(path: String, wanted: Vocabulary) {
        self.path = path
        self.wanted = wanted
        places = Array(repeating: -1, count: wanted.count)
    }

    var isAtStart: Bool { line == 0 }

    mutating func read(_ bytes: ArraySlice<UInt8>) throws {
        line += 1
        var text = bytes
        while let last = text.last, isBlank(last) { text.removeLast() }
        guard !text.isEmpty else { return }
        if dimension == nil {
            let fields = text.split(whereSeparator: isBlank)
            if line == 1, fields.count == 2, let words = number(fields[0]), let size = number(fields[1]),
                words == words.rounded(), size >= 1, size <= 100_000, size == size.rounded()
            {
                dimension = Int(size)
                return
            }
            guard fields.count >= 2 else { throw bad("found one field, expected a word and its numbers") }
            dimension = fields.count - 1
        }
        let dimension = dimension ?? 0
        // The numbers stand at the end, so that a word may hold blanks.
        var start = text.endIndex
        var fields = 0
        while fields < dimension {
            guard let blank = text[..<start].lastIndex(where: isBlank) else {
                throw bad("found \(fields) numbers behind the word, expected \(dimension)")
            }
            if blank + 1 < start { fields += 1 }
            start = blank
        }
        vectorLines += 1
        let word = text[..<start]
        let parts = word.split(whereSeparator: isBlank)
        if parts.count > 1, parts.dropFirst().allSatisfy({ $0.contains(UInt8(ascii: ".")) && number($0) != nil }) {
            throw bad("found \(dimension + parts.count - 1) numbers behind the word, expected \(dimension)")
        }
        let id = wanted.id(of: word, hash: TokenHash.of(word))
        guard id != Vocabulary.unknown, places[Int(id)] < 0 else { return }
        var vector: [Float] = []
        for field in text[start...].split(whereSeparator: isBlank) {
            guard let value = number(field), value.isFinite else {
                let shown = String(decoding: field.prefix(40), as: UTF8.self)
                throw bad("found '\(shown)' where number \(vector.count + 1) of \(dimension) is expected")
            }
            vector.append(value)
        }
        places[Int(id)] = Int32(values.count / dimension)
        values += vector
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }

    private func number(_ field: ArraySlice<UInt8>) -> Float? { Float(String(decoding: field, as: UTF8.self)) }

    private func bad(_ problem: String) -> ModelsError { .badTrainingData("\(path):\(line): \(problem)") }
}
