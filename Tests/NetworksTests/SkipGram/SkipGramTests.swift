import Foundation
import Testing
import ValenceNetworks

@Suite("Skip-gram")
struct SkipGramTests {
    private static let counts = [0] + (1..<12).map { 60 - 5 * $0 }
    private static let settings = SkipGram.Settings(window: 2, negatives: 3, subsampling: nil, sharedNegatives: 8)

    /// With vectors and contexts that are not 0, so that every part of the gradient shows.
    private func model(_ settings: SkipGram.Settings = settings, size: Int = 6) -> SkipGram {
        let model = SkipGram(counts: Self.counts, size: size, settings: settings, seed: 3)
        var random = RandomStream(seed: 9, .initialisation)
        for store in [model.vectors, model.contexts] {
            store.flat.assign((0..<store.flat.columns).map { _ in Float(random.normal() * 0.5) })
        }
        return model
    }

    @Test("a step goes down the slope of its loss, of vectors and of contexts")
    func gradient() {
        let piece: [Int32] = [3, 1, 7, 7, 2, 11, 5]
        func loss(_ model: SkipGram) -> Double {
            model.step([piece[...]], learningRate: 0, seed: 5, epoch: 1, batch: 2, threads: 1).lossSum
        }
        let before = model()
        let after = model()
        _ = after.step([piece[...]], learningRate: 1, seed: 5, epoch: 1, batch: 2, threads: 1)
        for store in [\SkipGram.vectors, \SkipGram.contexts] {
            var changed = 0
            for place in 0..<before[keyPath: store].flat.columns {
                let flat = before[keyPath: store].flat
                let kept = flat[0, place]
                flat[0, place] = kept + 1e-2
                let above = loss(before)
                flat[0, place] = kept - 1e-2
                let below = loss(before)
                flat[0, place] = kept
                let change = Double(after[keyPath: store].flat[0, place] - kept)
                #expect(abs(change + (above - below) / 2e-2) < 2e-3, "\(place)")
                if change != 0 { changed += 1 }
            }
            #expect(changed >= 6 * 6)
        }
    }

    @Test("its loss is that of the pairs and their negatives, computed one by one")
    func loss() {
        // Contexts begin at 0: every probability is a half.
        let model = SkipGram(counts: Self.counts, size: 4, settings: Self.settings, seed: 1)
        let result = model.step(
            [[1, 2, 3, 4, 5, 6]], learningRate: 0.1, seed: 2, epoch: 1, batch: 0, threads: 1)
        #expect(result.pairs >= 10 && result.pairs <= 18)
        #expect(abs(result.lossSum - result.pairs * 4 * log(2)) < 1e-4)
    }

    @Test("words that stand near the same words come to lie near each other")
    func learns() {
        var settings = Self.settings
        settings.window = 1
        let model = SkipGram(counts: [0] + [Int](repeating: 50, count: 11), size: 8, settings: settings, seed: 1)
        // 1 and 2 stand between 5 and 6, 3 and 4 between 7 and 8.
        let pieces: [[Int32]] = [[5, 1, 6], [5, 2, 6], [7, 3, 8], [7, 4, 8]]
        for batch in 0..<600 {
            _ = model.step(
                pieces.map { $0[...] }, learningRate: 0.05, seed: 1, epoch: 1, batch: batch, threads: 1)
        }
        let table = model.vectors.matrix("embedding.weight")
        func cosine(_ a: Int, _ b: Int) -> Float {
            func product(_ a: Int, _ b: Int) -> Float { (0..<8).reduce(0) { $0 + table[a, $1] * table[b, $1] } }
            return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
        }
        #expect(cosine(1, 2) > 0.9 && cosine(3, 4) > 0.9)
        #expect(cosine(1, 3) < 0.5 && cosine(2, 4) < 0.5)
    }

    @Test("unknown words are passed over, and a piece with nothing near anything teaches nothing")
    func unknown() {
        for piece: [Int32] in [[0, 0, 3, 0], [0], []] {
            let model = model()
            let (vectors, contexts) = (model.vectors.copy(), model.contexts.copy())
            let result = model.step([piece[...]], learningRate: 1, seed: 1, epoch: 1, batch: 0, threads: 1)
            #expect(result.pairs == 0 && result.lossSum == 0)
            #expect(model.vectors.flat.values == vectors.flat.values)
            #expect(model.contexts.flat.values == contexts.flat.values)
        }
        // 0 between them does not keep two words from being neighbours.
        var settings = Self.settings
        settings.window = 1
        let met = model(settings).step([[3, 0, 0, 4]], learningRate: 1, seed: 1, epoch: 1, batch: 0, threads: 1)
        #expect(met.pairs == 2)
    }

    @Test("frequent words are skipped in the share that the formula says")
    func subsampling() {
        // One word makes up nine tenths of the text: √(0.1 / 0.9) + 0.1 / 0.9 of it are read.
        var settings = Self.settings
        settings.subsampling = 0.1
        settings.window = 1
        let model = SkipGram(counts: [0, 900, 100], size: 2, settings: settings, seed: 1)
        let piece = [Int32](repeating: 1, count: 4000)
        let pairs = model.step([piece[...]], learningRate: 0, seed: 1, epoch: 1, batch: 0, threads: 1).pairs
        // With a window of one, L words make 2 (L − 1) pairs.
        let share = (pairs / 2 + 1) / 4000
        #expect(abs(share - 0.444) < 0.03)
    }

    @Test("one thread and three give the same bytes", arguments: [6, 70])
    func threads(size: Int) {
        let pieces: [[Int32]] = (0..<7).map { start in (0..<20).map { place in Int32(start * 5 + place * 7) % 12 } }
        let tables = [1, 3].map { threads in
            let model = model(size: size)
            for batch in 0..<5 {
                _ = model.step(
                    pieces.map { $0[...] }, learningRate: 0.1, seed: 1, epoch: 1, batch: batch, threads: threads)
            }
            return model.vectors.flat.values + model.contexts.flat.values
        }
        #expect(tables[0] == tables[1])
    }
}
