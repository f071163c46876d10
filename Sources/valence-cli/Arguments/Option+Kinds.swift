/// The kinds of option a table is made of: flag, text, list, whole number, number, choice, and one with its own rule.
extension Option {
    static func flag(
        _ long: String, _ short: Character? = nil, _ path: WritableKeyPath<Target, Bool>, to value: Bool = true,
        help: String
    ) -> Option {
        Option(
            long: long, short: short, valueName: nil, help: help, shown: { _ in nil },
            assign: { target, _ in target[keyPath: path] = value })
    }

    static func text(
        _ long: String, _ short: Character? = nil, _ path: WritableKeyPath<Target, String>, value: String, help: String
    ) -> Option {
        Option(
            long: long, short: short, valueName: value, help: help,
            shown: { $0[keyPath: path].isEmpty ? nil : $0[keyPath: path] },
            assign: { $0[keyPath: path] = try nonEmpty($1) })
    }

    static func text(
        _ long: String, _ short: Character? = nil, _ path: WritableKeyPath<Target, String?>, value: String, help: String
    ) -> Option {
        Option(
            long: long, short: short, valueName: value, help: help, shown: { $0[keyPath: path] },
            assign: { $0[keyPath: path] = try nonEmpty($1) })
    }

    /// Several values in one, parted by commas.
    static func list(
        _ long: String, _ short: Character? = nil, _ path: WritableKeyPath<Target, [String]>, value: String,
        help: String
    ) -> Option {
        Option(
            long: long, short: short, valueName: value, help: help,
            shown: { $0[keyPath: path].isEmpty ? nil : $0[keyPath: path].joined(separator: ",") },
            assign: { target, text in
                let parts = text.split(separator: ",").map(String.init)
                guard !parts.isEmpty else { throw ValueError(expected: "one or more names, parted by commas") }
                target[keyPath: path] = parts
            })
    }

    static func whole(
        _ long: String, _ short: Character? = nil, _ path: WritableKeyPath<Target, Int>, value: String,
        in range: ClosedRange<Int>, help: String
    ) -> Option {
        Option(
            long: long, short: short, valueName: value, help: help, shown: { String($0[keyPath: path]) },
            assign: { $0[keyPath: path] = try wholeNumber($1, in: range) })
    }

    static func whole(
        _ long: String, _ short: Character? = nil, _ path: WritableKeyPath<Target, Int?>, value: String,
        in range: ClosedRange<Int>, help: String
    ) -> Option {
        Option(
            long: long, short: short, valueName: value, help: help, shown: { $0[keyPath: path].map(String.init) },
            assign: { $0[keyPath: path] = try wholeNumber($1, in: range) })
    }

    static func number<Value: BinaryFloatingPoint & LosslessStringConvertible>(
        _ long: String, _ short: Character? = nil, _ path: WritableKeyPath<Target, Value>, value: String,
        in range: ClosedRange<Double>, help: String
    ) -> Option {
        Option(
            long: long, short: short, valueName: value, help: help, shown: { String($0[keyPath: path]) },
            assign: { $0[keyPath: path] = Value(try decimalNumber($1, in: range)) })
    }

    static func number<Value: BinaryFloatingPoint & LosslessStringConvertible>(
        _ long: String, _ short: Character? = nil, _ path: WritableKeyPath<Target, Value?>, value: String,
        in range: ClosedRange<Double>, help: String
    ) -> Option {
        Option(
            long: long, short: short, valueName: value, help: help, shown: { $0[keyPath: path].map { String($0) } },
            assign: { $0[keyPath: path] = Value(try decimalNumber($1, in: range)) })
    }

    /// One word of a closed list: the cases of an enum.
    static func choice<Value: RawRepresentable & CaseIterable>(
        _ long: String, _ short: Character? = nil, _ path: WritableKeyPath<Target, Value>, help: String
    ) -> Option where Value.RawValue == String {
        Option(
            long: long, short: short, valueName: words(Value.self).joined(separator: "|"), help: help,
            shown: { $0[keyPath: path].rawValue },
            assign: { $0[keyPath: path] = try word($1) })
    }

    static func choice<Value: RawRepresentable & CaseIterable>(
        _ long: String, _ short: Character? = nil, _ path: WritableKeyPath<Target, Value?>, help: String
    ) -> Option where Value.RawValue == String {
        Option(
            long: long, short: short, valueName: words(Value.self).joined(separator: "|"), help: help,
            shown: { $0[keyPath: path]?.rawValue },
            assign: { $0[keyPath: path] = try word($1) })
    }

    /// An option with a rule of its own.
    static func custom(
        _ long: String, _ short: Character? = nil, value: String, help: String,
        shown: @escaping (Target) -> String? = { _ in nil },
        assign: @escaping (inout Target, String) throws -> Void
    ) -> Option {
        Option(long: long, short: short, valueName: value, help: help, shown: shown, assign: assign)
    }
}
