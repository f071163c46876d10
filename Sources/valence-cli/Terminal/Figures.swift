import Foundation

/// How figures are written in messages: the same everywhere.
enum Figures {
    /// "87.1 %" of 0.871.
    static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }

    /// Seconds, to hundredths.
    static func seconds(_ value: Double) -> String { String(format: "%.2f", value) }

    /// A loss, to four places.
    static func loss(_ value: Double) -> String { String(format: "%.4f", value) }

    /// "25,000".
    static func count(_ number: Int) -> String {
        var digits = Array(String(number.magnitude))
        for index in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: index) }
        return (number < 0 ? "-" : "") + String(digits)
    }

    /// "1 review", "25,000 reviews".
    static func count(_ number: Int, _ noun: String) -> String {
        "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// "231 k" of 231,400; the unit stands behind it.
    static func rate(_ perSecond: Double) -> String {
        switch perSecond {
        case 1e6...: String(format: "%.1f M", perSecond / 1e6)
        case 1e4...: String(format: "%.0f k", perSecond / 1e3)
        case 1e3...: String(format: "%.1f k", perSecond / 1e3)
        default: String(format: "%.0f", perSecond)
        }
    }

    /// "1:02:03", "2:03", and for a time that passed, under a minute, "4.1 s".
    static func clock(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e7 else { return "–" }
        let whole = Int(seconds.rounded())
        let tail = String(format: "%02d", whole % 60)
        guard whole >= 3600 else { return "\(whole / 60):\(tail)" }
        return "\(whole / 3600):" + String(format: "%02d", whole / 60 % 60) + ":\(tail)"
    }

    static func elapsed(_ seconds: Double) -> String {
        seconds < 60 ? String(format: "%.1f s", seconds) : clock(seconds)
    }

    /// "3.4 MB".
    static func bytes(_ count: Int) -> String {
        switch count {
        case 1_000_000_000...: String(format: "%.1f GB", Double(count) / 1e9)
        case 1_000_000...: String(format: "%.1f MB", Double(count) / 1e6)
        case 1_000...: String(format: "%.1f kB", Double(count) / 1e3)
        default: "\(count) bytes"
        }
    }
}
