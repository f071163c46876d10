import Foundation
import Testing
import ValenceModels
import ValenceNetworks
import ValenceReviews

@Suite("A training run")
struct TrainingRunTests {
    private static let good = ["good", "lovely", "warm", "great", "fine"]
    private static let bad = ["bad", "dull", "cold", "awful", "poor"]

    /// 60 reviews, every fifth one a copy of the one before it.
    private func table() -> String {
        var rows = ["id,text,label"]
        for index in 0..<60 {
            let number = index % 5 == 4 ? index - 1 : index
            let isGood = number / 5 % 2 == 0
            let words = isGood ? Self.good : Self.bad
            rows.append(
                "\(index),the film number \(number) was \(words[number % 5]) and \(words[number * 3 % 5]),"
                    + (isGood ? "positive" : "negative"))
        }
        return rows.joined(separator: "\n") + "\n"
    }

    private func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("valence-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    private func run(
        _ folder: URL, _ text: String, output: String = "m.safetensors",
        _ change: (inout TrainingOptions) -> Void = { _ in }
    ) throws -> [TrainingRun.Outcome] {
        let path = folder.appendingPathComponent("r.csv").path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        var options = TrainingOptions(threads: 1)
        options.epochs = 4
        options.embeddingSize = 8
        options.hiddenSize = 8
        options.validation = .fraction(0.25)
        change(&options)
        return try TrainingRun(
            files: [path], reading: ReadingOptions(), options: options,
            outputPath: folder.appendingPathComponent(output).path, overwrites: true
        ).run()
    }

    private func message(_ body: () throws -> Void) -> String {
        do {
            try body()
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test("leaves its times beside the model, which are no longer its times once the model changes")
    func times() throws {
        try inFolder { folder in
            let outcome = try run(folder, table()) { $0.kinds = [.embedding] }[0]
            let found = try #require(TrainingTimes(of: try TrainedModel(path: outcome.path), at: outcome.path))
            #expect(found == outcome.times)
            #expect(found.epochSeconds.count == 4)
            #expect(found.trainingSeconds >= found.epochSeconds.reduce(0, +))
            let other = try run(folder, table(), output: "other") { options in
                options.kinds = [.embedding]
                options.seed = 2
            }[0]
            #expect(TrainingTimes(of: other.model, at: outcome.path) == nil)
        }
    }

    @Test("of all kinds names each model after its kind, and all can be opened again")
    func allKinds() throws {
        try inFolder { folder in
            let outcomes = try run(folder, table()) { $0.kinds = ModelKind.allCases }
            #expect(
                outcomes.map { URL(fileURLWithPath: $0.path).lastPathComponent }
                    == [
                        "m.bilstm.safetensors", "m.bow.safetensors", "m.embedding.safetensors", "m.cnn.safetensors",
                        "m.ensemble.safetensors",
                    ])
            for outcome in outcomes {
                let model = try TrainedModel(path: outcome.path)
                #expect(model.kind == outcome.model.kind)
                #expect(model.labels == ["negative", "positive"])
                #expect(model.architecture == outcome.model.architecture)
                #expect(model.temperature == outcome.model.temperature)
                #expect(model.provenance == outcome.model.provenance)
                #expect(outcome.metrics?.count == outcome.model.provenance.validationReviews)
                #expect(model.seenTexts == outcome.model.seenTexts && model.seenTexts?.count == 48)
                #expect(model.heldOut?.probabilities == outcome.model.heldOut?.probabilities)
                #expect(model.heldOut?.truth.count == model.provenance.validationReviews)
                #expect(model.provenance.files.first?.sha256?.count == 64)
            }
        }
    }

    @Test("gives the same bytes for one thread and two, and for the same seed again", arguments: ModelKind.allCases)
    func sameBytes(kind: ModelKind) throws {
        func bytes(threads: Int, seed: UInt64 = 1) throws -> Data {
            try inFolder { folder in
                let outcomes = try run(folder, table()) {
                    $0.kinds = [kind]
                    $0.threads = threads
                    $0.seed = seed
                }
                return try Data(contentsOf: URL(fileURLWithPath: outcomes[0].path))
            }
        }
        let one = try bytes(threads: 1)
        #expect(try bytes(threads: 1) == one)
        #expect(try bytes(threads: 2) == one)
        #expect(try bytes(threads: 1, seed: 2) != one)
    }

    @Test(
        "stopped and resumed it ends with the same bytes as one that was not",
        arguments: [(ModelKind.bilstm, Precision.single), (.bilstm, .fastest), (.ensemble, .single)])
    func resumes(kind: ModelKind, precision: Precision) throws {
        try inFolder { folder in
            let whole = try run(folder, table(), output: "whole") {
                $0.kinds = [kind]
                $0.precision = precision.rawValue
            }
            var options = TrainingOptions(threads: 2)
            options.kinds = [kind]
            options.precision = precision.rawValue
            options.epochs = 4
            options.embeddingSize = 8
            options.hiddenSize = 8
            options.validation = .fraction(0.25)
            options.checkpointPath = folder.appendingPathComponent("state").path
            func attempt(stopsBehind epoch: Int?) throws -> Data {
                let ended = Collected<Int>()
                let outcomes = try TrainingRun(
                    files: [folder.appendingPathComponent("r.csv").path], reading: ReadingOptions(), options: options,
                    outputPath: folder.appendingPathComponent("m").path, overwrites: true
                ).run(isCancelled: { epoch.map { ended.all.contains($0) } ?? false }) { event in
                    // The first report of the next epoch, so that one is half done.
                    if case .progress(let progress) = event { ended.append(progress.epoch - 1) }
                }
                return try Data(contentsOf: URL(fileURLWithPath: outcomes[0].path))
            }
            let expected = try Data(contentsOf: URL(fileURLWithPath: whole[0].path))
            #expect(try attempt(stopsBehind: 2) != expected)
            #expect(
                FileManager.default.fileExists(
                    atPath: folder.appendingPathComponent(kind == .ensemble ? "state.member1" : "state").path))
            options.resumes = true
            #expect(try attempt(stopsBehind: nil) == expected)
            // Nothing is left to do, and the result is the same again.
            #expect(try attempt(stopsBehind: nil) == expected)
            if precision != .single {
                options.precision = Precision.single.rawValue
                #expect(message { _ = try attempt(stopsBehind: nil) }.contains("other settings or reviews"))
                options.precision = precision.rawValue
            }
            options.learningRate = 0.5
            #expect(message { _ = try attempt(stopsBehind: nil) }.contains("other settings or reviews"))
            options.head = .auto
            #expect(message { _ = try attempt(stopsBehind: nil) }.contains("--head auto trains two networks"))
            options.head = .softmax
            options.checkpointPath = nil
            #expect(message { _ = try attempt(stopsBehind: nil) }.contains("--resume expects --checkpoint FILE"))
        }
    }

    @Test("keeps copies of one text on one side of the split, also where only markup and spaces differ")
    func copies() throws {
        // Ten texts a class, each three times: parted by reviews, the sides would not be multiples of three every time.
        let rows = (0..<20).flatMap { index in
            ["a film \(index)", "a <b>film</b> \(index)", "a film  \(index)"].map { "\($0),\(index % 2)" }
        }
        try inFolder { folder in
            for share in [0.1, 0.23, 0.4] {
                let outcome = try #require(
                    try run(folder, "text,label\n" + rows.joined(separator: "\n") + "\n") {
                        $0.kinds = [.bow]
                        $0.validation = .fraction(share)
                    }.first)
                let origin = outcome.model.provenance
                #expect(origin.trainingReviews + origin.validationReviews == 60)
                #expect(origin.validationReviews > 0 && origin.validationReviews % 3 == 0)
            }
        }
    }

    @Test(
        "learns from very few reviews: two, a class of one, five classes, texts without a word, no validation reviews",
        arguments: [
            "good film,positive\nbad film,negative\n",
            "good film,positive\nfine film,positive\nlovely film,positive\nbad film,negative\n",
            "good,5\nfine,4\nso so,3\npoor,2\nbad,1\nlovely,5\n",
            "<br />,positive\n&nbsp;,negative\ngood,positive\nbad,negative\n",
        ])
    func tiny(rows: String) throws {
        try inFolder { folder in
            for share in [0, 0.5] {
                let outcomes = try run(folder, "text,label\n" + rows) {
                    $0.kinds = ModelKind.allCases
                    $0.validation = .fraction(share)
                    $0.classWeight = .balanced
                    $0.minimumCount = 1
                }
                #expect(outcomes.count == ModelKind.allCases.count)
                for outcome in outcomes {
                    #expect((outcome.metrics == nil) == (outcome.model.provenance.validationReviews == 0))
                    let found = Predictor(outcome.model, threads: 1).probabilities([ArraySlice("good film".utf8)])
                    #expect(found.count == outcome.model.labels.count)
                    #expect(!found.contains { !$0.isFinite })
                }
            }
        }
    }

    @Test("refuses a validation file without a review, or with a label that no training review has")
    func validationFile() throws {
        try inFolder { folder in
            let path = folder.appendingPathComponent("v.csv").path
            func validate(by text: String) throws -> [TrainingRun.Outcome] {
                try Data(text.utf8).write(to: URL(fileURLWithPath: path))
                return try run(folder, table()) {
                    $0.validation = .file(path)
                    $0.kinds = [.bow]
                }
            }
            let empty = message { _ = try validate(by: "text,label\n,positive\n") }
            #expect(
                empty
                    == "\(path): no labelled review to judge the model by; name another file or a share with --validation"
            )
            let strange = message { _ = try validate(by: "text,label\ngood,positive\nso so,mixed\n") }
            #expect(
                strange
                    == "the validation reviews have the label 'mixed', which no training review has; add such reviews, or "
                    + "map the label with --label-map")
            let outcomes = try validate(by: "text,label\na good film,positive\na dull film,negative\n")
            let outcome = try #require(outcomes.first)
            #expect(outcome.model.provenance.trainingReviews == 60 && outcome.metrics?.count == 2)
            let names = outcome.model.provenance.files.map(\.name)
            #expect(names == ["r.csv", "v.csv"])
        }
    }

    @Test("names numbers that are not finite, and saves nothing where no step gives finite ones")
    func diverging() throws {
        try inFolder { folder in
            let vectors = folder.appendingPathComponent("v.txt").path
            let rows = (Self.good + Self.bad).map { "\($0) 3e38 -3e38 3e38 3e38 3e38 3e38 -3e38 3e38" }
            try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: vectors))
            let said = message { _ = try run(folder, table()) { $0.vectorsPath = vectors } }
            #expect(said.contains("finite numbers") && said.contains("--vectors"))
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("m.safetensors").path))
        }
    }

    @Test("stopped in its second model keeps the first")
    func stoppedLater() throws {
        try inFolder { folder in
            let path = folder.appendingPathComponent("r.csv").path
            try Data(table().utf8).write(to: URL(fileURLWithPath: path))
            var options = TrainingOptions(threads: 1)
            options.kinds = [.embedding, .bow]
            let started = Collected<ModelKind>()
            let outcomes = try TrainingRun(
                files: [path], reading: ReadingOptions(), options: options,
                outputPath: folder.appendingPathComponent("m.safetensors").path
            ).run(
                isCancelled: { started.all.contains(.bow) },
                onEvent: { if case .started(let start) = $0 { started.append(start.kind) } })
            #expect(outcomes.map(\.model.kind) == [.embedding])
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            #expect(left == ["m.embedding.run.json", "m.embedding.safetensors", "r.csv"])
        }
    }

    @Test(
        "says in a sentence what is wrong with the data or the options",
        arguments: [
            (
                "text,label\na,positive\nb,positive\n",
                "found one label only, 'positive', expected two or more; add reviews of another class"
            ),
            (
                "text,label\n,positive\n,negative\n",
                "no labelled review with a text was found; check the columns with valence inspect"
            ),
        ])
    func badData(text: String, expected: String) throws {
        try inFolder { folder in
            let said = message { _ = try run(folder, text) }
            #expect(said == expected)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(left == ["r.csv"])
        }
    }

    @Test("refuses options that make no sense, before anything is read")
    func badOptions() throws {
        try inFolder { folder in
            func message(_ change: (inout TrainingOptions) -> Void) -> String {
                self.message { _ = try run(folder, table(), change) }
            }
            #expect(message { $0.epochs = 0 } == "--epochs expects 1 or more, found 0")
            #expect(
                message { $0.validation = .fraction(1) }
                    == "--validation expects a file or a share from 0 to below 1, found 1.0")
            #expect(message { $0.dropout = 1 } == "--dropout expects a share from 0 to below 1, found 1.0")
            #expect(message { $0.layers = 99 } == "--layers expects 1 to 16, found 99")
            #expect(message { $0.hiddenSize = 0 } == "--hidden-size expects 1 to 8192, found 0")
            #expect(message { $0.ngrams = 9 } == "--ngrams expects 1 to 8, found 9")
            #expect(
                message { $0.kinds = [] }
                    == "--model-type expects one or more of bilstm, bow, embedding, cnn, ensemble, found none")
            #expect(message { $0.cell = "transformer" } == "--cell expects one of lstm, gru, rnn, found 'transformer'")
            #expect(message { $0.precision = "half" } == "--precision expects one of single, bfloat16, found 'half'")
        }
    }

    @Test("stopped early keeps the best state so far")
    func stopped() throws {
        try inFolder { folder in
            let path = folder.appendingPathComponent("r.csv").path
            try Data(table().utf8).write(to: URL(fileURLWithPath: path))
            var options = TrainingOptions(threads: 1)
            options.epochs = 500
            options.patience = 500
            let batches = Collected<Int>()
            let run = TrainingRun(
                files: [path], reading: ReadingOptions(), options: options,
                outputPath: folder.appendingPathComponent("m").path)
            let outcomes = try run.run(
                isCancelled: { batches.all.count > 5 },
                onEvent: { if case .progress = $0 { batches.append(1) } })
            #expect(outcomes.count == 1)
            #expect(try TrainedModel(path: outcomes[0].path).provenance.epochs.count < 10)
        }
    }
}
