import Testing
import ValenceModels

@Suite("Folds")
struct FoldsTests {
    @Test("keep copies together, are of equal size and keep the classes' shares", arguments: [2, 5, 7])
    func shares(count: Int) {
        // Every third review is a copy of the one before it; one in four is of class 1.
        let fingerprints = (0..<600).map { UInt64($0 % 3 == 2 ? $0 - 1 : $0) }
        let labels = fingerprints.map { Int32($0 % 4 == 0 ? 1 : 0) }
        let folds = Folds.assign(labels: labels, fingerprints: fingerprints, count: count, seed: 3)
        for (one, other) in zip(fingerprints, folds).sorted(by: { $0.0 < $1.0 }).pairs where one.0 == other.0 {
            #expect(one.1 == other.1)
        }
        for label in Int32(0)...1 {
            let sizes = (0..<count).map { fold in folds.indices.count { folds[$0] == fold && labels[$0] == label } }
            #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 2, "class \(label): \(sizes)")
        }
    }

    @Test("are the same for the same seed, and others for another")
    func seeds() {
        let fingerprints = (0..<100).map { UInt64($0) }
        let labels = [Int32](repeating: 0, count: 100)
        func folds(_ seed: UInt64) -> [Int] {
            Folds.assign(labels: labels, fingerprints: fingerprints, count: 4, seed: seed)
        }
        #expect(folds(1) == folds(1) && folds(1) != folds(2))
    }
}

extension Array {
    /// Each element with the one behind it.
    fileprivate var pairs: Zip2Sequence<[Element], ArraySlice<Element>> { zip(self, dropFirst()) }
}
