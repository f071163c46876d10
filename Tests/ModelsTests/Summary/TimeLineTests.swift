import Testing
import ValenceModels

@Suite("A time line")
struct TimeLineTests {
    private static func line(_ dates: [String?]) -> TimeLine {
        var line = TimeLine(AnswerSample(labelCount: 2, limit: 5, seed: 1))
        for date in dates { line.add([0.2, 0.8], label: 1, date: date) }
        return line
    }

    @Test("is shown by day, month or year: the finest that is readable")
    func units() throws {
        let days = try #require(Self.line(["2023-05-03", "2023-05-01", "2023-05-01", nil]).periods)
        #expect(days.unit == .day && days.samples.map(\.name) == ["2023-05-01", "2023-05-03"])
        #expect(days.samples.map(\.sample.counts) == [[0, 2], [0, 1]])
        let many = (0..<500).map { "20\(20 + $0 / 336)-0\($0 / 28 % 9 + 1)-\($0 % 18 + 10)" }
        let months = try #require(Self.line(many).periods)
        #expect(months.unit == .month && months.samples.reduce(0) { $0 + $1.sample.count } == 500)
        let decades = (0..<600).map { "\(1950 + $0 / 12)-0\($0 % 9 + 1)-10" }
        let years = try #require(Self.line(decades).periods)
        #expect(years.unit == .year && years.samples.count == 50)
    }

    @Test("has no days where some dates lack them, and is none where there is one period only")
    func missing() {
        #expect(Self.line(["2023-05-03", "2023-06", "2023-06-01"]).periods?.unit == .month)
        #expect(Self.line(["2023-05", "2023-05-02"]).periods == nil)
        let line = Self.line([nil, "2023-05-01", nil])
        #expect(line.undated == 2 && line.periods == nil)
    }
}
