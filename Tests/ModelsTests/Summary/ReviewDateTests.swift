import Testing
import ValenceModels

@Suite("A review's date")
struct ReviewDateTests {
    static let dates: [(text: String, date: String?)] = [
        ("2023-05-21", "2023-05-21"), ("2023-5-1", "2023-05-01"), ("2015-02-24 11:35:52 -0800", "2015-02-24"),
        ("2023-05-21T18:03:00Z", "2023-05-21"), ("2023/12/31", "2023-12-31"), ("20240229", "2024-02-29"),
        ("2019-07", "2019-07"), ("May 21, 2023", "2023-05-21"), ("21 September 2011", "2011-09-21"),
        ("May 2023", "2023-05"), ("Tue Feb 24 11:35:52 2015", "2015-02-24"), ("3rd March 2020", "2020-03-03"),
        ("1424806552", "2015-02-24"), ("1704067199", "2023-12-31"), ("1704067200", "2024-01-01"),
        ("1709164800000", "2024-02-29"), ("951782400", "2000-02-29"), ("0", nil), ("05/06/2023", nil), ("2023", nil),
        ("", nil), ("2023-13-01", nil), ("yesterday", nil), ("123", nil), ("99999999999999999999", nil),
    ]

    @Test("of numbers that end in the year is read by the order it is told")
    func ordered() {
        func read(_ text: String, _ order: ReviewDate.Order) -> String? {
            ReviewDate.text(ArraySlice(text.utf8), order: order)
        }
        #expect(read("05/06/2023", .dayFirst) == "2023-06-05")
        #expect(read("05/06/2023", .monthFirst) == "2023-05-06")
        #expect(read("21.5.2023 10:30", .dayFirst) == "2023-05-21")
        #expect(read("21.5.2023", .monthFirst) == nil)
        #expect(read("09 13, 2014", .monthFirst) == "2014-09-13")
        #expect(read("2023-05-21", .dayFirst) == "2023-05-21")
        #expect(read("5 Mar 2020", .monthFirst) == "2020-03-05")
    }

    @Test("is told where it can be, and no guess is made where it cannot", arguments: dates)
    func oneForm(_ date: (text: String, date: String?)) {
        #expect(ReviewDate.text(ArraySlice(date.text.utf8)) == date.date)
    }
}
