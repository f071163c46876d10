/// Draws whole numbers with given probabilities, each draw in constant time (Walker 1977, doi:10.1145/355744.355749;
/// Vose 1991, doi:10.1109/32.92917).
///
/// n columns of equal chance; column i gives i with probability `kept[i]`, else `alias[i]`.
package struct AliasTable: Sendable {
    private var kept: [Double]
    private var alias: [Int32]

    /// - Parameter weights: in proportion to the probabilities; at least one is above 0.
    package init(weights: [Double]) {
        let total = weights.reduce(0, +)
        precondition(total > 0 && total.isFinite, "weights that sum to \(total)")
        kept = weights.map { $0 * Double(weights.count) / total }
        alias = weights.indices.map { Int32($0) }
        var small = kept.indices.filter { kept[$0] < 1 }
        var large = kept.indices.filter { kept[$0] >= 1 }
        while let poor = small.popLast() {
            // What rounding leaves over is as good as full.
            guard let rich = large.last else {
                kept[poor] = 1
                continue
            }
            alias[poor] = Int32(rich)
            kept[rich] -= 1 - kept[poor]
            if kept[rich] < 1 { small.append(large.removeLast()) }
        }
    }

    package func draw(_ random: inout RandomStream) -> Int32 {
        let place = random.uniform() * Double(kept.count)
        let column = Int(place)
        return place - Double(column) < kept[column] ? Int32(column) : alias[column]
    }
}
