/// Where each named, shaped slice of parameters lies in the one flat buffer; the embedding table comes first.
package struct ParameterLayout: Sendable, Equatable {
    package enum Role: Sendable { case embedding, weight, vector }

    package struct Slice: Sendable, Equatable {
        /// The name in the model file, as PyTorch would have it.
        package let name: String
        package let shape: [Int]
        package let role: Role
        package let offset: Int
        package var count: Int { shape.reduce(1, *) }
    }

    package private(set) var slices: [Slice] = []
    package private(set) var count = 0

    package init() {}

    package mutating func add(_ name: String, _ shape: [Int], _ role: Role) {
        precondition(role != .embedding || count == 0, "the embedding table comes first, not at \(count)")
        let slice = Slice(name: name, shape: shape, role: role, offset: count)
        slices.append(slice)
        count += slice.count
    }

    package subscript(name: String) -> Slice {
        guard let slice = slices.first(where: { $0.name == name }) else {
            preconditionFailure("no parameter '\(name)' among \(slices.map(\.name))")
        }
        return slice
    }

    /// Where the dense parameters begin: behind the embedding table.
    package var denseOffset: Int { slices.first.map { $0.role == .embedding ? $0.count : 0 } ?? 0 }
}
