import Testing
import ValenceNetworks

@Suite struct WorkspaceTests {
    @Test("memory given back serves the next that is as large or not far smaller, the closest first")
    func reuse() {
        let workspace = Workspace()
        let blocks = [1 << 20, 3 << 20].map { workspace.take(byteCount: $0) }
        for block in blocks { workspace.give(block) }
        #expect(workspace.freeByteCount == 4 << 20)
        let second = workspace.take(byteCount: 2 << 20)
        #expect(second.byteCount == 3 << 20)
        #expect(workspace.freeByteCount == 1 << 20)
        // Less than a sixteenth of what is kept, and more than it.
        let others = [60 << 10, 1100 << 10].map { workspace.take(byteCount: $0) }
        #expect(others.map(\.byteCount) == [60 << 10, 1100 << 10])
        #expect(workspace.freeByteCount == 1 << 20)
        for block in others + [second] { workspace.give(block) }
    }

    @Test("no more is kept than a quarter above what was in use at once, the newest of it, and small pieces never are")
    func limit() {
        let workspace = Workspace()
        let first = [2 << 20, 2 << 20, 100].map { workspace.take(byteCount: $0) }
        for block in first { workspace.give(block) }
        #expect(workspace.freeByteCount == 4 << 20)
        // Of 4 MB once in use 5 MB may stay: 3 MB and the younger one of 2 MB.
        workspace.give(workspace.take(byteCount: 3 << 20))
        #expect(workspace.freeByteCount == 5 << 20)
        #expect(workspace.take(byteCount: 3 << 20).byteCount == 3 << 20)
        #expect(workspace.freeByteCount == 2 << 20)
    }

    @Test("a matrix is 0 whatever its memory held before")
    func cleared() {
        for _ in 0..<3 {
            let matrix = Matrix<Float>(300, 300)
            #expect(matrix.values.allSatisfy { $0 == 0 })
            matrix.fill(7)
        }
    }
}
