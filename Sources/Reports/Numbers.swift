import Foundation

/// Numbers in words that do not depend on the reader's country: `0.9168`, `25,000`, `n/a`.
package enum Numbers {
    package static let undefined = "n/a"

    /// With `digits` behind the point.
    package static func fixed(_ value: Double?, _ digits: Int = 4) -> String {
        guard let value, value.isFinite else { return undefined }
        let text = String(format: "%.\(digits)f", value)
        // A rounded nothing has no sign.
        return text.hasPrefix("-") && text.allSatisfy({ "-0.".contains($0) }) ? String(text.dropFirst()) : text
    }

    /// A share as a percentage: `91.68 %`.
    package static func percent(_ share: Double?, _ digits: Int = 2) -> String {
        guard let share, share.isFinite else { return undefined }
        return fixed(share * 100, digits) + " %"
    }

    /// A difference of shares in percentage points, with its sign: `+1.24`.
    package static func points(_ difference: Double?, _ digits: Int = 2) -> String {
        signed(difference.map { $0 * 100 }, digits)
    }

    /// A difference with its sign: `+1.2`.
    package static func signed(_ value: Double?, _ digits: Int) -> String {
        let text = fixed(value, digits)
        return (value ?? 0) > 0 && text.contains { "123456789".contains($0) } ? "+" + text : text
    }

    /// `25,000`
    package static func count(_ value: Int?) -> String {
        guard let value else { return undefined }
        let digits = String(value.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return value < 0 ? "-" + text : text
    }

    /// `1 review`, `2 reviews`
    package static func count(_ value: Int, _ noun: String) -> String {
        "\(count(value)) \(noun)\(value == 1 ? "" : "s")"
    }

    /// `4.2 s`, `17 min 3 s`
    package static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        return seconds < 59.95 ? fixed(seconds, 1) + " s" : "\(count(whole / 60)) min \(whole % 60) s"
    }

    /// `4.2 MB`, in powers of ten.
    package static func bytes(_ value: Int?) -> String {
        guard let value else { return undefined }
        var amount = Double(value)
        if amount < 1000 { return "\(value) B" }
        for unit in ["kB", "MB", "GB"] {
            amount /= 1000
            if amount < 999.95 || unit == "GB" { return fixed(amount, 1) + " " + unit }
        }
        return undefined
    }

    /// A chance: `0.0123`, and where that would say zero, `below 0.0001`.
    package static func chance(_ p: Double) -> String {
        p < 0.0001 ? "below 0.0001" : fixed(p)
    }

    /// `91.29 to 91.98 %`
    package static func interval(_ lower: Double?, _ upper: Double?, _ digits: Int = 2) -> String {
        guard let lower, let upper else { return undefined }
        return "\(fixed(lower * 100, digits)) to \(percent(upper, digits))"
    }

    /// A learning rate: as short as it goes without loss, `0.001`, `5e-05`.
    package static func short(_ value: Double?) -> String {
        guard let value, value.isFinite else { return undefined }
        return String(format: "%.4g", value)
    }
}
