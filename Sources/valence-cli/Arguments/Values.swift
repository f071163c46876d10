/// How the text of an option's value becomes a value; each throws `ValueError`, which says what was expected.

func nonEmpty(_ text: String) throws -> String {
    guard !text.isEmpty else { throw ValueError(expected: "a value that is not empty") }
    return text
}

func wholeNumber(_ text: String, in range: ClosedRange<Int>) throws -> Int {
    guard let number = Int(text), range.contains(number) else {
        throw ValueError(
            expected: "a whole number \(bounds(range.lowerBound, range.upperBound == .max ? nil : range.upperBound))")
    }
    return number
}

func decimalNumber(_ text: String, in range: ClosedRange<Double>) throws -> Double {
    guard let number = Double(text), range.contains(number) else {
        throw ValueError(
            expected: "a number \(bounds(range.lowerBound, range.upperBound.isFinite ? range.upperBound : nil))")
    }
    return number
}

func word<Value: RawRepresentable & CaseIterable>(_ text: String) throws -> Value where Value.RawValue == String {
    guard let value = Value(rawValue: text) else {
        throw ValueError(expected: "one of \(words(Value.self).joined(separator: ", "))")
    }
    return value
}

func words<Value: RawRepresentable & CaseIterable>(_ type: Value.Type) -> [String] where Value.RawValue == String {
    type.allCases.map(\.rawValue)
}

/// "from 0 to 1" or "of at least 1", whole bounds without their decimals.
private func bounds<Bound: Comparable>(_ lower: Bound, _ upper: Bound?) -> String {
    func plain(_ bound: Bound) -> String {
        if let number = bound as? Double, let whole = Int(exactly: number) { return String(whole) }
        return "\(bound)"
    }
    guard let upper else { return "of at least \(plain(lower))" }
    return "from \(plain(lower)) to \(plain(upper))"
}
