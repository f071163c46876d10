import Foundation

/// Adam with decoupled weight decay (Kingma & Ba 2015, arXiv:1412.6980; Loshchilov & Hutter 2019, arXiv:1711.05101),
/// lazy on the embedding table: only rows of tokens that occurred move, as in PyTorch's `SparseAdam`.
///
///     m ← β1 m + (1 − β1) g        v ← β2 v + (1 − β2) g²
///     p ← p − η λ p − η (m / (1 − β1ᵗ)) / (√(v / (1 − β2ᵗ)) + ε)
///
/// The gradient g is first scaled down to `clipNorm` if it is longer, embedding rows included (Pascanu, Mikolov & Bengio
/// 2013, arXiv:1211.5063). Decay λ falls on weight matrices only, not on embeddings, biases or other vectors.
package struct AdamOptimizer: Sendable {
    package struct Settings: Codable, Sendable, Equatable {
        package var beta1 = 0.9
        package var beta2 = 0.999
        package var epsilon = 1e-8
        package var weightDecay = 0.0
        /// Nil for no clipping.
        package var clipNorm: Double? = 1.0

        package init() {}
    }

    package enum Outcome: Sendable, Equatable {
        /// The step was taken; the gradient had this length before clipping.
        case stepped(gradientNorm: Double)
        /// The gradient's length is not a finite number: nothing was changed.
        case notFinite
    }

    package let settings: Settings
    /// Steps taken.
    package var stepCount = 0
    package let firstMoment: ParameterStore<Float>
    package let secondMoment: ParameterStore<Float>

    package init(_ layout: ParameterLayout, settings: Settings = Settings()) {
        self.settings = settings
        firstMoment = ParameterStore(layout)
        secondMoment = ParameterStore(layout)
    }

    private init(settings: Settings, stepCount: Int, _ first: ParameterStore<Float>, _ second: ParameterStore<Float>) {
        self.settings = settings
        self.stepCount = stepCount
        firstMoment = first
        secondMoment = second
    }

    /// An optimizer in the same state, with moments of its own.
    package func copy() -> AdamOptimizer {
        AdamOptimizer(settings: settings, stepCount: stepCount, firstMoment.copy(), secondMoment.copy())
    }

    /// Takes over the state of another optimizer of the same network.
    package mutating func assign(from other: AdamOptimizer) {
        stepCount = other.stepCount
        firstMoment.assign(from: other.firstMoment)
        secondMoment.assign(from: other.secondMoment)
    }

    package mutating func step(
        _ network: RecurrentNetwork, _ gradient: Gradient<Float>, learningRate: Double
    ) -> Outcome {
        let outcome = step(network.parameters, gradient, learningRate: learningRate)
        network.parametersChanged()
        return outcome
    }

    package mutating func step(
        _ parameters: ParameterStore<Float>, _ gradient: Gradient<Float>, learningRate: Double
    ) -> Outcome {
        precondition(parameters.layout == firstMoment.layout, "an optimizer of another network")
        let norm = gradient.norm
        guard norm.isFinite else { return .notFinite }
        stepCount += 1
        let scale = settings.clipNorm.map { norm > $0 ? $0 / norm : 1 } ?? 1
        let update = Update(settings, stepCount: stepCount, learningRate: learningRate, scale: scale)
        for slice in parameters.layout.slices where slice.role != .embedding {
            update.apply(
                to: parameters.matrix(slice), gradient.dense.matrix(slice), firstMoment.matrix(slice),
                secondMoment.matrix(slice), decay: slice.role == .weight ? learningRate * settings.weightDecay : 0)
        }
        if let slice = parameters.layout.slices.first, slice.role == .embedding {
            let (table, first, second) = (
                parameters.matrix(slice), firstMoment.matrix(slice), secondMoment.matrix(slice)
            )
            for (row, token) in gradient.tokens.enumerated() {
                let at = Int(token)..<Int(token) + 1
                update.apply(
                    to: table.rows(at), gradient.rows.rows(row..<row + 1), first.rows(at), second.rows(at), decay: 0)
            }
        }
        return .stepped(gradientNorm: norm)
    }

    /// The numbers of one step, the same for all parameters.
    private struct Update {
        let scale, beta1, beta2, epsilon, rate, secondCorrection: Float

        init(_ settings: Settings, stepCount: Int, learningRate: Double, scale: Double) {
            self.scale = Float(scale)
            beta1 = Float(settings.beta1)
            beta2 = Float(settings.beta2)
            epsilon = Float(settings.epsilon)
            rate = Float(learningRate / (1 - pow(settings.beta1, Double(stepCount))))
            secondCorrection = Float(1 / (1 - pow(settings.beta2, Double(stepCount))))
        }

        func apply(
            to parameter: Matrix<Float>, _ gradient: Matrix<Float>, _ first: Matrix<Float>, _ second: Matrix<Float>,
            decay: Double
        ) {
            let kept = Float(1 - decay)
            for row in 0..<parameter.rows {
                for column in 0..<parameter.columns {
                    let g = gradient[row, column] * scale
                    let m = beta1 * first[row, column] + (1 - beta1) * g
                    let v = beta2 * second[row, column] + (1 - beta2) * g * g
                    first[row, column] = m
                    second[row, column] = v
                    let step = rate * m / ((v * secondCorrection).squareRoot() + epsilon)
                    parameter[row, column] = parameter[row, column] * kept - step
                }
            }
        }
    }
}
