/// A part of the reviews (a length, a product) against all others: is the model worse there, and can that be chance?
public struct Slice: Codable, Sendable, Equatable {
    public package(set) var name: String
    public let count: Int
    public let correct: Int
    /// The accuracy on the reviews outside the slice; `nil` where there are none.
    public let accuracyOfRest: Double?
    /// Fisher's exact two-sided test of right and wrong inside against outside; `nil` where there is no outside.
    public let pValue: Double?
    /// `pValue` corrected for looking at all slices of the table (Holm 1979).
    public let correctedPValue: Double?

    public var accuracy: Double { Double(correct) / Double(count) }
    /// Wilson's 95 % interval of `accuracy`.
    public var interval: ConfidenceInterval? { .wilson(successes: correct, trials: count) }
    /// Whether there are too few reviews to say much.
    public var isSmall: Bool { count < Self.fewReviews }

    public static let fewReviews = 30

    /// How many reviews a slice has and how many of them are right.
    public struct Tally: Sendable {
        public var name: String
        public var count: Int
        public var correct: Int

        public init(name: String, count: Int = 0, correct: Int = 0) {
            (self.name, self.count, self.correct) = (name, count, correct)
        }

        public mutating func add(isRight: Bool) {
            count += 1
            if isRight { correct += 1 }
        }
    }

    /// The slices that have reviews, worst accuracy first, small ones behind the others.
    ///
    /// Slices may overlap; each is compared with the reviews outside it, and all are corrected together.
    /// - Parameters:
    ///   - count: how many reviews there are in all.
    ///   - correct: how many of those are right.
    public static func table(_ tallies: [Tally], count: Int, correct: Int) -> [Slice] {
        let tallies = tallies.filter { $0.count > 0 }
        let pValues = tallies.map { tally -> Double? in
            precondition(
                tally.correct <= tally.count && tally.count <= count && tally.correct <= correct,
                "slice '\(tally.name)' has \(tally.correct) of \(tally.count) right, all reviews \(correct) of \(count)"
            )
            let rest = (right: correct - tally.correct, all: count - tally.count)
            guard rest.all > 0 else { return nil }
            return fisherExact(tally.correct, tally.count - tally.correct, rest.right, rest.all - rest.right)
        }
        let slices = zip(tallies, zip(pValues, holmCorrected(pValues))).map { tally, p in
            Slice(
                name: tally.name, count: tally.count, correct: tally.correct,
                accuracyOfRest: share(correct - tally.correct, of: count - tally.count), pValue: p.0,
                correctedPValue: p.1)
        }
        return slices.enumerated().sorted {
            ($0.element.isSmall ? 1 : 0, $0.element.accuracy, $0.offset)
                < ($1.element.isSmall ? 1 : 0, $1.element.accuracy, $1.offset)
        }.map(\.element)
    }
}
