/// The known word that `word` was most likely meant to be; `nil` where none is near enough to be worth a guess.
func nearest(_ word: String, among known: [String]) -> String? {
    let letters = word.filter { $0 != "-" }
    guard letters.count > 1 else { return nil }
    let limit = max(1, letters.count / 3)
    let scored = known.map { candidate in
        // A word cut short or drawn out is a likelier slip than its edit distance says.
        let isExtension = letters.count >= 3 && (candidate.hasPrefix(word) || word.hasPrefix(candidate))
        return (candidate, isExtension ? 1 : editDistance(word, candidate))
    }
    guard let best = scored.min(by: { $0.1 < $1.1 }), best.1 <= limit else { return nil }
    return best.0
}

/// How many letters must be inserted, dropped, changed or swapped with a neighbour to make `a` into `b`
/// (optimal string alignment: Damerau 1964, doi:10.1145/363958.363994).
func editDistance(_ a: String, _ b: String) -> Int {
    let a = Array(a.utf8)
    let b = Array(b.utf8)
    var before: [Int] = []
    var above = Array(0...b.count)
    for i in 0..<a.count {
        var row = [i + 1]
        for j in 0..<b.count {
            var cost = min(above[j + 1] + 1, row[j] + 1, above[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
            row.append(cost)
        }
        before = above
        above = row
    }
    return above[b.count]
}
