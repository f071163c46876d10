import ValenceText

extension TensorFileWriter {
    /// - Parameter prefix: what tells it from another vocabulary of the same file.
    mutating func add(_ vocabulary: Vocabulary, prefix: String = "") {
        add(prefix + "vocabulary.bytes", table: vocabulary.bytes)
        add(prefix + "vocabulary.ends", table: vocabulary.ends)
    }
}

extension TensorFile {
    /// - Parameter known: returned where it is the same, so that it need not be built again.
    /// - Throws: `ModelsError.badModel` where it is missing or damaged.
    func vocabulary(prefix: String = "", known: Vocabulary? = nil) throws -> Vocabulary {
        let bytes = try table(prefix + "vocabulary.bytes", of: UInt8.self)
        let ends = try table(prefix + "vocabulary.ends", of: Int64.self)
        if let known, known.bytes == bytes, known.ends == ends { return known }
        do {
            return try Vocabulary(bytes: bytes, ends: ends)
        } catch {
            throw ModelsError.badModel(path: path, problem: "\(error)")
        }
    }
}
