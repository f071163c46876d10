import Foundation
import Testing
import ValenceReviews

/// What `inspect` finds in one of the shared files.
private func inspect(_ name: String, _ change: (inout ReadingOptions) -> Void = { _ in }) throws -> Inspection {
    var options = ReadingOptions()
    change(&options)
    return try Inspection(of: [SharedData.path(name)], options: options)
}

extension Inspection {
    fileprivate var counts: [String] { labels.map { "\($0.label) \($0.count)" } }
}

@Suite("Shared data sets", .enabled(if: SharedData.isHere, "../shared/datasets is not there"))
struct SharedDataTests {
    @Test(
        "the Amazon files give every review with its stars",
        arguments: [
            ("books/positive", ["4 269", "5 731"]), ("books/negative", ["1 538", "2 462"]),
            ("electronics/positive", ["4 320", "5 680"]), ("electronics/negative", ["1 666", "2 334"]),
        ])
    func amazon(name: String, counts: [String]) throws {
        let found = try inspect("amazon-multidomain/\(name).review") { $0.labelMap = "stars" }
        #expect(found.tally.records == 1000)
        #expect(found.tally.usable == 1000)
        #expect(found.counts == counts)
        #expect(
            found.columns.map(\.name) == [
                "unique_id", "asin", "product_name", "product_type", "helpful", "rating", "title", "date", "reviewer",
                "reviewer_location", "review_text",
            ] + (found.columns.count == 12 ? ["other_fields"] : []))
        #expect(found.findings.contains("text from column 'review_text'"))
        #expect(found.findings.contains("label from column 'rating'"))
        #expect(found.findings.contains("id from column 'unique_id'"))
    }

    @Test("every Amazon text comes out whole: ampersands kept, references resolved, 0x1A as U+FFFD")
    func amazonTexts() throws {
        let name = "amazon-multidomain/books/negative.review"
        let raw = String(decoding: try SharedData.bytes(name), as: UTF8.self)
        let expected = raw.components(separatedBy: "<review_text>").dropFirst().map { piece in
            var text = piece.components(separatedBy: "</review_text>")[0].trimmed.replacingOccurrences(
                of: "\u{1A}", with: "\u{FFFD}")
            for (reference, character) in [
                ("&quot;", "\""), ("&#60;", "<"), ("&#62;", ">"), ("&#8482;", "™"), ("&#65279;", "\u{FEFF}"),
            ] {
                text = text.replacingOccurrences(of: reference, with: character)
            }
            return text.replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
                .replacingOccurrences(of: "&amp;", with: "&")
        }
        let reader = try ReviewReader([SharedData.path(name)], options: ReadingOptions(), needsLabel: true)
        var texts: [String] = []
        while let review = try reader.next() { texts.append(String(decoding: review.text, as: UTF8.self)) }
        #expect(texts.count == expected.count)
        var differing = 0
        for (text, expected) in zip(texts, expected) where text != expected { differing += 1 }
        #expect(differing == 0)
    }

    @Test(
        "the sentences of SemEval 2014 and MAMS are found without being named",
        arguments: [
            ("semeval2014/Restaurants_Train_v2.xml", 3041), ("semeval2014/Restaurants_Test_Gold.xml", 800),
            ("mams/ATSA/train.xml", 4297), ("mams/ATSA/val.xml", 500), ("mams/ATSA/test.xml", 500),
            ("mams/ACSA/train.xml", 3149), ("mams/ACSA/val.xml", 400), ("mams/ACSA/test.xml", 400),
        ])
    func sentences(name: String, count: Int) throws {
        let found = try inspect(name)
        #expect(found.tally.records == count)
        #expect(found.findings.contains("text from column 'text'"))
        #expect(found.findings.contains { $0.hasPrefix("label from column") && $0.contains("/@polarity'") })
        let first = try inspect(name) { $0.manyLabels = .first }
        #expect(first.tally.rejected == 0)
        #expect(first.tally.usable == count)
    }

    @Test("SemEval's polarities are read one by one")
    func polarities() throws {
        var options = ReadingOptions()
        options.onError = .skip
        let reader = try ReviewReader(
            [SharedData.path("semeval2014/Restaurants_Train_v2.xml")], options: options, needsLabel: true)
        var counts: [String: Int] = [:]
        let columns = reader.labelColumns
        #expect(columns == ["aspectTerms/aspectTerm/@polarity", "aspectCategories/aspectCategory/@polarity"])
        while let review = try reader.next() {
            for column in columns {
                guard let index = reader.columns.index(of: column) else { continue }
                let field = review.record.field(index)
                let values =
                    review.record.repeated.contains(Int32(index))
                    ? JSONText.strings(inArray: field) ?? [] : [Array(field)]
                for value in values where !value.isEmpty {
                    counts[
                        "\(column.first == "a" ? column.prefix(10) : "") \(String(decoding: value, as: UTF8.self))",
                        default: 0] += 1
                }
            }
        }
        #expect(counts["aspectTerm positive"] == 2164)
        #expect(counts["aspectTerm conflict"] == 91)
        #expect(counts["aspectCate negative"] == 839)
        #expect(counts["aspectCate neutral"] == 500)
        #expect(reader.tally.rejected > 0)
        #expect(
            reader.tally.reasons.first?.text
                == "its labels disagree (negative, positive); take the first with --label-many first, "
                + "or leave such records out with --on-error skip")
    }

    @Test("columns of the delimited sets are found, and labels counted")
    func delimited() throws {
        let clothing = try inspect("womens-clothing/Womens_Clothing_E-Commerce_Reviews.csv.gz")
        #expect(clothing.tally.records == 23_486)
        #expect(clothing.findings.contains("text from column 'Review Text'"))
        #expect(clothing.findings.contains("label from column 'Rating'"))
        #expect(clothing.tally.empty == 845)
        let restaurants = try inspect("restaurant-reviews/Restaurant_Reviews.tsv")
        #expect(restaurants.counts == ["0 500", "1 500"])
        #expect(restaurants.findings.contains("label from column 'Liked'"))
        let tweets = try inspect("airline-tweets/Tweets.csv.gz")
        #expect(tweets.counts == ["negative 9178", "neutral 3099", "positive 2363"])
        #expect(tweets.findings.contains("label from column 'airline_sentiment'"))
        #expect(tweets.findings.contains("id from column 'tweet_id'"))
        let films = try inspect("sst2/dev.tsv")
        #expect(films.counts == ["0 428", "1 444"])
        #expect(films.findings.contains("text from column 'column1'"))
    }
}
