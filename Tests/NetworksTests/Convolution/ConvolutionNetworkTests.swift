import Foundation
import Testing
import ValenceNetworks

@Suite("A convolution")
struct ConvolutionNetworkTests {
    private static let vocabularySize = 9

    private static func matrix(_ rows: Int, _ columns: Int, _ random: inout RandomStream) -> Matrix<Float> {
        let matrix = Matrix<Float>(rows, columns)
        matrix.assign((0..<rows * columns).map { _ in Float(random.normal() * 0.5) })
        return matrix
    }

    private static func network(
        units: Int = 5, width: Int = 3, classCount: Int = 3, stateSize: Int = 0, precision: Precision = .single
    ) -> ConvolutionNetwork {
        var random = RandomStream(seed: 4, .initialisation)
        let network = ConvolutionNetwork(
            .init(units: units, width: width, classCount: classCount),
            regionVectors: RegionVectors(
                words: matrix(vocabularySize, 4, &random), bias: matrix(1, 4, &random),
                settings: .init(size: 4, radius: 1)),
            stateSize: stateSize, seed: 1, precision: precision)
        network.parameters.flat.assign((0..<network.parameters.flat.columns).map { _ in Float(random.normal() * 0.5) })
        return network
    }

    private static let texts: [[Int32]] = [[3, 1, 4, 1, 5, 8, 2, 6], [0, 7, 0], [5], [2, 2, 2, 7], []]

    private static func reviews(stateSize: Int = 0) -> [ConvolutionNetwork.Review] {
        var random = RandomStream(seed: 5, .initialisation)
        return texts.map {
            .init(words: $0[...], states: stateSize == 0 ? nil : matrix($0.count, stateSize, &random))
        }
    }

    /// The formula, number by number, in Double.
    private static func logits(_ network: ConvolutionNetwork, _ review: ConvolutionNetwork.Review) -> [Double] {
        let text = review.words
        let (N, P) = (network.settings.units, network.settings.width)
        func number(_ name: String, _ row: Int, _ column: Int) -> Double {
            Double(network.parameters.matrix(name)[row, column])
        }
        let regions = network.regionVectors.vectors(of: text)
        let m = (0..<N).map { unit in
            text.indices.reduce(0.0) { highest, t in
                var h = number("convolution.bias", 0, unit)
                for k in 0..<P {
                    let place = t + k - (P - 1) / 2
                    guard text.indices.contains(place), text[place] != 0 else { continue }
                    h += number("convolution.words", k * vocabularySize + Int(text[place]), unit)
                }
                for column in 0..<4 { h += number("convolution.regions", unit, column) * Double(regions[t, column]) }
                for column in 0..<network.stateSize {
                    h += number("convolution.regions", unit, 4 + column) * Double(review.states?[t, column] ?? 0)
                }
                return max(highest, h)
            }
        }
        let length = (1 + m.reduce(0) { $0 + $1 * $1 }).squareRoot()
        return (0..<network.settings.classCount).map { c in
            m.indices.reduce(number("output.bias", 0, c)) { $0 + number("output.weight", c, $1) * m[$1] / length }
        }
    }

    @Test("says what its formula says, whatever its width", arguments: [1, 2, 3, 4])
    func formula(width: Int) {
        for (units, stateSize) in [(1, 0), (5, 0), (40, 0), (5, 6)] {
            let network = Self.network(units: units, width: width, stateSize: stateSize)
            for review in Self.reviews(stateSize: stateSize) {
                let (found, expected) = (network.logits(of: review), Self.logits(network, review))
                #expect(zip(found, expected).allSatisfy { abs(Double($0) - $1) < 1e-5 }, "\(found) \(expected)")
            }
        }
    }

    private static func step(rate: Float, dropout: Double = 0, epoch: Int = 1) -> ConvolutionNetwork.Step {
        .init(
            rate: rate, dropout: dropout, loss: SoftmaxCrossEntropy(classWeights: [1, 2, 0.5]),
            key: DropoutKey(seed: 2, epoch: epoch, batch: 3))
    }

    private static let targets: [Target] = [2, 0, 1, Target(shares: [0.25, 0.625, 0.125]), 0]

    @Test("a step goes down the slope of the loss of all its reviews, for every parameter", arguments: [0, 3])
    func gradient(stateSize: Int) {
        let reviews = Self.reviews(stateSize: stateSize)
        func loss(_ network: ConvolutionNetwork) -> Double {
            zip(reviews, Self.targets).reduce(0) { sum, review in
                let z = Self.logits(network, review.0)
                return z.indices.reduce(sum) { sum, c in
                    sum + [1, 2, 0.5][c] * review.1.share(of: c) * (log(z.reduce(0) { $0 + exp($1) }) - z[c])
                }
            }
        }
        let (before, after) = (Self.network(stateSize: stateSize), Self.network(stateSize: stateSize))
        let result = after.step(reviews, targets: Self.targets, by: Self.step(rate: 1), threads: 1)
        #expect(abs(result.lossSum - loss(before)) < 1e-4)
        let flat = before.parameters.flat
        var changed = 0
        for place in 0..<flat.columns {
            let kept = flat[0, place]
            flat[0, place] = kept + 1e-3
            let above = loss(before)
            flat[0, place] = kept - 1e-3
            let below = loss(before)
            flat[0, place] = kept
            let change = Double(after.parameters.flat[0, place] - kept)
            #expect(abs(change + (above - below) / 2e-3) < 2e-3, "\(place)")
            if change != 0 { changed += 1 }
        }
        #expect(changed > 50)
    }

    @Test(
        "learns the same numbers on one thread and two, and says what it has learned at once",
        arguments: Precision.possible)
    func threads(precision: Precision) {
        let trained = [1, 2].map { threads in
            let network = Self.network(units: 37, stateSize: 2, precision: precision)
            for epoch in 1...3 {
                _ = network.step(
                    Self.reviews(stateSize: 2), targets: Self.targets,
                    by: Self.step(rate: 0.3, dropout: 0.5, epoch: epoch),
                    threads: threads)
                network.decay(by: 0.9, threads: threads)
            }
            return network
        }
        #expect(trained[0].parameters.flat.values == trained[1].parameters.flat.values)
        for review in Self.reviews(stateSize: 2) {
            let (found, expected) = (trained[0].logits(of: review), Self.logits(trained[0], review))
            let tolerance = precision == .single ? 1e-5 : 1e-2
            #expect(zip(found, expected).allSatisfy { abs(Double($0) - $1) < tolerance }, "\(found) \(expected)")
        }
    }

    @Test(
        "a step in bfloat16 is nearly the one in single precision, but not it",
        .enabled(if: Kernels.rounding != nil, "this processor has no products in bfloat16"))
    func rounded() {
        let reviews = Self.reviews(stateSize: 3)
        let networks = [Precision.single, .bfloat16].map { Self.network(units: 37, stateSize: 3, precision: $0) }
        let losses = networks.map {
            $0.step(reviews, targets: Self.targets, by: Self.step(rate: 0.1), threads: 1).lossSum
        }
        #expect(losses[0] != losses[1] && abs(losses[0] - losses[1]) < 0.02, "\(losses)")
        let (single, rounded) = (networks[0].parameters.flat.values, networks[1].parameters.flat.values)
        #expect(single != rounded)
        let start = Self.network(units: 37, stateSize: 3).parameters.flat.values
        func squares(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
        #expect(squares(single, rounded) < 0.01 * squares(single, start))
    }

    @Test("reviews that only order tells apart are learned by heart")
    func order() {
        let network = Self.network(units: 24, classCount: 3)
        let texts: [[Int32]] = [[1, 2, 5, 3], [2, 1, 5, 3], [3, 5, 1, 2]]
        for epoch in 1...300 {
            _ = network.step(
                texts.map { .init(words: $0[...]) }, targets: [0, 1, 2], by: Self.step(rate: 0.3, epoch: epoch),
                threads: 1)
        }
        for (label, text) in texts.enumerated() {
            let logits = network.logits(of: .init(words: text[...]))
            #expect(logits[label] == logits.max())
        }
    }

    @Test("what its words add up to, with the biases', is the logit", arguments: [0, 3])
    func contributions(stateSize: Int) {
        let network = Self.network(units: 11, stateSize: stateSize)
        let text = Self.texts[0]
        let review = Self.reviews(stateSize: stateSize)[0]
        let direction = [0.5, -1, 2]
        let found = network.contributions(of: review, along: direction)
        // Without words nothing is left but what the biases add at the same places: took away by linearity in W, u and b.
        let logits = network.logits(of: review)
        let total = zip(direction, logits).reduce(0) { $0 + $1.0 * Double($1.1) }
        let bias = network.parameters["output.bias"]
        var rest = zip(direction, bias).reduce(0) { $0 + $1.0 * Double($1.1) }
        let regions = network.regionVectors.vectors(of: text[...])
        let (N, P) = (11, 3)
        var values: [(value: Double, place: Int)] = []
        for unit in 0..<N {
            var best = (value: 0.0, place: -1)
            for t in text.indices {
                var h = Double(network.parameters["convolution.bias"][unit])
                for k in 0..<P where text.indices.contains(t + k - 1) && text[t + k - 1] != 0 {
                    let row = k * Self.vocabularySize + Int(text[t + k - 1])
                    h += Double(network.parameters.matrix("convolution.words")[row, unit])
                }
                for column in 0..<4 {
                    h += Double(network.parameters.matrix("convolution.regions")[unit, column] * regions[t, column])
                }
                for column in 0..<stateSize {
                    h += Double(
                        network.parameters.matrix("convolution.regions")[unit, 4 + column]
                            * (review.states?[t, column] ?? 0))
                }
                if h > best.value { best = (h, t) }
            }
            values.append(best)
        }
        let scale = 1 / (1 + values.reduce(0) { $0 + $1.value * $1.value }).squareRoot()
        for (unit, best) in values.enumerated() where best.place >= 0 {
            let weight = direction.indices.reduce(0.0) {
                $0 + direction[$1] * Double(network.parameters.matrix("output.weight")[$1, unit])
            }
            var added = Double(network.parameters["convolution.bias"][unit])
            let square = regions.rows(best.place..<best.place + 1).sumOfSquares()
            for column in 0..<4 where regions[best.place, column] > 0 {
                added +=
                    Double(network.parameters.matrix("convolution.regions")[unit, column])
                    * Double(network.regionVectors.bias[0, column]) * (1 - square).squareRoot()
            }
            rest += weight * scale * added
        }
        #expect(abs(found.reduce(0, +) + rest - total) < 1e-5)
        #expect(found.contains { abs($0) > 0.01 })
    }
}
