import Foundation
import Testing
import ValenceNetworks

@Suite("Vectors of n-grams")
struct NGramVectorsTests {
    /// One n-gram after the other, as the equations say.
    private static func plainPass(
        _ d: inout [Double], _ table: inout [[Double]], _ rows: [Int], negatives: Int, rate: Double, sharpness: Double,
        learns: Bool
    ) -> [Double] {
        rows.enumerated().map { index, row in
            let v = table[row]
            let (dd, vv) = (d.reduce(0) { $0 + $1 * $1 }, v.reduce(0) { $0 + $1 * $1 })
            let cosine = zip(d, v).reduce(0) { $0 + $1.0 * $1.1 } / (dd * vv).squareRoot()
            let chance = 1 / (1 + exp(-sharpness * cosine))
            let g = rate * sharpness * ((index % (negatives + 1) == 0 ? 1 : 0) - chance)
            let old = d
            for j in d.indices { d[j] += g * (v[j] / (dd * vv).squareRoot() - cosine * d[j] / dd) }
            if learns {
                for j in d.indices { table[row][j] += g * (old[j] / (dd * vv).squareRoot() - cosine * v[j] / vv) }
            }
            return chance
        }
    }

    @Test("a pass equals the equations over awkward sizes", arguments: [1, 3, 8, 16, 31, 40, 128])
    func pass(size: Int) {
        let rows: [Int32] = [0, 3, 4, 1, 2, 2, 0, 4, 1, 5, 5, 6]
        for kernels in KernelsTests.copies {
            for learns in [true, false] {
                // Windows of wider tables, so that pitches differ from widths.
                let (documents, wide) = (randomMatrix(3, size, seed: 1), randomMatrix(7, size + 3, seed: 2))
                let table = wide.columns(1..<size + 1)
                let untouched = wide.columns(size + 1..<size + 3).values + wide.columns(0..<1).values
                var d = (0..<size).map { Double(documents[1, $0]) }
                var plain = (0..<7).map { row in (0..<size).map { Double(table[row, $0]) } }
                var chances = [Float](repeating: 0, count: rows.count)
                kernels.learn(
                    documents, 1, from: table, rows: rows, negatives: 2, rate: 0.01, sharpness: 6, learns: learns,
                    chances: &chances)
                let wanted = Self.plainPass(
                    &d, &plain, rows.map(Int.init), negatives: 2, rate: 0.01, sharpness: 6, learns: learns)
                let name = "\(kernels.name), \(size) numbers"
                #expect(zip(chances, wanted).allSatisfy { abs(Double($0) - $1) < 1e-4 }, "\(name)")
                #expect((0..<size).allSatisfy { abs(Double(documents[1, $0]) - d[$0]) < 1e-4 }, "\(name)")
                for row in 0..<7 {
                    #expect((0..<size).allSatisfy { abs(Double(table[row, $0]) - plain[row][$0]) < 1e-4 }, "\(name)")
                }
                let after = wide.columns(size + 1..<size + 3).values + wide.columns(0..<1).values
                #expect(after == untouched, "\(name) wrote outside its columns")
            }
        }
    }

    @Test("a step goes down the slope of the loss")
    func gradient() {
        let rows: [Int32] = [2, 0, 4]
        func loss(_ document: [Float], _ table: Matrix<Float>) -> Double {
            let d = Matrix<Float>([document])
            var chances = [Float](repeating: 0, count: 3)
            Kernels.best.learn(
                d, 0, from: table, rows: rows, negatives: 2, rate: 0, sharpness: 6, learns: false, chances: &chances)
            return -log(Double(chances[0])) - log(1 - Double(chances[1])) - log(1 - Double(chances[2]))
        }
        let (document, table) = (randomMatrix(1, 5, seed: 3).values, randomMatrix(5, 5, seed: 4))
        var none: [Float] = []
        let moved = Matrix<Float>([document])
        Kernels.best.learn(
            moved, 0, from: table, rows: rows, negatives: 2, rate: 1e-3, sharpness: 6, learns: false, chances: &none)
        for column in 0..<5 {
            var (above, below) = (document, document)
            above[column] += 1e-2
            below[column] -= 1e-2
            let slope = (loss(above, table) - loss(below, table)) / 2e-2
            #expect(abs(Double(moved[0, column] - document[column]) / 1e-3 + slope) < 0.05, "\(column)")
        }
    }

    /// Four topics of eight n-grams each, whose vectors lie near their topic's.
    private static func topics(passes: Int = 5) -> NGramVectors {
        let centres = randomMatrix(4, 24, seed: 5)
        let table = randomMatrix(32, 24, seed: 6, scale: 0.2)
        for row in 0..<32 {
            table.addRow(row, from: centres, row / 8)
            table.rows(row..<row + 1).scale(by: 1 / Float(table.rows(row..<row + 1).sumOfSquares().squareRoot()))
        }
        return NGramVectors(
            table, counts: Array(repeating: 9, count: 32), settings: .init(size: 24, passes: passes))
    }

    @Test("a document lies near its topic's n-grams, has length 1, and depends on its n-grams alone")
    func vector() {
        let vectors = Self.topics()
        let found = vectors.vector(of: [8, 9, 11, 12, 14])
        #expect(found == vectors.vector(of: [8, 9, 11, 12, 14]))
        #expect(abs(found.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
        func nearness(_ row: Int) -> Float { (0..<24).reduce(0) { $0 + found[$1] * vectors.table[row, $1] } }
        let own = (8..<16).map(nearness).min() ?? 0
        #expect((Array(0..<8) + Array(16..<32)).allSatisfy { nearness($0) < own })
        #expect(vectors.vector(of: []) == Array(repeating: 0, count: 24))
        #expect(Self.topics(passes: 1).vector(of: [8, 9]).contains { $0 != 0 })
    }

    @Test("the parts of a product belong to the n-grams that pull that way, and are what the vector is made of")
    func parts() {
        let vectors = Self.topics()
        let document: [Int32] = [0, 1, 2, 3, 4, 16, 17]
        func product(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0 * $1.1) } }
        let found = vectors.vector(of: document)
        let u = (0..<24).map { vectors.table[16, $0] }
        let parts = vectors.parts(of: document, along: u).ngrams
        #expect(parts.count == 7 && parts.prefix(5).allSatisfy { $0 < parts[5] && $0 < parts[6] })
        #expect(product(vectors.vector(of: [0, 1, 2, 3, 4, 16]), u) < product(found, u))
        #expect(vectors.parts(of: [], along: u).ngrams.isEmpty)
        for passes in [1, 2, 5] {
            let vectors = Self.topics(passes: passes)
            let (parts, rest) = vectors.parts(of: document, along: u)
            #expect(abs(parts.reduce(rest, +) - product(vectors.vector(of: document), u)) < 1e-3)
        }
    }
}
