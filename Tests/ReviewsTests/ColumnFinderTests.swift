import Testing
import ValenceReviews

@Suite("Column finding")
struct ColumnFinderTests {
    /// The sentences about columns for a table with this header and one row.
    private func found(_ header: String, _ row: String, _ change: (inout ReadingOptions) -> Void = { _ in }) throws
        -> [String]
    {
        let files = try ReviewFiles(["r.csv": header + "\n" + row + "\n"])
        defer { files.remove() }
        let (reader, _) = try files.read(["r.csv"], needsLabel: false) {
            $0.hasHeader = true
            change(&$0)
        }
        return Array(reader.findings.dropFirst())
    }

    @Test(
        "usual names are found however they are written",
        arguments: [
            (
                "id,sentiment,rating,url,review",
                ["text from column 'review'", "label from column 'sentiment'", "id from column 'id'"]
            ),
            (
                "Clothing ID,Title,Review Text,Rating,Class Name",
                ["text from column 'Review Text'", "label from column 'Rating'"]
            ),
            (
                "tweet_id,airline_sentiment,airline_sentiment_confidence,text,name",
                ["text from column 'text'", "label from column 'airline_sentiment'", "id from column 'tweet_id'"]
            ),
            ("Review,Liked,x", ["text from column 'Review'", "label from column 'Liked'"]),
            ("stars,reviewText,label", ["text from column 'reviewText'", "label from column 'label'"]),
            (
                "a,customer_review,user_rating",
                ["text from column 'customer_review'", "label from column 'user_rating'"]
            ),
            ("Words", ["text from column 'Words'"]),
        ])
    func usualNames(header: String, sentences: [String]) throws {
        let row = header.split(separator: ",").indices.map { "v\($0)" }.joined(separator: ",")
        #expect(try found(header, row) == sentences)
    }

    @Test("named columns win, in any letter case")
    func named() throws {
        #expect(
            try found("text,Body,label,Stars,nr", "a,b,c,4,d") {
                $0.textColumns = ["body"]
                $0.labelColumn = "Stars"
                $0.idColumn = "nr"
            } == ["text from column 'Body'", "label from column 'Stars'", "id from column 'nr'"])
    }

    @Test("of two columns without names the longer one is the text")
    func headerless() throws {
        let files = try ReviewFiles(["r.tsv": "1\tgood film indeed\n0\tawful and long\n1\tvery good film\n"])
        defer { files.remove() }
        for needsLabel in [true, false] {
            let (reader, reviews) = try files.read(["r.tsv"], needsLabel: needsLabel) { $0.hasHeader = false }
            #expect(reader.textColumns == ["column2"])
            #expect(reader.labelColumns == ["column1"])
            #expect(reviews.map(\.label) == ["1", "0", "1"])
        }
    }

    @Test("a column that is not there is an error with those that are, and the nearest name")
    func missing() throws {
        let files = try ReviewFiles(["r.csv": "id,reviews,score\n1,x,2\n"])
        defer { files.remove() }
        #expect(
            files.problem(["r.csv"]) { $0.textColumns = ["review"] }
                == "r.csv: has no column 'review' (--text-column); the columns are id, reviews, score; "
                + "did you mean 'reviews'?")
        #expect(
            files.problem(["r.csv"]) {
                $0.textColumns = ["reviews"]; $0.labelColumn = "polarity"
            }
                == "r.csv: has no column 'polarity' (--label-column); the columns are id, reviews, score")
        #expect(
            files.problem(["r.csv"])
                == "r.csv: no column has a usual name for the text (review_text, text, review, content …); "
                + "the columns are id, reviews, score; name it with --text-column")
    }

    @Test("without a label column learning is refused, classifying is not")
    func noLabel() throws {
        let files = try ReviewFiles(["r.csv": "id,text,day\n1,x,2\n"])
        defer { files.remove() }
        #expect(
            files.problem(["r.csv"])
                == "r.csv: no column has a usual name for the label (label, sentiment, class, rating, stars …); "
                + "the columns are id, text, day; name it with --label-column")
        #expect(try files.read(["r.csv"], needsLabel: false).reviews.map(\.label) == [nil])
    }

    @Test("a label column with nearly as many values as rows is refused; scores are not")
    func implausible() throws {
        let rows = (0..<30).map { "text \($0),value \($0 % 20),\($0 % 10 + 1)" }.joined(separator: "\n")
        let files = try ReviewFiles(["r.csv": "text,label,rating\n\(rows)\n"])
        defer { files.remove() }
        #expect(
            files.problem(["r.csv"])
                == "r.csv: column 'label' cannot be the label: 20 different values in the first 30 records that have one; "
                + "name the label's column with --label-column")
        #expect(try files.read(["r.csv"]) { $0.labelColumn = "rating" }.reviews.count == 30)
    }
}
