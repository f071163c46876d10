/// Where the reading of a review begins from when its words are weighed: the same review, each word without meaning.
package enum AttributionBaseline: String, Sendable, CaseIterable {
    /// Vectors of zeros, as word dropout leaves them.
    case zero
    /// The vector of `<unk>`.
    case unknown
}

/// Integrated gradients (Sundararajan, Taly & Yan 2017, arXiv:1703.01365): what each word adds to f, a sum of logits.
///
///     contribution of word t = Σ_e (x_te − x'_te) · 1/m Σ_s ∂f/∂x_te at x' + (s − ½)/m · (x − x'),   s = 1 … m
///
/// x are the word vectors, x' the baseline's. They add up to f(x) − f(x') as m grows (completeness); the sum over s is the
/// midpoint rule. What a place brings beside its word begins from 0, and what it adds is put down to the word.
extension Network {
    /// Positions that go through the network together: enough to keep the products large, few enough for little memory.
    private static var positionLimit: Int { 4096 }

    /// The contribution of each token to Σ_k direction_k · logit_k.
    /// - Parameters:
    ///   - context: [T, e]; nil where the network reads none.
    ///   - steps: m
    func integratedGradients(
        of tokens: [Int32], context: Matrix<S>?, along direction: [Double], baseline: AttributionBaseline, steps: Int,
        layout: ParameterLayout
    ) -> [Double] {
        precondition(direction.count == configuration.classCount, "\(direction.count) numbers for the logits")
        let (T, E) = (tokens.count, table.columns)
        guard T > 0 else { return [] }
        var sums = [Double](repeating: 0, count: T * E)
        var contributions = [Double](repeating: 0, count: T)
        let copies = max(1, Self.positionLimit / T)
        for first in stride(from: 0, to: steps, by: copies) {
            let range = first..<min(first + copies, steps)
            let fractions = range.map { (Double($0) + 0.5) / Double(steps) }
            // Every place of every copy is a word of its own: number copy · T + place.
            let reviews = fractions.indices.map { copy in
                (Int32(copy * T)..<Int32((copy + 1) * T)).map(\.self)[...]
            }
            let batch = PackedBatch(reviews, vocabularySize: fractions.count * T)
            let vectors = Matrix<S>(fractions.count * T, E, cleared: false)
            for (slot, number) in batch.distinct.enumerated() {
                let (copy, place) = Int(number).quotientAndRemainder(dividingBy: T)
                for e in 0..<E {
                    let from = baselineValue(baseline, e)
                    let to = table[Int(tokens[place]), e]
                    vectors[slot, e] = from + S(fractions[copy]) * (to - from)
                }
            }
            let contexts = context.map { context in
                batch.packed(
                    fractions.map { fraction in
                        let part = Matrix<S>(T, context.columns, cleared: false)
                        part.copy(from: context)
                        part.scale(by: S(fraction))
                        return part
                    })
            }
            let (gradients, dContexts) = gradient(vectors, contexts, batch, along: direction, layout)
            if let context {
                for place in 0..<T {
                    for position in batch.positions(ofStep: place) {
                        for k in 0..<context.columns {
                            contributions[place] +=
                                Double(context[place, k]) * Double(dContexts[position, k]) / Double(steps)
                        }
                    }
                }
            }
            for (slot, number) in batch.distinct.enumerated() {
                let place = Int(number) % T
                for e in 0..<E { sums[place * E + e] += Double(gradients[slot, e]) }
            }
        }
        return (0..<T).map { place in
            (0..<E).reduce(contributions[place]) { sum, e in
                let step = Double(table[Int(tokens[place]), e] - baselineValue(baseline, e))
                return sum + step * sums[place * E + e] / Double(steps)
            }
        }
    }

    private func baselineValue(_ baseline: AttributionBaseline, _ e: Int) -> S {
        switch baseline {
        case .zero: 0
        case .unknown: table[Int(PackedBatch.unknownToken), e]
        }
    }

    /// ∂ Σ_k direction_k · logit_k by the vectors, where every place has one of its own, and by the context.
    private func gradient(
        _ vectors: Matrix<S>, _ context: Matrix<S>?, _ batch: PackedBatch, along direction: [Double],
        _ layout: ParameterLayout
    ) -> (dVectors: Matrix<S>, dContext: Matrix<S>) {
        let found = gradient(
            vectors, context.map { [$0] }, [batch], nil, layout, 1, needsContexts: true
        ) { _, encoded, dense in
            head(encoded, batch, dropout: nil, dense) { logits, dLogits in
                for row in 0..<logits.rows {
                    for k in direction.indices { dLogits[row, k] = S(direction[k]) }
                }
                return (0, 0)
            }
        }
        return (found.dVectors, found.dContexts[0])
    }

    /// The weights of attention pooling, one a token, which sum to 1; nil where the network has none.
    func attention(of tokens: [Int32], context: Matrix<S>?) -> [S]? {
        let attention = poolings.lazy.compactMap { pooling -> AttentionPooling<S>? in
            if case .attention(let attention) = pooling { attention } else { nil }
        }.first
        guard let attention, !tokens.isEmpty else { return nil }
        let batch = PackedBatch([tokens[...]], vocabularySize: configuration.vocabularySize)
        let encoded = encoded(batch, context: context, threads: 1)
        return attention.forward(encoded, batch, into: Matrix<S>(1, encoder.outputSize, cleared: false)).weights
    }
}

extension RecurrentNetwork {
    /// What each token of a review adds to Σ_k direction_k · logit_k, by integrated gradients.
    /// - Parameter context: [T, e]; nil where the network reads none.
    package func contributions(
        of ids: [Int32], context: Matrix<Float>? = nil, along direction: [Double], baseline: AttributionBaseline,
        steps: Int
    ) -> [Double] {
        Network(configuration, parameters, training: true).integratedGradients(
            of: ids, context: context, along: direction, baseline: baseline, steps: steps, layout: parameters.layout)
    }

    /// The weight that attention pooling gives to each token; nil where there is no such pooling.
    package func attention(of ids: [Int32], context: Matrix<Float>? = nil) -> [Float]? {
        inference.attention(of: ids, context: context)
    }
}

extension ReferenceNetwork {
    /// As `RecurrentNetwork.contributions`.
    package func contributions(
        of ids: [Int32], context: Matrix<Double>? = nil, along direction: [Double], baseline: AttributionBaseline,
        steps: Int
    ) -> [Double] {
        Network(configuration, parameters, training: true).integratedGradients(
            of: ids, context: context, along: direction, baseline: baseline, steps: steps, layout: parameters.layout)
    }
}
