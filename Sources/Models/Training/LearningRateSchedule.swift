import Foundation

/// The learning rate by step: a linear warm-up to the peak, then half a cosine down to nothing
/// (Loshchilov & Hutter 2017, arXiv:1608.03983).
package struct LearningRateSchedule: Sendable {
    package let peak: Double
    package let stepCount: Int
    package let warmUpSteps: Int

    /// - Parameter warmUp: the share of all steps spent rising.
    package init(peak: Double, stepCount: Int, warmUp: Double = 0.1) {
        precondition(stepCount > 0, "\(stepCount) steps")
        self.peak = peak
        self.stepCount = stepCount
        warmUpSteps = max(1, Int((Double(stepCount) * warmUp).rounded()))
    }

    /// - Parameter step: counted from 0.
    package func rate(at step: Int) -> Double {
        if step < warmUpSteps { return peak * Double(step + 1) / Double(warmUpSteps) }
        let progress = Double(step - warmUpSteps) / Double(max(1, stepCount - warmUpSteps))
        return peak * 0.5 * (1 + cos(.pi * min(1, progress)))
    }
}
