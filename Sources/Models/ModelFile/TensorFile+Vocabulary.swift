import ValenceText

extension TensorFileWriter {
    /// - Parameter prefix: what tells it from another vocabulary of the same file.
    mutating func add(_ vocabulary: Vocabulary, prefix: String = "") {
        add(prefix + "vocabulary.bytes", table: vocabulary.bytes)
        add(prefix + "vocabulary.ends", table: vocabulary.ends)
    }
}

extension TensorFile {
    /// - Throws: `ModelsError.badModel` where it is missing or damaged.
    func vocabulary(prefix: String = "") throws -> Vocabulary {
        do {
            return try Vocabulary(
                bytes: table(prefix + "vocabulary.bytes", of: UInt8.self),
                ends: table(prefix + "vocabulary.ends", of: Int64.self))
        } catch let error as TextError {
            throw ModelsError.badModel(path: path, problem: "\(error)")
        }
    }
}
