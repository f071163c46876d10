/// Which label a file's value stands for: `stars-binary`, `1,2=negative;4,5=positive;3=drop`.
///
/// Values are compared without the white space around them, numbers by value (`4.0` is `4`); a value that is one of
/// the map's own labels already stays as it is.
public struct LabelMap: Sendable, Equatable {
    public enum Outcome: Sendable, Equatable {
        case label(String)
        /// The map leaves the record out.
        case dropped
        case unknown
    }

    /// The map as it was given, to be kept in a model.
    public let text: String
    /// The values that the map knows, in its order.
    public let values: [String]
    private let targets: [String: String?]
    private let labels: Set<String>

    /// - Throws: `ReviewsError.badOption` with an example, where the text is no map.
    public init(_ text: String) throws {
        self.text = text
        var values: [String] = []
        var targets: [String: String?] = [:]
        for rule in (Self.presets[text] ?? text).split(separator: ";", omittingEmptySubsequences: true) {
            let sides = rule.split(separator: "=", omittingEmptySubsequences: false).map { String($0).trimmed }
            guard sides.count == 2, !sides[1].isEmpty else { throw Self.malformed(text, String(rule).trimmed) }
            for value in sides[0].split(separator: ",", omittingEmptySubsequences: false) {
                let value = Self.canonical(String(value))
                guard !value.isEmpty else { throw Self.malformed(text, String(rule).trimmed) }
                let target: String? = sides[1] == "drop" ? nil : sides[1]
                if let other = targets[value], other != target {
                    throw ReviewsError.badOption(
                        "--label-map '\(text)': '\(value)' is mapped to both \(other ?? "drop") and \(target ?? "drop")"
                    )
                }
                if targets.updateValue(target, forKey: value) == nil { values.append(value) }
            }
        }
        guard !values.isEmpty else { throw Self.malformed(text, text) }
        self.values = values
        self.targets = targets
        labels = Set(targets.values.compactMap { $0 })
    }

    /// The names of the maps that need no rules.
    public static let presetNames = ["stars-binary", "stars-ternary", "stars"]

    private static let presets = [
        "stars-binary": "1,2=negative;3=drop;4,5=positive",
        "stars-ternary": "1,2=negative;3=neutral;4,5=positive",
        "stars": "1=1;2=2;3=3;4=4;5=5",
    ]

    public func outcome(_ value: String) -> Outcome {
        let value = Self.canonical(value)
        if let target = targets[value] { return target.map(Outcome.label) ?? .dropped }
        return labels.contains(value) ? .label(value) : .unknown
    }

    /// What to say of a label that is none of the expected ones.
    public static func unknownLabel(_ label: String, known: [String]) -> String {
        let shown = known.count > 12 ? known.prefix(12) + ["…"] : known[...]
        return "label '\(label)' is not one of \(shown.joined(separator: ", ")); map it with --label-map"
    }

    /// Whole numbers without fraction or leading zeros, everything else without the white space around it.
    static func canonical(_ value: String) -> String {
        let value = value.trimmed
        guard let first = value.utf8.first, first.isASCIIDigit || first == UInt8(ascii: "-"),
            value.utf8.count <= 15, value.utf8.dropFirst().allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: ".") }),
            let number = Double(value), let whole = Int(exactly: number)
        else { return value }
        return String(whole)
    }

    private static func malformed(_ text: String, _ rule: String) -> ReviewsError {
        .badOption(
            "--label-map '\(text)': '\(rule)' is not a rule 'VALUE[,VALUE]=LABEL'; expected "
                + "\(presetNames.joined(separator: ", ")), or rules such as '1,2=negative;4,5=positive;3=drop'")
    }
}
