import Foundation
import Testing
import ValenceNetworks

@Suite("Region vectors")
struct RegionLearningTests {
    private static let counts = [0] + (1..<12).map { 60 - 5 * $0 }

    private static func settings(stride: Int = 2, radius: Int = 1) -> RegionLearning.Settings {
        RegionLearning.Settings(
            vectors: RegionVectors.Settings(size: 6, radius: radius), reach: 2, negatives: 3, subsampling: nil,
            sharedNegatives: 8, stride: stride)
    }

    /// With numbers that are not 0, so that every part of the gradient shows.
    private func learning(_ settings: RegionLearning.Settings = settings()) -> RegionLearning {
        let learning = RegionLearning(counts: Self.counts, settings: settings, seed: 3)
        var random = RandomStream(seed: 9, .initialisation)
        for store in [learning.regions, learning.contexts] {
            store.flat.assign((0..<store.flat.columns).map { _ in Float(random.normal() * 0.5) })
        }
        return learning
    }

    @Test("are what their formula says, unknown words and the text's ends adding nothing", arguments: [0, 1, 2])
    func formula(radius: Int) {
        let vectors = learning(Self.settings(radius: radius)).vectors
        let text: [Int32] = [9, 3, 0, 7, 3, 1, 11]
        let read = text[1...]
        let found = vectors.vectors(of: read)
        for place in read.indices {
            let rectified = (0..<6).map { column in
                var sum = Double(vectors.bias[0, column])
                for other in max(1, place - radius)...min(6, place + radius) where text[other] != 0 {
                    sum += Double(vectors.words[Int(text[other]), column])
                }
                return max(0, sum)
            }
            let length = (1 + rectified.reduce(0) { $0 + $1 * $1 }).squareRoot()
            for column in 0..<6 {
                #expect(abs(Double(found[place - 1, column]) - rectified[column] / length) < 1e-6)
            }
        }
        #expect(vectors.vectors(of: []).rows == 0)
    }

    @Test("a step goes down the slope of its loss, of words, bias and contexts")
    func gradient() {
        let piece: [Int32] = [3, 1, 7, 7, 2, 11, 5, 0, 4, 2]
        func loss(_ learning: RegionLearning) -> Double {
            learning.step([piece[...]], learningRate: 0, seed: 5, epoch: 1, batch: 2, threads: 1).lossSum
        }
        let (before, after) = (learning(), learning())
        _ = after.step([piece[...]], learningRate: 1, seed: 5, epoch: 1, batch: 2, threads: 1)
        for store in [\RegionLearning.regions, \RegionLearning.contexts] {
            var changed = 0
            let flat = before[keyPath: store].flat
            for place in 0..<flat.columns {
                let kept = flat[0, place]
                flat[0, place] = kept + 2e-3
                let above = loss(before)
                flat[0, place] = kept - 2e-3
                let below = loss(before)
                flat[0, place] = kept
                // The bias takes smaller steps.
                let isBias = store == \RegionLearning.regions && place >= 12 * 6
                let change = Double(after[keyPath: store].flat[0, place] - kept) * (isBias ? 50 : 1)
                #expect(abs(change + (above - below) / 4e-3) < 1e-2, "\(store) \(place)")
                if change != 0 { changed += 1 }
            }
            #expect(changed >= 6 * 6)
        }
    }

    @Test("regions that stand among the same words come to lie near each other; same numbers for any number of threads")
    func learns() {
        var settings = Self.settings(stride: 1, radius: 0)
        settings.reach = 1
        // 1 and 2 stand between 5 and 6, 3 and 4 between 7 and 8.
        let pieces: [[Int32]] = [[5, 1, 6], [5, 2, 6], [7, 3, 8], [7, 4, 8]]
        let trained = [1, 2].map { threads in
            let learning = RegionLearning(
                counts: [0] + [Int](repeating: 50, count: 11), settings: settings, seed: 1)
            for batch in 0..<800 {
                _ = learning.step(
                    pieces.map { $0[...] }, learningRate: 0.2, seed: 1, epoch: 1, batch: batch, threads: threads)
            }
            return learning
        }
        #expect(trained[0].regions.flat.values == trained[1].regions.flat.values)
        let found = trained[0].vectors.vectors(of: [1, 2, 3, 4])
        func cosine(_ a: Int, _ b: Int) -> Float {
            func product(_ a: Int, _ b: Int) -> Float { (0..<6).reduce(0) { $0 + found[a, $1] * found[b, $1] } }
            return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
        }
        #expect(cosine(0, 1) > 0.9 && cosine(2, 3) > 0.9)
        #expect(cosine(0, 2) < 0.6 && cosine(1, 3) < 0.6)
    }

    @Test("a piece with nothing near anything teaches nothing")
    func nothing() {
        for piece: [Int32] in [[3], [0, 0, 0], []] {
            let learning = learning()
            let (regions, contexts) = (learning.regions.copy(), learning.contexts.copy())
            let result = learning.step([piece[...]], learningRate: 1, seed: 1, epoch: 1, batch: 0, threads: 1)
            #expect(result.pairs == 0 && result.lossSum == 0)
            #expect(learning.regions.flat.values == regions.flat.values)
            #expect(learning.contexts.flat.values == contexts.flat.values)
        }
    }
}
