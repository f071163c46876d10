/// Where a text's n-grams stand in an `NGramIndex`, reused from text to text without allocating.
package struct NGramPlaces: Sendable {
    var grams: [UInt64] = []
    /// The places, and behind them room that an earlier text needed.
    var storage: [Int32] = []
    var count = 0
    /// A bit for every place of the index; all zero between two texts.
    var seen: [UInt64] = []

    package init() {}

    /// The places found.
    package var found: ArraySlice<Int32> { storage[..<count] }

    /// Calls `body` with every distinct place, ascending, and how often it was found.
    package mutating func forEachCounted(_ body: (_ place: Int32, _ count: Int) -> Void) {
        storage[..<count].sort()
        var start = 0
        for index in 0..<count where index + 1 == count || storage[index + 1] != storage[index] {
            body(storage[index], index + 1 - start)
            start = index + 1
        }
    }
}
