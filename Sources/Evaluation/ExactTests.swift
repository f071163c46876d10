/// Fisher's exact two-sided test of the table a b / c d: the chance, with all four sums given, of a table that is at most
/// as likely as this one. Fisher 1922, doi:10.2307/2340521.
///
/// Neighbouring tables' chances are simple ratios, so they are counted from the likeliest table outwards and divided by
/// their own sum: no factorial is ever taken.
package func fisherExact(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Double {
    let (row, column, total) = (a + b, a + c, a + b + c + d)
    let (least, most) = (max(0, row + column - total), min(row, column))
    guard least < most else { return 1 }
    /// The chance of x + 1 in the first cell over that of x.
    func ratio(_ x: Int) -> Double {
        Double(row - x) * Double(column - x) / (Double(x + 1) * Double(total - row - column + x + 1))
    }
    let likeliest = Int(Double(row + 1) * Double(column + 1) / Double(total + 2))
    let mode = min(max(likeliest, least), most)
    var weights: [(cell: Int, weight: Double)] = [(mode, 1)]
    var weight = 1.0
    for x in mode..<most {
        weight *= ratio(x)
        if weight < 1e-290 { break }
        weights.append((x + 1, weight))
    }
    weight = 1
    for x in stride(from: mode - 1, through: least, by: -1) {
        weight /= ratio(x)
        if weight < 1e-290 { break }
        weights.append((x, weight))
    }
    guard let own = weights.first(where: { $0.cell == a })?.weight else { return 0 }
    // Equally likely tables differ by rounding.
    let tail = weights.reduce(0) { $0 + ($1.weight <= own * (1 + 1e-10) ? $1.weight : 0) }
    return min(1, tail / weights.reduce(0) { $0 + $1.weight })
}

/// p-values corrected for their number, so that the chance of one false alarm or more among them stays what it was for one
/// (Holm 1979, <https://www.jstor.org/stable/4615733>): the k-th smallest of m times m - k + 1, none below its forerunner.
///
/// Undefined ones stay undefined and do not count.
package func holmCorrected(_ pValues: [Double?]) -> [Double?] {
    let rising = pValues.indices.filter { pValues[$0] != nil }.sorted { (pValues[$0] ?? 1) < (pValues[$1] ?? 1) }
    var corrected = pValues
    var largest = 0.0
    for (rank, index) in rising.enumerated() {
        largest = max(largest, min(1, (pValues[index] ?? 1) * Double(rising.count - rank)))
        corrected[index] = largest
    }
    return corrected
}
