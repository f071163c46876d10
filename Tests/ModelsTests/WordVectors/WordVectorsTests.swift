import Foundation
import Testing
import ValenceModels
import ValenceText

@Suite("Word vectors")
struct WordVectorsTests {
    /// `<unk>`, good, bad, phone: good is the most frequent.
    private static let vocabulary: Vocabulary = {
        let corpus = samples([("good good good bad bad phone", "a")])
        return Vocabulary(table: corpus.table, counts: [3, 2, 1], maximumSize: 10, minimumCount: 1)
    }()

    /// Runs `body` with the path of a file that holds `text`, which is gone afterwards.
    private func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("vectors-\(UUID().uuidString).txt")
        try Data(text.utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try body(url.path)
    }

    private func problem(_ text: String) throws -> String {
        try withFile(text) { path in
            do {
                _ = try WordVectors(path: path, wanted: Self.vocabulary)
                return "no error"
            } catch {
                return "\(error)".replacingOccurrences(of: path, with: "FILE")
            }
        }
    }

    @Test(
        "are read from GloVe's and word2vec's text, with Windows line ends, words with blanks and no last line end too",
        arguments: [
            "good 1 2 -3e-1\nother 4 5 6\n. . 7 8 9\nbad 0.5 0 1\n", "4 3\ngood 1 2 -0.3 \nother 4 5 6\nbad 0.5 0 1 \n",
            "good\t1\t2\t-0.3\r\nbad\t0.5\t0\t1",
        ])
    func formats(text: String) throws {
        let vectors = try withFile(text) { try WordVectors(path: $0, wanted: Self.vocabulary) }
        #expect(vectors.dimension == 3)
        #expect(vectors.vector(of: Self.vocabulary.id(of: "good")) == [1, 2, -0.3])
        #expect(vectors.vector(of: Self.vocabulary.id(of: "bad")) == [0.5, 0, 1])
        #expect(vectors.vector(of: Self.vocabulary.id(of: "phone")) == nil)
        #expect(vectors.vector(of: Vocabulary.unknown) == nil)
        #expect(vectors.coverage.hasSuffix("vectors of 3 numbers for 2 of 3 words (66.7 %)"))
    }

    @Test(
        "of a damaged file are refused, with the line",
        arguments: [
            ("good 1 2 3\nother 4 5\n", "FILE:2: found 2 numbers behind the word, expected 3"),
            ("good 0.1 0.2\nother 0.1 0.2 0.3\n", "FILE:2: found 3 numbers behind the word, expected 2"),
            ("good 1 2 x\n", "FILE:1: found 'x' where number 3 of 3 is expected"),
            ("bad 1 2\ngood 1 nan\n", "FILE:2: found 'nan' where number 2 of 2 is expected"),
            ("2 3\n\ngood 1 2\n", "FILE:3: found 2 numbers behind the word, expected 3"),
            ("word\n", "FILE:1: found one field, expected a word and its numbers"),
            ("", "FILE: holds no word vectors; expected lines of a word and its numbers"),
        ])
    func damaged(text: String, message: String) throws {
        #expect(try problem(text) == message)
    }

    @Test("of a file that is not there are refused")
    func missing() {
        #expect(throws: ModelsError.noModel(path: "no/such/file", reason: "no such file")) {
            try WordVectors(path: "no/such/file", wanted: Self.vocabulary)
        }
    }

    @Test(
        "give an embedding its width and its rows; another width is refused", arguments: [ModelKind.embedding, .bilstm])
    func start(kind: ModelKind) throws {
        let corpus = BagOfWordsTrainerTests.corpus(classes: 2)
        let text = "here 1 2 3 4 5\nof 0 0 0 0 1\n"
        try withFile(text) { path in
            func train(_ change: (inout TrainingOptions) -> Void) throws -> any Classifier {
                try BagOfWordsTrainerTests.train(kind, corpus) {
                    $0.kinds = [kind]
                    $0.vectorsPath = path
                    $0.epochs = 1
                    $0.learningRate = 1e-9
                    $0.hiddenSize = 4
                    $0.ngrams = 1
                    change(&$0)
                }.classifier
            }
            let file = try TensorFile(path: "m", content: Data(BagOfWordsTrainerTests.bytes(train { _ in })))
            let rows: [Float]
            if kind == .bilstm {
                let count = try file.table("vocabulary.ends", of: Int64.self).count
                rows = try file.floats("embedding.weight", shape: [count, 5])
            } else {
                let count = try file.table("ngrams.hashes", of: UInt64.self).count
                rows = try file.floats("embedding.weight", shape: [count, 5])
            }
            let found = stride(from: 0, to: rows.count, by: 5).map { rows[$0..<$0 + 5].map { ($0 * 1000).rounded() } }
            #expect(found.contains([1000, 2000, 3000, 4000, 5000]))
            #expect(throws: ModelsError.self) { _ = try train { $0.embeddingSize = 4 } }
            guard kind == .embedding else { return }
            // Beside a BiLSTM, whose width they have, it keeps its own.
            let beside = try #require(try train { $0.kinds = [.embedding, .bilstm] } as? MeanEmbeddingClassifier)
            #expect(beside.settings.embeddingSize == 16)
        }
    }
}
