import Foundation
import ValenceNetworks
import ValenceText

/// Several classifiers in one: the weighted sum of their logits, the weights fitted on validation reviews.
package struct EnsembleClassifier: Classifier {
    package static let kind = ModelKind.ensemble

    package struct Settings: Codable, Sendable, Equatable {
        package struct Member: Codable, Sendable, Equatable {
            package var kind: ModelKind
            /// The member's own settings as JSON.
            package var settings: String
            package var weight: Float
        }
        package var members: [Member]
    }

    package let settings: Settings
    package let classCount: Int
    let members: [any Classifier]

    /// - Throws: what `JSONEncoder` throws.
    package init(_ members: [any Classifier], weights: [Float]) throws {
        precondition(!members.isEmpty && members.count == weights.count, "\(members.count) members")
        settings = Settings(
            members: try zip(members, weights).map { member, weight in
                .init(kind: type(of: member).kind, settings: try member.settingsJSON(), weight: weight)
            })
        classCount = members[0].classCount
        self.members = members
    }

    private init(_ settings: Settings, classCount: Int, _ members: [any Classifier]) {
        self.settings = settings
        self.classCount = classCount
        self.members = members
    }

    package func reading(in precision: Precision) throws -> EnsembleClassifier {
        EnsembleClassifier(settings, classCount: classCount, try members.map { try $0.reading(in: precision) })
    }

    package var architecture: String {
        "sum of " + members.map(\.architecture).joined(separator: "; ")
    }

    package var maximumLength: Int? {
        members.allSatisfy { $0.maximumLength != nil } ? members.compactMap(\.maximumLength).max() : nil
    }

    package var parameterCount: Int { members.reduce(0) { $0 + $1.parameterCount } }

    package var settingsInWords: [(name: String, value: String)] {
        zip(members, settings.members).enumerated().flatMap { number, pair in
            let name = "\(pair.1.kind.rawValue) (\(number + 1))"
            return [("weight of \(name)", "\(pair.1.weight)")]
                + pair.0.settingsInWords.map { ("\($0.name) of \(name)", $0.value) }
        }
    }

    package func logits(_ reviews: ArraySlice<TokenList>) -> [Float] {
        var sums = [Float](repeating: 0, count: reviews.count * classCount)
        for (member, setting) in zip(members, settings.members) {
            for (index, logit) in member.logits(reviews).enumerated() { sums[index] += setting.weight * logit }
        }
        return sums
    }

    /// Those of the member that knows the most.
    package func unknownWords(in tokens: TokenList) -> UnknownWords? {
        members.compactMap { $0.unknownWords(in: tokens) }.min { $0.unknown < $1.unknown }
    }

    private static func prefix(_ member: Int) -> String { "member\(member)." }

    package func save(to file: inout TensorFileWriter) {
        for (number, member) in members.enumerated() {
            file.prefix = Self.prefix(number)
            member.save(to: &file)
        }
        file.prefix = ""
    }

    package init(settings: Settings, classCount: Int, from file: TensorFile) throws {
        func bad(_ problem: String) -> ModelsError { .badModel(path: file.path, problem: problem) }
        guard !settings.members.isEmpty else { throw bad("an ensemble of no models") }
        self.settings = settings
        self.classCount = classCount
        members = try settings.members.enumerated().map { number, member in
            guard member.kind != .ensemble, member.weight.isFinite else {
                throw bad("its member \(number + 1) is a \(member.kind.rawValue) of weight \(member.weight)")
            }
            func load<Kind: Classifier>(_ type: Kind.Type) throws -> any Classifier {
                guard let own = try? JSONDecoder().decode(Kind.Settings.self, from: Data(member.settings.utf8)) else {
                    throw bad("the settings of its member \(number + 1) are damaged")
                }
                return try Kind(settings: own, classCount: classCount, from: file.part(Self.prefix(number)))
            }
            return try load(member.kind.classifierType)
        }
    }
}
