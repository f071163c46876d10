import Testing
import ValenceModels

@Suite("Word dropout")
struct WordDropoutTests {
    /// Row r holds r + 1 entries.
    private static let matrix: NGramMatrix = {
        var matrix = NGramMatrix()
        matrix.hashes = (0..<100).map { UInt64($0) }
        for row in 0..<100 {
            matrix.columns += (0...Int32(row)).map { $0 }
            matrix.counts += (0...row).map { Float(row + $0) }
            matrix.starts.append(matrix.columns.count)
        }
        return matrix
    }()

    private static func sample(_ blocks: [Range<Int>], probability: Double) -> [[Int32]] {
        let rows = Array((0..<100).reversed())
        var dropout = WordDropout(matrix, probability: probability, seed: 5, epoch: 2)
        return blocks.flatMap { block in
            let samples = dropout.sample(rows[block])
            #expect(samples.rows == Array(rows[block]) && samples.ends.count == block.count)
            return zip(zip(samples.rows, [0] + samples.ends), samples.ends).map { bounds, end in
                let columns = samples.columns[bounds.1..<end]
                #expect(samples.counts[bounds.1..<end].elementsEqual(columns.map { Float(bounds.0) + Float($0) }))
                return Array(columns)
            }
        }
    }

    @Test("leaves everything at probability 0")
    func nothing() {
        #expect(Self.sample([0..<100], probability: 0) == (0..<100).reversed().map { Array(0...Int32($0)) })
    }

    @Test("leaves out the share that it is told, wherever the reviews are cut into blocks")
    func share() {
        let whole = Self.sample([0..<100], probability: 0.7)
        #expect(whole == Self.sample([0..<1, 1..<40, 40..<100], probability: 0.7))
        let kept = Double(whole.reduce(0) { $0 + $1.count }) / 5050
        #expect(abs(kept - 0.3) < 0.03, "a standard deviation is 0.0064")
    }
}
