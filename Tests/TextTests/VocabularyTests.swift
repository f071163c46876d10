import Testing
import ValenceText

struct VocabularyTests {
    /// A vocabulary of the words of `text`.
    func vocabulary(_ text: String, maximumSize: Int = 100, minimumCount: Int = 1) -> Vocabulary {
        var list = TokenList()
        Tokenizer(TextSettings()).tokenize(Array(text.utf8)[...], into: &list)
        var table = TokenTable()
        var counts: [Int] = []
        for index in 0..<list.count {
            let id = Int(table.intern(list[index], hash: list.hashes[index]))
            if id == counts.count { counts.append(0) }
            counts[id] += 1
        }
        return Vocabulary(table: table, counts: counts, maximumSize: maximumSize, minimumCount: minimumCount)
    }

    func words(_ vocabulary: Vocabulary) -> [String] { (0..<vocabulary.count).map { vocabulary.word(Int32($0)) } }

    @Test("the most frequent word comes first, equals by their bytes, <unk> before all")
    func order() {
        #expect(words(vocabulary("b a c c é b c zz")) == ["<unk>", "c", "b", "a", "zz", "é"])
        #expect(words(vocabulary("b a c c b c", maximumSize: 3)) == ["<unk>", "c", "b"])
        #expect(words(vocabulary("b a c c b c", minimumCount: 2)) == ["<unk>", "c", "b"])
        #expect(words(vocabulary("")) == ["<unk>"])
    }

    @Test("words have their ids, others 0")
    func ids() {
        let vocabulary = vocabulary("good good film")
        var list = TokenList()
        Tokenizer(TextSettings()).tokenize(Array("Good unseen film <unk>".utf8)[...], into: &list)
        var ids: [Int32] = [9, 9, 9, 9, 9, 9]
        vocabulary.ids(of: list, into: &ids)
        #expect(ids == [1, 0, 2, 0])
        #expect(vocabulary.id(of: "film") == 2)
        #expect(vocabulary.id(of: "<unk>") == Vocabulary.unknown)
    }

    @Test("a vocabulary comes back from its bytes as it went")
    func roundTrip() throws {
        let text = (0..<3000).map { "word\($0) é\($0)" }.joined(separator: " ")
        let before = vocabulary(text, maximumSize: 5000)
        let after = try Vocabulary(bytes: before.bytes, ends: before.ends)
        #expect(after.count == 5000)
        #expect(words(after) == words(before))
        #expect((0..<5000).allSatisfy { after.id(of: before.word(Int32($0))) == Int32($0) })
    }

    @Test("damage is named and never read")
    func damage() {
        func problem(_ words: [String], _ ends: [Int64]) -> String? {
            do throws(TextError) {
                _ = try Vocabulary(bytes: words.flatMap { Array($0.utf8) }, ends: ends)
                return nil
            } catch {
                return error.description
            }
        }
        let advice = "; the model file is damaged, train it again or take a copy"
        #expect(problem(["<unk>", "a", "b"], [5, 6, 7]) == nil)
        #expect(problem([], []) == "vocabulary: no words, expected at least <unk>" + advice)
        #expect(
            problem(["<unk>", "a"], [5, 7]) == "vocabulary, word 1: end 7, expected 6, the number of bytes" + advice)
        #expect(problem(["<unk>", "a"], [5]) == "vocabulary, word 0: end 5, expected 6, the number of bytes" + advice)
        #expect(
            problem(["<unk>", "a"], [7, 6]) == "vocabulary, word 0: bytes 0..<7, expected an end in 1...6" + advice)
        #expect(
            problem(["<unk>", "a"], [5, 5, 6]) == "vocabulary, word 1: bytes 5..<5, expected an end in 6...6" + advice)
        #expect(
            problem(["<unk>", "a"], [5, Int64.min, 6])
                == "vocabulary, word 1: bytes 5..<-9223372036854775808, expected an end in 6...6" + advice)
        #expect(problem(["<unx>", "a"], [5, 6]) == "vocabulary, word 0: '<unx>', expected '<unk>'" + advice)
        #expect(
            problem(["<unk>", "a", "b", "a"], [5, 6, 7, 8])
                == "vocabulary, word 3: 'a', which is word 1 too, expected words that differ" + advice)
        #expect(
            problem(["<unk>", "é"], [5, 6, 7])
                == "vocabulary, word 1: bytes that are not UTF-8, expected a word in UTF-8" + advice)
    }

    @Test("30,000 words open in a few milliseconds")
    func speed() throws {
        let before = vocabulary((0..<29_999).map { "word\($0)" }.joined(separator: " "), maximumSize: 30_000)
        let (bytes, ends) = (before.bytes, before.ends)
        var count = 0
        let elapsed = try ContinuousClock().measure { count = try Vocabulary(bytes: bytes, ends: ends).count }
        #expect(count == 30_000)
        #expect(elapsed < .milliseconds(100))
    }
}
