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

    private func choice<Choice: RawRepresentable & CaseIterable>(
        _ word: String?, _ option: String
    ) throws -> Choice? where Choice.RawValue == String {
        guard let word else { return nil }
        guard let choice = Choice(rawValue: word) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw ModelsError.badOption("\(option) expects one of \(words), found '\(word)'")
        }
        return choice
    }
}
