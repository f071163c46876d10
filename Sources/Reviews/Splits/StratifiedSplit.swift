/// A seeded split into training and held-out reviews that keeps the classes' shares, and all copies of one text on one
/// side.
package enum StratifiedSplit {
    /// Which reviews are held out.
    ///
    /// Copies (equal fingerprints) form a group, which belongs to the class of its first review. Of each class, groups
    /// in shuffled order are held out until the class's share is as near to `fraction` as whole groups allow; a class of
    /// two groups or more has at least one on each side (for a fraction that is neither 0 nor 1).
    /// - Parameters:
    ///   - labels: the class of each review; negative numbers are a class like any other.
    ///   - fingerprints: one per review (`Fingerprint.of`).
    ///   - fraction: the share to hold out, 0…1.
    package static func assign(labels: [Int32], fingerprints: [UInt64], fraction: Double, seed: UInt64) -> [Bool] {
        precondition(
            labels.count == fingerprints.count, "\(labels.count) labels for \(fingerprints.count) fingerprints")
        precondition((0...1).contains(fraction), "fraction \(fraction) is not in 0…1")
        let groups = groups(fingerprints)
        var classes: [Int32: [Int]] = [:]
        for (index, group) in groups.enumerated() { classes[labels[group[0]], default: []].append(index) }

        var isHeldOut = [Bool](repeating: false, count: labels.count)
        for label in classes.keys.sorted() {
            guard var own = classes[label] else { continue }
            var generator = SplitMix64(seed: SplitMix64.mix(seed) ^ SplitMix64.mix(UInt64(bitPattern: Int64(label))))
            generator.shuffle(&own)
            let total = own.reduce(0) { $0 + groups[$1].count }
            let goal = fraction * Double(total)
            var taken = 0
            var takenGroups = 0
            for index in own {
                let size = groups[index].count
                let isNearer = abs(Double(taken + size) - goal) < abs(Double(taken) - goal)
                let isFirst = takenGroups == 0 && fraction > 0 && own.count > 1
                let isLast = takenGroups == own.count - 1 && fraction < 1
                guard isNearer || isFirst, !isLast else { continue }
                taken += size
                takenGroups += 1
                for review in groups[index] { isHeldOut[review] = true }
            }
        }
        return isHeldOut
    }

    /// Reviews with equal fingerprints together, in order of their first one.
    private static func groups(_ fingerprints: [UInt64]) -> [[Int]] {
        var groupOf: [UInt64: Int] = [:]
        var groups: [[Int]] = []
        for (review, fingerprint) in fingerprints.enumerated() {
            if let known = groupOf[fingerprint] {
                groups[known].append(review)
            } else {
                groupOf[fingerprint] = groups.count
                groups.append([review])
            }
        }
        return groups
    }
}
