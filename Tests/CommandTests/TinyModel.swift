/// A small model trained on `TinyReviews`, once for all tests that only need some model.
enum TinyModel {
    private static let trained = Result {
        let folder = try Folder()
        try folder.write("reviews.csv", TinyReviews.csv)
        let run = try Tool().run(
            "train", "reviews.csv", "--hidden-size", "8", "--embedding-size", "8", "-o", "tiny.safetensors", in: folder)
        guard run.exitCode == 0 else { throw Failure(message: run.errors) }
        return folder
    }

    struct Failure: Error { let message: String }

    /// Where the model stands.
    static func path() throws -> String { try trained.get().url("tiny.safetensors").path }
    static func bytes() throws -> [UInt8] { try trained.get().bytes("tiny.safetensors") }
}
