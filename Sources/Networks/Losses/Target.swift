/// What a review is to be taken for: a class, or each class to the share that a teacher gives it
/// (Hinton, Vinyals & Dean 2015, arXiv:1503.02531).
package struct Target: Sendable, Equatable, ExpressibleByIntegerLiteral {
    /// The class with the largest share.
    package let label: Int32
    /// [C]; empty where the class is known.
    package let shares: [Float]

    package init(_ label: Int32) {
        self.label = label
        shares = []
    }

    package init(integerLiteral label: Int32) { self.init(label) }

    /// - Parameter shares: one a class, 1 in sum.
    package init(shares: [Float]) {
        precondition(!shares.isEmpty, "shares of no class")
        label = Int32(shares.indices.reduce(0) { shares[$1] > shares[$0] ? $1 : $0 })
        self.shares = shares
    }

    @inline(__always)
    package func share(of c: Int) -> Double { shares.isEmpty ? (c == label ? 1 : 0) : Double(shares[c]) }

    /// How much it counts: a class weight, or their mean by the shares; 1 where there are none.
    package func weight(_ classWeights: [Float]?) -> Double {
        guard let classWeights else { return 1 }
        if shares.isEmpty { return Double(classWeights[Int(label)]) }
        return zip(classWeights, shares).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
}
