import Testing
import ValenceReviews

@Suite("Label maps")
struct LabelMapTests {
    @Test("stars become two classes, three are left out")
    func starsBinary() throws {
        let map = try LabelMap("stars-binary")
        #expect(
            ["1", "2.0", " 3 ", "4.0", "05", "\n5.0\n"].map(map.outcome) == [
                .label("negative"), .label("negative"), .dropped, .label("positive"), .label("positive"),
                .label("positive"),
            ])
        #expect(map.outcome("6") == .unknown)
        #expect(map.outcome("4.5") == .unknown)
        #expect(map.outcome("") == .unknown)
    }

    @Test("stars become three classes, or stay five, numbers normalised")
    func otherPresets() throws {
        let ternary = try LabelMap("stars-ternary")
        #expect(ternary.outcome("3.0") == .label("neutral"))
        let stars = try LabelMap("stars")
        #expect(stars.outcome("4.0") == .label("4"))
        #expect(stars.outcome("0") == .unknown)
    }

    @Test("rules of one's own map words and numbers; the map's own labels stay")
    func rules() throws {
        let map = try LabelMap(" 1,2 = negative ; good,4=positive;3=drop;")
        #expect(map.values == ["1", "2", "good", "4", "3"])
        #expect(map.outcome("good") == .label("positive"))
        #expect(map.outcome("Good") == .unknown)
        #expect(map.outcome("negative") == .label("negative"))
        #expect(map.outcome("3.00") == .dropped)
        #expect(map.outcome("drop") == .unknown)
    }

    @Test(
        "a map that is none is refused with an example",
        arguments: [
            ("starz", "starz"), ("", ""), ("1=negative;2", "2"), ("1=a=b", "1=a=b"), ("1,=x", "1,=x"), ("1=", "1="),
        ])
    func malformed(text: String, rule: String) {
        #expect(
            throws: ReviewsError.badOption(
                "--label-map '\(text)': '\(rule)' is not a rule 'VALUE[,VALUE]=LABEL'; expected stars-binary, "
                    + "stars-ternary, stars, or rules such as '1,2=negative;4,5=positive;3=drop'")
        ) { try LabelMap(text) }
    }

    @Test("a value mapped to two labels is refused")
    func contradiction() {
        #expect(throws: ReviewsError.badOption("--label-map '1=a;1.0=b': '1' is mapped to both a and b")) {
            try LabelMap("1=a;1.0=b")
        }
        #expect(throws: ReviewsError.badOption("--label-map '1=drop;1=b': '1' is mapped to both drop and b")) {
            try LabelMap("1=drop;1=b")
        }
    }

    @Test("an unknown label is said with those that are known")
    func unknownLabel() {
        #expect(
            LabelMap.unknownLabel("maybe", known: ["negative", "positive"])
                == "label 'maybe' is not one of negative, positive; map it with --label-map")
    }
}
