import ValenceReviews

/// Parts reviews into folds of equal size that keep the classes' shares, all copies of one text in one fold.
package enum Folds {
    /// The fold of each review, 0 ..< `count`.
    ///
    /// Copies (equal fingerprints) form a group, which belongs to the class of its first review. Groups of a class, in
    /// shuffled order, go one by one to the fold that has the fewest of the class's reviews, of equals to the smallest.
    package static func assign(
        labels: [Int32], fingerprints: [UInt64], count: Int, seed: UInt64
    ) -> [Int] {
        precondition(labels.count == fingerprints.count, "\(labels.count) labels, \(fingerprints.count) fingerprints")
        precondition(count > 1, "\(count) folds")
        var groupOf: [UInt64: Int] = [:]
        var groups: [[Int]] = []
        for (review, fingerprint) in fingerprints.enumerated() {
            let group = groupOf[fingerprint] ?? groups.count
            if group == groups.count {
                groupOf[fingerprint] = group
                groups.append([])
            }
            groups[group].append(review)
        }
        var folds = [Int](repeating: 0, count: labels.count)
        var sizes = [Int](repeating: 0, count: count)
        for label in Set(labels).sorted() {
            var own = groups.indices.filter { labels[groups[$0][0]] == label }
            var generator = SplitMix64(seed: SplitMix64.mix(seed) ^ SplitMix64.mix(UInt64(bitPattern: Int64(label))))
            generator.shuffle(&own)
            var ofClass = [Int](repeating: 0, count: count)
            for group in own {
                let fold = (0..<count).min { (ofClass[$0], sizes[$0], $0) < (ofClass[$1], sizes[$1], $1) } ?? 0
                for review in groups[group] { folds[review] = fold }
                ofClass[fold] += groups[group].count
                sizes[fold] += groups[group].count
            }
        }
        return folds
    }
}
