import Testing
import ValenceReviews

@Suite("Stratified split")
struct StratifiedSplitTests {
    @Test("each class is held out in its share", arguments: [0.1, 0.2, 0.5])
    func shares(fraction: Double) {
        let labels = (0..<1000).map { Int32($0 < 700 ? 0 : $0 < 950 ? 1 : 2) }
        let held = StratifiedSplit.assign(
            labels: labels, fingerprints: (0..<1000).map(UInt64.init), fraction: fraction, seed: 1)
        for (label, count) in [(Int32(0), 700), (1, 250), (2, 50)] {
            let own = zip(labels, held).count { $0 == label && $1 }
            #expect(Double(own) == fraction * Double(count))
        }
    }

    @Test("copies of one text are on one side")
    func copies() {
        var generator = SplitMix64(seed: 7)
        let fingerprints = (0..<5000).map { _ in generator.below(900) }
        let labels = (0..<5000).map { _ in Int32(generator.below(2)) }
        let held = StratifiedSplit.assign(labels: labels, fingerprints: fingerprints, fraction: 0.25, seed: 3)
        var sides: [UInt64: Bool] = [:]
        for (fingerprint, side) in zip(fingerprints, held) {
            #expect(sides[fingerprint, default: side] == side)
            sides[fingerprint] = side
        }
        #expect(abs(Double(held.count { $0 }) / 5000 - 0.25) < 0.01)
    }

    @Test("the seed decides, and nothing else")
    func seed() {
        let labels = (0..<200).map { Int32($0 % 2) }
        let prints = (0..<200).map(UInt64.init)
        let one = StratifiedSplit.assign(labels: labels, fingerprints: prints, fraction: 0.3, seed: 1)
        #expect(one == StratifiedSplit.assign(labels: labels, fingerprints: prints, fraction: 0.3, seed: 1))
        #expect(one != StratifiedSplit.assign(labels: labels, fingerprints: prints, fraction: 0.3, seed: 2))
    }

    @Test("a class of two has one on each side, a class of one stays for training")
    func smallClasses() {
        let held = StratifiedSplit.assign(
            labels: [0, 0, 1, 2, 2, 2], fingerprints: [1, 2, 3, 4, 5, 6], fraction: 0.1, seed: 9)
        #expect(held[0] != held[1])
        #expect(!held[2])
        #expect(held[3...].count { $0 } == 1)
    }

    @Test("fractions 0 and 1 hold out nothing and everything")
    func extremes() {
        let labels: [Int32] = [0, 0, 1, 1]
        #expect(
            !StratifiedSplit.assign(labels: labels, fingerprints: [1, 2, 3, 4], fraction: 0, seed: 1).contains(true))
        #expect(
            !StratifiedSplit.assign(labels: labels, fingerprints: [1, 2, 3, 4], fraction: 1, seed: 1).contains(false))
    }

    @Test("SplitMix64 gives the published numbers")
    func reference() {
        var generator = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<5).map { _ in generator.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test("a fingerprint passes over case, white space and punctuation, and over nothing else")
    func fingerprints() {
        func print(_ text: String) -> UInt64 { Fingerprint.of(Array(text.utf8)[...]) }
        #expect(print("Good, film!") == print(" good\tFILM "))
        #expect(print("good film") != print("goodfilm"))
        #expect(print("good film") != print("good films"))
        #expect(print(":-)") != print(":-("))
        #expect(print("é") != print("è"))
    }
}
