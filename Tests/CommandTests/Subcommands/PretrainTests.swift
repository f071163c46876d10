import Testing

@Suite("valence pretrain")
struct PretrainTests {
    let tool: Tool
    let folder: Folder

    init() throws {
        tool = try Tool()
        folder = try Folder()
        try folder.write("reviews.csv", TinyReviews.csv)
        try folder.write("unlabelled.csv", TinyReviews.unlabelled)
    }

    private static let small = ["--hidden-size", "4", "--embedding-size", "4", "--epochs", "2"]

    @Test("learns from files with and without labels; train starts from it, other commands say what it is")
    func start() throws {
        let run = try tool.run(
            ["pretrain", "unlabelled.csv", "reviews.csv", "-o", "language"] + Self.small, in: folder)
        #expect(run.exitCode == 0 && run.output.isEmpty)
        #expect(run.errors.contains("language model: epoch 2  loss "))
        #expect(run.errors.hasSuffix("language model: saved language\n"))
        let trained = try tool.run("train", "reviews.csv", "--init", "language", "--epochs", "1", "-q", in: folder)
        #expect(trained.exitCode == 0 && trained.errors.isEmpty)
        let classified = try tool.run("classify", "reviews.csv", "-m", "language", in: folder)
        #expect(classified.exitCode == 65)
        #expect(classified.errors.contains("a language model, which has no labels; valence train --init language"))
    }

    @Test("learns word vectors, which train starts from")
    func wordVectors() throws {
        let run = try tool.run(
            "pretrain", "unlabelled.csv", "reviews.csv", "--objective", "skip-gram", "--min-count", "1",
            "--embedding-size", "4", "--epochs", "2", in: folder)
        #expect(run.exitCode == 0 && run.output.isEmpty)
        #expect(run.errors.contains("word vectors: epoch 2  loss "))
        #expect(run.errors.hasSuffix("word vectors: saved vectors.safetensors\n"))
        let trained = try tool.run(
            "train", "reviews.csv", "--model-type", "embedding", "--vectors", "vectors.safetensors", "--epochs", "1",
            in: folder)
        #expect(trained.exitCode == 0)
        #expect(trained.errors.contains("vectors.safetensors: vectors of 4 numbers for "))
    }

    @Test("an output that exists, a checkpoint that exists, --resume alone: refused before anything is read")
    func mistakes() throws {
        try folder.write("language", "")
        let existing = try tool.run("pretrain", "reviews.csv", "-o", "language", in: folder)
        #expect(existing.exitCode == 73 && existing.errors.contains("exists already"))
        let again = try tool.run("pretrain", "reviews.csv", "-o", "l", "--checkpoint", "language", in: folder)
        #expect(again.exitCode == 64 && again.errors.contains("add --resume to go on from it"))
        let alone = try tool.run("pretrain", "reviews.csv", "-o", "l", "--resume", in: folder)
        #expect(alone.exitCode == 64 && alone.errors.contains("--resume expects --checkpoint FILE"))
    }
}
