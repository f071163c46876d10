import Testing
import ValenceReviews

@Suite("Label sets")
struct LabelSetTests {
    @Test(
        "labels stand in the order of their meaning",
        arguments: [
            (["positive", "negative", "neutral", "positive"], ["negative", "neutral", "positive"]),
            (["pos", "neg"], ["neg", "pos"]),
            (["10", "9", "1", "2.5"], ["1", "2.5", "9", "10"]),
            (["positive", "conflict", "negative"], ["negative", "conflict", "positive"]),
            (["sports", "Arts", "élan"], ["Arts", "sports", "élan"]),
            (["b", "positive", "a"], ["positive", "a", "b"]),
            (["nan", "1"], ["1", "nan"]),
            ([], []),
        ])
    func order(labels: [String], expected: [String]) {
        #expect(LabelSet(labels).names == expected)
        #expect(LabelSet(labels.reversed()).names == expected)
    }

    @Test("a label is found by its name")
    func index() {
        #expect(LabelSet(["b", "a"]).index(of: "b") == 1)
        #expect(LabelSet(["b", "a"]).index(of: "c") == nil)
    }

    @Test("numbers and words of polarity are in an order that means something, others are not")
    func ordered() {
        for labels in [["1", "2", "5"], ["0.5", "-1"], ["neg", "neutral", "very positive"]] {
            #expect(LabelSet(labels).isOrdered)
        }
        for labels in [["book", "film"], ["1", "two"], ["nan", "1"], ["negative", "sports"]] {
            #expect(!LabelSet(labels).isOrdered)
        }
    }
}
