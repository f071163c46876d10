/// The kinds of cell, by the words of the command line.
package enum CellKind: String, Codable, Sendable, CaseIterable {
    case lstm, gru, rnn

    package var equations: any Cell.Type {
        switch self {
        case .lstm: LSTMCell.self
        case .gru: GRUCell.self
        case .rnn: ElmanCell.self
        }
    }

    package var gateCount: Int { equations.gateNames.count }
}

/// A cell's equations, forward and backward: the plain reference that every faster path must equal.
///
/// The encoder does the products and hands over W x + b_ih as rows of `projection`, with what a place brings beside its word
/// as `context`, and U h + b_hh as `hiddenProjection`; the cell knows neither weights nor directions.
package protocol Cell: Sendable {
    /// The gates in memory order; weights, projections and kept gates hold one block of H after another.
    static var gateNames: [String] { get }
    /// Whether a second row of H numbers goes with each state: the LSTM's c, or what the GRU needs on the way back.
    static var keepsMemory: Bool { get }
    /// Whether the previous state reaches the new one past the hidden product, so that `backward` leaves a part of its
    /// gradient in `dCarry`.
    static var hasDirectPath: Bool { get }
    /// Whether input and hidden projection have one gradient, as where they are only ever added.
    static var sharesProjectionGradient: Bool { get }

    static func forward<S: Scalar>(_ step: CellStep<S>)
    static func backward<S: Scalar>(_ step: CellBackwardStep<S>)
}

/// W x + b of each different input, [*, gates·H]: rows that a cache shares, then rows of this pass's own.
package struct InputProducts<S: Scalar>: Sendable {
    let shared: Matrix<S>
    let own: Matrix<S>?

    package init(_ shared: Matrix<S>, own: Matrix<S>? = nil) {
        precondition(own.map { $0.pitch == shared.pitch } ?? true, "products of two widths")
        self.shared = shared
        self.own = own
    }

    var columns: Int { shared.columns }
    var rows: Int { shared.rows + (own?.rows ?? 0) }

    @inline(__always)
    subscript(row: Int, column: Int) -> S {
        guard let own, row >= shared.rows else { return shared[row, column] }
        return own[row - shared.rows, column]
    }
}

/// One time step forward. `rows` reviews run, the first `previousRows` of them from a previous state, the others from 0.
package struct CellStep<S: Scalar> {
    package var rows: Int
    package var previousRows: Int
    /// W x + b_ih.
    package var projection: InputProducts<S>
    /// Which row of `projection` each review takes; where empty, its own.
    package var slots: ArraySlice<Int32>
    /// [rows, gates·H]: what W x has beside it at each place; nil for nothing.
    package var context: Matrix<S>?
    /// [rows, gates·H]: U h + b_hh; nil where a kernel forms it itself.
    package var hiddenProjection: Matrix<S>?
    /// [1, H]: the candidate's hidden bias, for the GRU's kernel.
    package var candidateBias: Matrix<S>?
    /// [previousRows, H]
    package var previousState: Matrix<S>
    package var previousMemory: Matrix<S>
    /// [rows, gates·H], written; nil where a kernel need not keep them.
    package var gates: Matrix<S>?
    /// [rows, H], written.
    package var memory: Matrix<S>
    package var state: Matrix<S>

    package init(
        rows: Int, previousRows: Int, projection: InputProducts<S>, slots: ArraySlice<Int32>,
        context: Matrix<S>? = nil, hiddenProjection: Matrix<S>?, candidateBias: Matrix<S>? = nil,
        previousState: Matrix<S>,
        previousMemory: Matrix<S>, gates: Matrix<S>?,
        memory: Matrix<S>, state: Matrix<S>
    ) {
        self.candidateBias = candidateBias
        self.rows = rows
        self.previousRows = previousRows
        self.projection = projection
        self.slots = slots
        self.context = context
        self.hiddenProjection = hiddenProjection
        self.previousState = previousState
        self.previousMemory = previousMemory
        self.gates = gates
        self.memory = memory
        self.state = state
    }

    /// A review's W x + b_ih, with its context.
    @inline(__always)
    func projected(_ row: Int, _ column: Int) -> S {
        let x = projection[slots.isEmpty ? row : Int(slots[slots.startIndex + row]), column]
        return context.map { x + $0[row, column] } ?? x
    }

    /// The previous state of a review, 0 where it begins here.
    @inline(__always)
    func previousState(_ row: Int, _ unit: Int) -> S { row < previousRows ? previousState[row, unit] : 0 }

    @inline(__always)
    func previousMemory(_ row: Int, _ unit: Int) -> S { row < previousRows ? previousMemory[row, unit] : 0 }
}

/// One time step backward: from the gradient of the new state to those of the projections and of the previous state.
package struct CellBackwardStep<S: Scalar> {
    package var rows: Int
    package var previousRows: Int
    /// As the forward step left them.
    package var gates: Matrix<S>
    package var memory: Matrix<S>
    package var previousMemory: Matrix<S>
    package var previousState: Matrix<S>
    package var state: Matrix<S>
    /// [rows, H]: the gradient of h' from what reads the states.
    package var dStates: Matrix<S>
    /// [rows, H]: in, the gradient of h' through time; out, that of h but for the hidden product's part.
    package var dCarry: Matrix<S>
    /// [rows, H]: in, the gradient of c' through time; out, that of c.
    package var dMemory: Matrix<S>
    /// [rows, gates·H], written: the gradients of the projections, which may be one.
    package var dInput: Matrix<S>
    package var dHidden: Matrix<S>

    package init(
        rows: Int, previousRows: Int, gates: Matrix<S>, memory: Matrix<S>, previousMemory: Matrix<S>,
        previousState: Matrix<S>, state: Matrix<S>, dStates: Matrix<S>, dCarry: Matrix<S>, dMemory: Matrix<S>,
        dInput: Matrix<S>, dHidden: Matrix<S>
    ) {
        self.rows = rows
        self.previousRows = previousRows
        self.gates = gates
        self.memory = memory
        self.previousMemory = previousMemory
        self.previousState = previousState
        self.state = state
        self.dStates = dStates
        self.dCarry = dCarry
        self.dMemory = dMemory
        self.dInput = dInput
        self.dHidden = dHidden
    }

    @inline(__always)
    func previousState(_ row: Int, _ unit: Int) -> S { row < previousRows ? previousState[row, unit] : 0 }

    @inline(__always)
    func previousMemory(_ row: Int, _ unit: Int) -> S { row < previousRows ? previousMemory[row, unit] : 0 }
}
