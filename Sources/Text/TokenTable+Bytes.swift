extension TokenTable {
    /// Whether token `id` has these bytes.
    @inline(__always)
    func holds(_ token: ArraySlice<UInt8>, at id: Int) -> Bool {
        let start = id == 0 ? 0 : ends[id - 1]
        let count = ends[id] - start
        guard count == token.count else { return false }
        return bytes.withUnsafeBufferPointer { all in
            token.withUnsafeBufferPointer { token in
                for index in 0..<count where all[start &+ index] != token[index] { return false }
                return true
            }
        }
    }
}
