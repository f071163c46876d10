import Foundation
import Testing
import ValenceReports

@Suite("The page can be read by everybody")
struct AccessibilityTests {
    @Test("every drawing has words for who cannot see it, and its numbers in a table", arguments: Sample.corners)
    func drawings(_ report: Report) {
        let page = HTMLRenderer.render(report)
        let drawings = page.matches(of: /<svg viewBox="[^"]+" role="img" aria-label="[^"]{20,}">/).count
        #expect(page.matches(of: /role="img"/).count == page.matches(of: /role="img"\s+aria-label="[^"]+"/).count)
        #expect(page.matches(of: /<svg(?! class="swatch")/).count == drawings)
        #expect(page.matches(of: /<figure class="chart">/).count == drawings)
        #expect(page.matches(of: /<summary>Numbers<span class="unseen">/).count == drawings)
        // What only decorates is kept from screen readers.
        #expect(
            page.matches(of: /class="swatch"/).count == page.matches(of: /class="swatch"[^>]*aria-hidden="true"/).count)
        if report.data.evaluatedCount > 1 { #expect(drawings >= 6) }
    }

    @Test("headings go down one step at a time", arguments: Sample.corners)
    func headings(_ report: Report) {
        let levels = HTMLRenderer.render(report).matches(of: /<h([1-6])[ >]/).compactMap { Int($0.1) }
        #expect(levels.first == 1 && levels.count(where: { $0 == 1 }) == 1)
        for (before, next) in zip(levels, levels.dropFirst()) { #expect(next <= before + 1) }
    }

    @Test("regions that scroll can be reached by the keyboard and have a name", arguments: Sample.corners)
    func regions(_ report: Report) {
        let page = HTMLRenderer.render(report)
        let regions = page.matches(of: /<div class="scroll"/).count
        #expect(regions == page.matches(of: /<div class="scroll" role="region" aria-label="[^"]+" tabindex="0">/).count)
    }

    /// Ground and foreground by their variables, and the least contrast (WCAG 2.2: text 4.5, lines and marks 3).
    static let pairs: [(ground: String, ink: String, least: Double)] =
        ["ground", "panel"].flatMap { ground in
            ["ink", "soft", "accent", "met", "missed"].map { (ground, $0, 4.5) }
        } + ["muted", "s0", "s1", "s2", "s3", "s4", "s5"].map { ("ground", $0, 3) }

    @Test("text and lines stand out from their ground, light and dark", arguments: ["light", "dark"])
    func contrast(_ theme: String) throws {
        let colours = try Self.colours(theme)
        for pair in Self.pairs {
            let contrast = Self.contrast(try #require(colours[pair.ground]), try #require(colours[pair.ink]))
            #expect(contrast >= pair.least, "\(pair.ink) on \(pair.ground): \(contrast)")
        }
    }

    @Test("text stands out from the darkest shade of a matrix and of a marked word", arguments: ["light", "dark"])
    func shades(_ theme: String) throws {
        let colours = try Self.colours(theme)
        let ground = try #require(colours["ground"])
        for shade in ["hit", "miss"] {
            let tint = try #require(colours[shade])
            let darkest = zip(ground, tint).map { $0 + ($1 - $0) * 0.5 }
            #expect(Self.contrast(darkest, try #require(colours["ink"])) >= 4.5, "\(shade)")
        }
        // The stylesheet's own limit of a shade.
        let page = HTMLRenderer.render(Sample.report())
        #expect(page.contains("calc(var(--share) * .5)") && page.contains("min(var(--share) * 1.3, .5)"))
    }

    /// The variables of a theme, as red, green and blue from 0 to 1.
    private static func colours(_ theme: String) throws -> [String: [Double]] {
        let page = HTMLRenderer.render(Sample.report())
        let rules = page.matches(of: /:root\s*\{([^}]*)\}/).map { String($0.1) }
        let rule = try #require(theme == "light" ? rules.first : rules.dropFirst().first)
        var colours: [String: [Double]] = [:]
        for match in rule.matches(of: /--([a-z0-9]+): (?:#([0-9a-f]{6})|([0-9]+) ([0-9]+) ([0-9]+));/) {
            if let hex = match.2, let value = Int(hex, radix: 16) {
                colours[String(match.1)] = [16, 8, 0].map { Double(value >> $0 & 255) / 255 }
            } else {
                colours[String(match.1)] = [match.3, match.4, match.5].compactMap { $0.flatMap { Double($0) } }.map {
                    $0 / 255
                }
            }
        }
        return colours
    }

    /// (L1 + 0.05) / (L2 + 0.05), L the relative luminance of sRGB.
    private static func contrast(_ one: [Double], _ other: [Double]) -> Double {
        func luminance(_ colour: [Double]) -> Double {
            let linear = colour.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
            return zip(linear, [0.2126, 0.7152, 0.0722]).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let sorted = [luminance(one), luminance(other)].sorted()
        return (sorted[1] + 0.05) / (sorted[0] + 0.05)
    }
}
