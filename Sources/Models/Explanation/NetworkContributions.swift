import ValenceNetworks
import ValenceText

/// What a network's words add is found by integrated gradients; words that it does not read add nothing.
extension RecurrentClassifier {
    /// On SST-2, sums within a thousandth of what four times as many steps give, and the same words on top.
    package static let attributionSteps = 16
    /// Measured there too: taking out the five top words moved the answer a little more by this baseline than by `<unk>`,
    /// and as far as by occlusion, whose time grows with the square of a review's length.
    package static let attributionBaseline = AttributionBaseline.zero

    package func contributions(of review: TokenList, along direction: [Double]) -> [Double] {
        let ids = ids(of: review)
        return spread(
            network.contributions(
                of: ids, context: context(of: ids), along: direction,
                baseline: Self.attributionBaseline, steps: Self.attributionSteps),
            over: review.count)
    }

    package func attention(of review: TokenList) -> [Double]? {
        let ids = ids(of: review)
        return network.attention(of: ids, context: context(of: ids)).map {
            spread($0.map { Double($0) }, over: review.count)
        }
    }

    /// What the network reads beside these words, [T, e]; nil where it reads no language model.
    private func context(of ids: [Int32]) -> Matrix<Float>? {
        language?.states.raw(of: [ids[...]], threads: 1).first
    }

    /// Values of the tokens read, put back to where these stand; 0 for the others.
    private func spread(_ values: [Double], over count: Int) -> [Double] {
        let cut = Truncation.cut(count: count, to: settings.maximumLength)
        guard !cut.isEmpty else { return values }
        return values[..<cut.lowerBound] + Array(repeating: 0, count: cut.count) + values[cut.lowerBound...]
    }
}

extension EnsembleClassifier {
    /// The weighted sum of the members'.
    package func contributions(of review: TokenList, along direction: [Double]) -> [Double] {
        zip(members, settings.members).reduce(into: Array(repeating: 0, count: review.count)) { sums, member in
            let weighted = direction.map { $0 * Double(member.1.weight) }
            for (token, value) in member.0.contributions(of: review, along: weighted).enumerated() {
                sums[token] += value
            }
        }
    }
}
