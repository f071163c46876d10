/// Everything that fixes a recurrent classifier's shape, and how it is trained.
package struct NetworkConfiguration: Codable, Sendable, Equatable {
    /// V, `<unk>` (token 0) included.
    package var vocabularySize: Int
    /// E
    package var embeddingSize: Int
    /// e, the numbers that a place brings beside its word's vector, such as a language model's states; nil for none.
    package var contextSize: Int?
    /// H, of each direction.
    package var hiddenSize: Int
    package var layers: Int
    package var cell: CellKind
    package var direction: Direction
    /// One or more; several are joined in this order.
    package var pooling: [PoolingKind]
    package var dropout: DropoutSettings
    /// C
    package var classCount: Int
    package var head: HeadKind

    package init(
        vocabularySize: Int, embeddingSize: Int = 128, contextSize: Int? = nil, hiddenSize: Int = 128,
        layers: Int = 1, cell: CellKind = .lstm,
        direction: Direction = .both, pooling: [PoolingKind] = [.max, .mean], dropout: DropoutSettings = .none,
        classCount: Int = 2, head: HeadKind = .softmax
    ) {
        self.vocabularySize = vocabularySize
        self.embeddingSize = embeddingSize
        self.contextSize = contextSize
        self.hiddenSize = hiddenSize
        self.layers = layers
        self.cell = cell
        self.direction = direction
        self.pooling = pooling
        self.dropout = dropout
        self.classCount = classCount
        self.head = head
    }

    /// What V may be.
    package static let vocabularySizes = 1...16_777_216
    /// What E and H may be.
    package static let widths = 1...8192
    /// How many layers there may be.
    package static let depths = 1...16

    /// Width of the states, D·H.
    package var stateSize: Int { direction.count * hiddenSize }

    /// Width of what the output layer sees.
    package var pooledSize: Int { pooling.count * stateSize }

    /// - Throws: `NetworksError.badConfiguration`, naming the field, its value and what it may be.
    package func validate() throws {
        func check(_ name: String, _ value: Int, _ allowed: ClosedRange<Int>) throws {
            guard allowed.contains(value) else {
                throw NetworksError.badConfiguration(
                    field: name, found: "\(value)", expected: "\(allowed.lowerBound) to \(allowed.upperBound)")
            }
        }
        try check("vocabularySize", vocabularySize, Self.vocabularySizes)
        try check("embeddingSize", embeddingSize, Self.widths)
        if let contextSize { try check("contextSize", contextSize, Self.widths) }
        try check("hiddenSize", hiddenSize, Self.widths)
        try check("layers", layers, Self.depths)
        try check("classCount", classCount, 2...4096)
        guard !pooling.isEmpty, Set(pooling).count == pooling.count else {
            throw NetworksError.badConfiguration(
                field: "pooling", found: pooling.map(\.rawValue).joined(separator: ","),
                expected: "one or more of \(PoolingKind.allCases.map(\.rawValue).joined(separator: ", ")), each once")
        }
        let rates = [
            ("word", dropout.word), ("embedding", dropout.embedding), ("layer", dropout.layer),
            ("output", dropout.output),
        ]
        for (name, rate) in rates where !(rate >= 0 && rate < 1) {
            throw NetworksError.badConfiguration(
                field: "dropout.\(name)", found: "\(rate)", expected: "a number from 0 to below 1")
        }
    }

    /// The parameters' names, shapes and places.
    package var layout: ParameterLayout {
        var layout = ParameterLayout()
        layout.add("embedding.weight", [vocabularySize, embeddingSize], .embedding)
        let width = cell.gateCount * hiddenSize
        for layer in 0..<layers {
            let inputSize = layer == 0 ? embeddingSize + (contextSize ?? 0) : stateSize
            for side in 0..<direction.count {
                let suffix = DirectionWeights<Float>.suffix(layer: layer, reversed: side == 1)
                layout.add("encoder.weight_ih" + suffix, [width, inputSize], .weight)
                layout.add("encoder.weight_hh" + suffix, [width, hiddenSize], .weight)
                layout.add("encoder.bias_ih" + suffix, [width], .vector)
                layout.add("encoder.bias_hh" + suffix, [width], .vector)
            }
        }
        for kind in pooling {
            for (name, shape, role) in kind.parameters(width: stateSize) { layout.add(name, shape, role) }
        }
        switch head {
        case .softmax:
            layout.add("output.weight", [classCount, pooledSize], .weight)
            layout.add("output.bias", [classCount], .vector)
        case .ordinal:
            layout.add("output.weight", [1, pooledSize], .weight)
            layout.add("output.thresholds", [classCount - 1], .vector)
        }
        return layout
    }

    /// What the network is, in the field's words: "GRU, one direction, max and mean pooling".
    package var architecture: String {
        let cells: [CellKind: String] = [.lstm: "LSTM", .gru: "GRU", .rnn: "vanilla RNN"]
        let pools = pooling.map(\.rawValue)
        let listed = pools.dropLast().joined(separator: ", ")
        let joined = pools.count > 1 ? "\(listed) and \(pools[pools.count - 1])" : pools.joined()
        let depth = layers > 1 ? "\(layers) layers of " : ""
        let directions = direction == .both ? "both directions" : "one direction"
        let output = head == .ordinal ? ", ordinal output" : ""
        return "\(depth)\(cells[cell] ?? cell.rawValue), \(directions), \(joined) pooling\(output)"
    }
}

extension KeyedDecodingContainer {
    /// What the configuration's own decoder calls: where nothing is said of a head it is the softmax.
    func decode(_ type: HeadKind.Type, forKey key: Key) throws -> HeadKind {
        try decodeIfPresent(type, forKey: key) ?? .softmax
    }
}

extension KeyedEncodingContainer {
    /// What the configuration's own encoder calls: it says nothing of a softmax, so that files and checkpoints from before
    /// there was a choice stay what they are.
    mutating func encode(_ head: HeadKind, forKey key: Key) throws {
        try encodeIfPresent(head == .softmax ? nil : head, forKey: key)
    }
}

/// What can be wrong with a network that a user asked for.
package enum NetworksError: Error, Equatable, CustomStringConvertible {
    case badConfiguration(field: String, found: String, expected: String)

    package var description: String {
        switch self {
        case .badConfiguration(let field, let found, let expected):
            "network configuration: \(field) is \(found); it must be \(expected)"
        }
    }
}
