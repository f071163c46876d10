import Testing
import ValenceModels

@Suite("The month of a date")
struct MonthOfDateTests {
    static let dates: [(text: String, month: String?)] = [
        ("2023-05-21", "2023-05"), ("2023-5-1", "2023-05"), ("2015-02-24 11:35:52 -0800", "2015-02"),
        ("2023-05-21T18:03:00Z", "2023-05"), ("2023/12/31", "2023-12"), ("20240229", "2024-02"), ("2019-07", "2019-07"),
        ("May 21, 2023", "2023-05"), ("21 September 2011", "2011-09"), ("Tue Feb 24 11:35:52 2015", "2015-02"),
        ("0", nil), ("1424806552", "2015-02"), ("1704067199", "2023-12"), ("1704067200", "2024-01"),
        ("1709164800000", "2024-02"), ("951782400", "2000-02"), ("05/06/2023", nil), ("2023", nil), ("", nil),
        ("2023-13-01", nil), ("yesterday", nil), ("123", nil), ("99999999999999999999", nil),
    ]

    @Test("is told where it can be, and no guess is made where it cannot", arguments: dates)
    func months(_ date: (text: String, month: String?)) {
        #expect(MonthOfDate.month(ArraySlice(date.text.utf8)) == date.month)
    }
}
