/// A date as reviews carry it, made one form: `2023-05-21…`, `2023/05/21`, `20230521`, `May 21, 2023`, `21 May 2023`, or
/// seconds or milliseconds since 1970. A date such as `05/06/2023` is none unless it is told which number is the month.
package enum ReviewDate {
    /// Of the numbers of a date that ends in its year.
    package enum Order: String, Sendable, CaseIterable {
        case dayFirst = "day/month"
        case monthFirst = "month/day"
    }

    private static let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// "2023-05-21"; "2023-05" where the day is missing.
    package static func text(_ field: ArraySlice<UInt8>, order: Order? = nil) -> String? {
        let text = String(decoding: field.prefix(64), as: UTF8.self).lowercased()
        let parts = text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        guard let first = parts.first else { return nil }
        if parts.count == 1, let number = Int(first), number >= 0 { return date(number, digits: first.utf8.count) }
        // Also `2023-05-21t18:03:00z`.
        if let year = year(first), parts.count > 1, let month = leadingNumber(parts[1]) {
            return written(year, month, parts.dropFirst(2).first.flatMap(leadingNumber))
        }
        if parts.count > 2, let first = Int(first), let second = Int(parts[1]), let year = year(parts[2]) {
            switch order {
            case .dayFirst: return written(year, second, first)
            case .monthFirst: return written(year, first, second)
            case nil: return nil
            }
        }
        guard let month = parts.lazy.compactMap({ part in names.firstIndex { part.hasPrefix($0) } }).first,
            let year = parts.lazy.compactMap(Self.year).first
        else { return nil }
        return written(year, month + 1, parts.lazy.compactMap(leadingNumber).first { $0 < 32 })
    }

    private static func leadingNumber(_ part: String) -> Int? { Int(part.prefix { $0.isNumber }) }

    private static func date(_ number: Int, digits: Int) -> String? {
        switch digits {
        case 8: written(number / 10_000, number / 100 % 100, number % 100)
        case 9, 10: date(days: number / 86_400)
        case 12, 13: date(days: number / 86_400_000)
        default: nil
        }
    }

    private static func year(_ text: String) -> Int? {
        guard text.utf8.count == 4, let year = Int(text) else { return nil }
        return (1900...2200).contains(year) ? year : nil
    }

    private static func written(_ year: Int, _ month: Int, _ day: Int?) -> String? {
        guard (1900...2200).contains(year), (1...12).contains(month) else { return nil }
        func twoDigits(_ number: Int) -> String { (number < 10 ? "-0" : "-") + "\(number)" }
        guard let day else { return "\(year)" + twoDigits(month) }
        guard (1...31).contains(day) else { return nil }
        return "\(year)" + twoDigits(month) + twoDigits(day)
    }

    /// Of a day counted from 1970-01-01 in the Gregorian calendar, whose years are taken to begin with March.
    private static func date(days: Int) -> String? {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let day = shifted % 146_097
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        return written(
            year + era * 400 + (month < 10 ? 0 : 1), month < 10 ? month + 3 : month - 9,
            dayOfYear - (153 * month + 2) / 5 + 1)
    }
}
