import Testing
import ValenceReports

@Suite struct NumbersTests {
    @Test("what is not defined is n/a, in every form")
    func undefined() {
        let forms = [
            Numbers.fixed(nil), Numbers.fixed(.nan), Numbers.fixed(.infinity), Numbers.percent(nil),
            Numbers.points(nil),
            Numbers.count(nil), Numbers.bytes(nil), Numbers.interval(nil, 1), Numbers.short(nil),
        ]
        #expect(forms.allSatisfy { $0 == "n/a" })
    }

    @Test("fixed decimals, and a rounded nothing has no sign")
    func fixed() {
        #expect(Numbers.fixed(0.91676) == "0.9168")
        #expect(Numbers.fixed(-0.00001) == "0.0000")
        #expect(Numbers.fixed(-0.5, 1) == "-0.5")
        #expect(Numbers.fixed(1e6, 0) == "1000000")
        #expect(Numbers.percent(0.91676) == "91.68 %")
        #expect(Numbers.points(0.0124) == "+1.24")
        #expect(Numbers.points(-0.0124) == "-1.24")
        #expect(Numbers.points(0.000_001) == "0.00")
        #expect(Numbers.points(0.0001) == "+0.01")
        #expect(Numbers.points(0.0004, 1) == "0.0")
        #expect(Numbers.signed(12.34, 1) == "+12.3")
        #expect(Numbers.signed(nil, 1) == "n/a")
        #expect(Numbers.interval(0.9129, 0.91984) == "91.29 to 91.98 %")
        #expect(Numbers.chance(0.00009) == "below 0.0001")
        #expect(Numbers.chance(0.05) == "0.0500")
    }

    @Test("thousands are set apart, sizes carry their unit")
    func sizes() {
        #expect(
            [0, 999, 1000, 25_000, 1_234_567, -1000].map { Numbers.count($0) } == [
                "0", "999", "1,000", "25,000", "1,234,567", "-1,000",
            ])
        #expect(Numbers.count(1, "time") == "1 time")
        #expect(Numbers.count(1200, "time") == "1,200 times")
        #expect(
            [0, 999, 1000, 999_949, 999_950, 16_504_321].map { Numbers.bytes($0) } == [
                "0 B", "999 B", "1.0 kB", "999.9 kB", "1.0 MB", "16.5 MB",
            ])
    }
}
