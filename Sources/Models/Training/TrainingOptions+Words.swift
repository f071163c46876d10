import ValenceNetworks

/// The options that are words, understood; `nil` where nothing was chosen.
extension TrainingOptions {
    /// - Throws: `ModelsError.badOption`, as all here.
    func chosenCell() throws -> CellKind? { try choice(cell, "--cell") }

    func chosenDirection() throws -> Direction? { try choice(direction, "--direction") }

    func chosenWeighting() throws -> Weighting? { try choice(weighting, "--weighting") }

    func chosenPooling() throws -> [PoolingKind]? {
        let kinds = try pooling?.compactMap { try choice($0, "--pooling") as PoolingKind? }
        if let kinds, kinds.isEmpty || Set(kinds).count < kinds.count {
            throw ModelsError.badOption(
                "--pooling expects one or more kinds, each once, found '\(pooling?.joined(separator: ",") ?? "")'")
        }
        return kinds
    }

    func chosenPrecision() throws -> Precision? { try Precision.chosen(precision) }

    private func choice<Choice: RawRepresentable & CaseIterable>(
        _ word: String?, _ option: String
    ) throws -> Choice? where Choice.RawValue == String {
        try word.map { try Choice(word: $0, of: option) }
    }
}

extension RawRepresentable where Self: CaseIterable, RawValue == String {
    fileprivate init(word: String, of option: String) throws {
        guard let choice = Self(rawValue: word) else {
            let words = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw ModelsError.badOption("\(option) expects one of \(words), found '\(word)'")
        }
        self = choice
    }
}

extension Precision {
    /// The default for training texts of so many tokens: rounding saves time where there is much to multiply; of less text an
    /// epoch takes seconds.
    static func suiting(tokens: Int) -> Precision { tokens < 1_000_000 ? .single : .fastest }

    /// What a user is told of it.
    var note: String { self == .single ? "" : ", products of numbers in \(rawValue)" }

    /// What `--precision` says; nil for nothing.
    /// - Throws: `ModelsError.badOption`, also where the processor has no such products.
    static func chosen(_ word: String?) throws -> Precision? {
        guard let word else { return nil }
        let chosen = try Precision(word: word, of: "--precision")
        if chosen == .bfloat16, fastest == .single {
            throw ModelsError.badOption(
                "--precision bfloat16: this processor has no such products; leave --precision out")
        }
        return chosen
    }
}
