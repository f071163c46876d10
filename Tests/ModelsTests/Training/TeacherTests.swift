import Foundation
import Testing
import ValenceModels
import ValenceReviews

@Suite("Learning from reviews that a teacher labelled")
struct TeacherTests {
    /// Labelled reviews say good or bad; the others pair these words with new ones, which only a teacher can explain.
    private let labelled =
        "id,text,label\n"
        + (0..<40).map { index in
            "\(index),film \(index) was \(index % 2 == 0 ? "good" : "bad") to me,\(index % 2 == 0 ? "yes" : "no")\n"
        }.joined()
    private let unlabelled =
        "text\n"
        + (0..<60).map { index in
            "film \(100 + index) was \(index % 2 == 0 ? "good and splendid" : "bad and wretched")\n"
        }.joined() + "film 0 was good to me\nof this nobody can tell\n"

    private func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("valence-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(labelled.utf8).write(to: folder.appendingPathComponent("labelled.csv"))
        try Data(unlabelled.utf8).write(to: folder.appendingPathComponent("unlabelled.csv"))
        return try body(folder)
    }

    private func train(
        in folder: URL, _ output: String, _ change: (inout TrainingOptions) -> Void
    ) throws -> (model: TrainedModel, notes: [String], warnings: [String]) {
        var options = TrainingOptions(threads: 1)
        options.kinds = [.bow]
        options.validation = .fraction(0.2)
        options.characters = 0
        change(&options)
        let (notes, warnings) = (Collected<String>(), Collected<String>())
        let outcomes = try TrainingRun(
            files: [folder.appendingPathComponent("labelled.csv").path], reading: ReadingOptions(), options: options,
            outputPath: folder.appendingPathComponent(output).path
        ).run(onEvent: { event in
            if case .note(let note) = event { notes.append(note) }
            if case .warning(let warning) = event { warnings.append(warning) }
        })
        return (outcomes[0].model, notes.all, warnings.all)
    }

    private func probability(_ model: TrainedModel, _ text: String) -> Float {
        Predictor(model, threads: 1).probabilities([ArraySlice(text.utf8)])[1]
    }

    @Test("knows the words that only unlabelled reviews have, and judges by labelled reviews alone")
    func learns() throws {
        try inFolder { folder in
            let teacher = try train(in: folder, "teacher") { _ in }.model
            let taught = try train(in: folder, "student") { options in
                options.teacherPath = folder.appendingPathComponent("teacher").path
                options.unlabelledPath = folder.appendingPathComponent("unlabelled.csv").path
            }
            #expect(probability(teacher, "splendid") == probability(teacher, "wretched"))
            #expect(probability(taught.model, "splendid") > probability(taught.model, "wretched") + 0.02)
            let origin = taught.model.provenance
            #expect(origin.taughtReviews == 61)
            #expect(origin.trainingReviews == teacher.provenance.trainingReviews + 61)
            #expect(origin.validationReviews == teacher.provenance.validationReviews)
            #expect(origin.files.map(\.name) == ["labelled.csv", "unlabelled.csv", "teacher"])
            #expect(
                taught.notes.contains {
                    $0.contains("by the teacher: 61; left out, since they are among the labelled ones: 1")
                })
        }
    }

    @Test("says when the teacher may have learned from the validation reviews")
    func knows() throws {
        try inFolder { folder in
            func warnings(_ teacher: String, seed: UInt64 = 1, _ kinds: [ModelKind]) throws -> [String] {
                _ = try train(in: folder, teacher) { options in
                    options.kinds = kinds
                    options.members = [.kind(.embedding), .kind(.embedding)]
                }
                return try train(in: folder, "student of \(teacher)") { options in
                    options.teacherPath = folder.appendingPathComponent(teacher).path
                    options.unlabelledPath = folder.appendingPathComponent("unlabelled.csv").path
                    options.seed = seed
                }.warnings
            }
            let ofBag = try warnings("bow", [.bow])
            #expect(ofBag.count == 1 && ofBag[0].contains("may have learned from the validation reviews"))
            let ofEnsemble = try warnings("ensemble", [.ensemble])
            #expect(ofEnsemble.isEmpty)
            let ofEmbedding = try warnings("embedding", [.embedding])
            #expect(ofEmbedding.isEmpty)
            let ofOther = try warnings("other", seed: 2, [.ensemble])
            #expect(ofOther == ofBag)
        }
    }

    @Test("becomes one model with a member that was trained before, of the same validation reviews only")
    func member() throws {
        try inFolder { folder in
            let ready = try train(in: folder, "ready") { $0.kinds = [.embedding] }.model
            _ = try train(in: folder, "bow") { _ in }
            func ensemble(_ output: String, _ member: String = "ready", seed: UInt64 = 1) throws -> TrainedModel {
                try train(in: folder, output) { options in
                    options.kinds = [.ensemble]
                    options.members = [.file(folder.appendingPathComponent(member).path), .kind(.bow)]
                    options.seed = seed
                }.model
            }
            let both = try ensemble("both")
            #expect(both.architecture.hasPrefix("sum of \(ready.architecture); "))
            #expect(both.provenance.files.map(\.name) == ["labelled.csv", "ready"])
            let refusal = #expect(throws: ModelsError.self) { _ = try ensemble("other", seed: 2) }
            #expect("\(refusal.map { "\($0)" } ?? "")".contains("may have learned from the validation reviews"))
            let refit = #expect(throws: ModelsError.self) { _ = try ensemble("other", "bow") }
            #expect("\(refit.map { "\($0)" } ?? "")".contains("name bow"))
        }
    }

    @Test("refuses a teacher alone, one of other labels, and folds that the teacher has seen")
    func refuses() throws {
        try inFolder { folder in
            _ = try train(in: folder, "teacher") { _ in }
            func message(_ change: (inout TrainingOptions) -> Void) -> String {
                do {
                    _ = try train(in: folder, "student", change)
                    return ""
                } catch {
                    return "\(error)"
                }
            }
            let teacher = folder.appendingPathComponent("teacher").path
            let unlabelled = folder.appendingPathComponent("unlabelled.csv").path
            #expect(message { $0.teacherPath = teacher }.contains("name these too"))
            #expect(
                message { options in
                    options.kinds = [.ensemble]
                    options.members = [.kind(.bow), .file("bwo")]
                }.contains("found bwo, which is neither"))
            #expect(
                message { options in
                    options.teacherPath = teacher
                    options.unlabelledPath = unlabelled
                    options.folds = 4
                }.contains("it has seen all folds"))
            let other = labelled.replacingOccurrences(of: ",yes\n", with: ",oui\n")
            try Data(other.utf8).write(to: folder.appendingPathComponent("labelled.csv"))
            #expect(
                message { options in
                    options.teacherPath = teacher
                    options.unlabelledPath = unlabelled
                }.contains("are no, yes, those of the reviews no, oui"))
        }
    }
}
