import Testing
import ValenceText

/// Texts of numbered words, whose likeness is known.
func numberedText(_ words: some Sequence<Int>) -> TokenList {
    tokens(words.map { "w\($0)" }.joined(separator: " "))
}

private func tokens(_ text: String) -> TokenList {
    var list = TokenList()
    Tokenizer(TextSettings()).tokenize(ArraySlice(text.utf8), into: &list)
    return list
}

/// Jaccard's coefficient of the texts' runs of five words.
private func jaccard(_ first: [Int], _ second: [Int]) -> Double {
    func shingles(_ words: [Int]) -> Set<[Int]> {
        Set((0...(words.count - 5)).map { Array(words[$0..<$0 + 5]) })
    }
    let (one, other) = (shingles(first), shingles(second))
    return Double(one.intersection(other).count) / Double(one.union(other).count)
}

@Suite struct MinHashTests {
    @Test("the estimate is Jaccard's coefficient, without bias and as exact as 128 values of four bits can be")
    func estimate() {
        // The second text shares its first words with the first one and goes on with others.
        for shared in [0, 30, 60, 80, 90, 96, 100] {
            var (sum, squares) = (0.0, 0.0)
            var truth = 0.0
            for trial in 0..<200 {
                let first = (0..<100).map { trial * 1000 + $0 }
                let second = first[..<shared] + (0..<100 - shared).map { trial * 1000 + 500 + $0 }
                truth = jaccard(first, Array(second))
                let found = MinHash(numberedText(first)).likeness(to: MinHash(numberedText(second)))
                sum += found
                squares += (found - truth) * (found - truth)
            }
            let chance = 1.0 / 16 + 15.0 / 16 * truth
            let spread = (chance * (1 - chance) / 128).squareRoot() * 16 / 15
            #expect(abs(sum / 200 - truth) < 0.02, "\(shared) shared: \(sum / 200), Jaccard \(truth)")
            #expect((squares / 200).squareRoot() <= 1.3 * spread, "\(shared) shared")
        }
    }

    @Test("capitals, commas and tags change nothing; another word does")
    func copies() {
        let plain = MinHash(tokens("I did not like this film at all, sorry"))
        #expect(plain == MinHash(tokens("I did NOT like<br />this film -- at all (sorry)")))
        #expect(plain != MinHash(tokens("I did not like this book at all, sorry")))
    }

    @Test("a text of fewer than five words is like its copies only")
    func short() {
        #expect(MinHash(tokens("good film")).isNearDuplicate(of: MinHash(tokens("Good film."))))
        #expect(!MinHash(tokens("good film")).isNearDuplicate(of: MinHash(tokens("good films"))))
        #expect(!MinHash(tokens("good film")).isNearDuplicate(of: MinHash(tokens("film good"))))
        #expect(MinHash(tokens("")) == MinHash(tokens("<br />")))
    }

    @Test("is the same on every machine and in every version of the model file")
    func stable() {
        #expect(MinHash(tokens("good film")).words[0] == 0x7D2A_08C5_69A6_6F34)
    }
}
