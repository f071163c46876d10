import Testing
import ValenceModels
import ValenceNetworks
import ValenceText

@Suite("The predictor")
struct PredictorTests {
    private static let texts =
        ["a warm film", "dull", "cold and dull, a film to forget", "", "lovely", "a warm and lovely film"]
        + (0..<20).map { "film number \($0) is " + Array(repeating: "warm", count: $0 + 1).joined(separator: " ") }

    private func model(_ kind: ModelKind, maximumLength: Int? = nil) throws -> TrainedModel {
        let corpus = samples([
            ("warm and lovely", "positive"), ("a lovely film", "positive"), ("a warm film", "positive"),
            ("dull and cold", "negative"), ("a cold film", "negative"), ("a dull film", "negative"),
        ])
        var options = TrainingOptions(threads: 1)
        options.epochs = 3
        options.embeddingSize = 8
        options.hiddenSize = 8
        options.minimumCount = 1
        options.maximumLength = maximumLength
        let context = TrainingContext(corpus: corpus, split: Split(training: Array(0..<corpus.count), validation: []))
        return TrainedModel(
            classifier: try kind.train(options, context: context).classifier, labels: corpus.labelNames,
            textSettings: corpus.textSettings, temperature: 1.5,
            provenance: Provenance(
                files: [], textColumns: [], labelMap: nil, seed: 1, trainingReviews: corpus.count, validationReviews: 0)
        )
    }

    private func bytes(_ texts: [String]) -> [ArraySlice<UInt8>] { texts.map { ArraySlice($0.utf8) } }

    @Test(
        "gives a text the same bits for any batch size, number of threads and neighbours",
        arguments: ModelKind.allCases, Set([Precision.single, .fastest]))
    func sameBits(kind: ModelKind, precision: Precision) throws {
        let model = try model(kind).reading(in: precision)
        let texts = bytes(Self.texts)
        let alone = texts.flatMap { Predictor(model, batchSize: 1, threads: 1).probabilities([$0]) }
        #expect(Set(alone).count > 4)
        for (batchSize, threads) in [(1, 2), (7, 1), (7, 2), (256, 1), (256, 2)] {
            #expect(Predictor(model, batchSize: batchSize, threads: threads).probabilities(texts) == alone)
        }
    }

    @Test(
        "in bfloat16 a network says nearly what it says in single precision, and a bag of words the same",
        .enabled(if: Precision.fastest == .bfloat16, "this processor has no products in bfloat16"),
        arguments: ModelKind.allCases)
    func rounded(kind: ModelKind) throws {
        let model = try model(kind)
        let texts = bytes(Self.texts)
        func probabilities(_ model: TrainedModel) -> [Float] { Predictor(model, threads: 1).probabilities(texts) }
        let (single, rounded) = (probabilities(model), probabilities(try model.reading(in: .bfloat16)))
        #expect(zip(single, rounded).allSatisfy { abs($0 - $1) < 0.01 })
        #expect((single == rounded) == [.bow, .embedding].contains(kind))
        #expect(try probabilities(model.reading(in: .bfloat16).reading(in: .single)) == single)
    }

    @Test("gives probabilities that sum to 1 for a text without a known word, and nothing for no text")
    func edges() throws {
        for kind in ModelKind.allCases {
            let predictor = Predictor(try model(kind), threads: 1)
            #expect(predictor.probabilities([]).isEmpty)
            let strange = predictor.probabilities(bytes(["", "<br />", "zebra"]))
            for row in 0..<3 { #expect(abs(strange[row * 2] + strange[row * 2 + 1] - 1) < 1e-6) }
        }
    }

    @Test("counts the texts that are longer than the model reads")
    func cut() throws {
        let texts = bytes(["one two three four", "one two three four five", "one"])
        #expect(Predictor(try model(.bilstm, maximumLength: 1), threads: 1).predict(texts).cutCount == 1)
        #expect(Predictor(try model(.bow), threads: 1).predict(texts).cutCount == 0)
    }
}
