import Foundation

/// One side of a plot: which values it spans, which are marked, and how they read.
struct Axis {
    let title: String
    let range: ClosedRange<Double>
    let ticks: [Double]
    let label: @Sendable (Double) -> String

    /// Shares from 0 to 100 %, or a part of that.
    static func share(_ title: String, _ range: ClosedRange<Double> = 0...1) -> Axis {
        let ticks = niceTicks(range)
        let digits = ticks.allSatisfy { abs($0 * 100 - ($0 * 100).rounded()) < 1e-6 } ? 0 : 1
        return Axis(title: title, range: range, ticks: ticks) { Numbers.percent($0, digits) }
    }

    /// Just wide enough for the values, its ends at round numbers.
    /// - Parameter from: a value to be seen in any case, such as 0.
    static func fitting(
        _ title: String, _ values: [Double], from base: Double? = nil,
        label: @escaping @Sendable (Double) -> String = { Numbers.short($0) }
    ) -> Axis {
        let finite = (values + [base].compactMap { $0 }).filter(\.isFinite)
        let range = roundRange(finite.min() ?? 0, finite.max() ?? 1)
        return Axis(title: title, range: range, ticks: niceTicks(range), label: label)
    }

    /// Shares just wide enough for the values, within 0 and 100 %.
    static func fittingShares(_ title: String, _ values: [Double]) -> Axis {
        let finite = values.filter(\.isFinite)
        let range = roundRange(finite.min() ?? 0, finite.max() ?? 1)
        return share(title, max(0, range.lowerBound)...min(1, max(range.upperBound, range.lowerBound + 1e-9)))
    }

    /// Whole numbers from `first` to `last`.
    static func counts(_ title: String, _ range: ClosedRange<Int>) -> Axis {
        let wide = Double(range.lowerBound)...Double(max(range.upperBound, range.lowerBound + 1))
        let ticks = niceTicks(wide).filter { $0 == $0.rounded() }
        return Axis(title: title, range: wide, ticks: ticks) { Numbers.count(Int($0)) }
    }

    /// Where a value stands, 0 to 1.
    func fraction(_ value: Double) -> Double {
        min(max((value - range.lowerBound) / (range.upperBound - range.lowerBound), 0), 1)
    }

    /// A step of 1, 2 or 5 times a power of ten, of which about four fit into the span.
    private static func niceStep(_ span: Double) -> Double {
        let raw = span / 4
        let power = pow(10, floor(log10(raw)))
        return ([1, 2, 2.5, 5, 10].first { $0 * power >= raw * 0.999 } ?? 10) * power
    }

    private static func niceTicks(_ range: ClosedRange<Double>) -> [Double] {
        let step = niceStep(range.upperBound - range.lowerBound)
        let first = (range.lowerBound / step - 1e-9).rounded(.up)
        let last = (range.upperBound / step + 1e-9).rounded(.down)
        guard first <= last else { return [range.lowerBound] }
        // Adding up steps would add up their errors; adding 0 takes the sign from a rounded nothing.
        return stride(from: first, through: last, by: 1).map { $0 * step + 0 }
    }

    private static func roundRange(_ low: Double, _ high: Double) -> ClosedRange<Double> {
        if low == high { return low == 0 ? 0...1 : (low - abs(low) * 0.1)...(high + abs(high) * 0.1) }
        let step = niceStep(high - low)
        return ((low / step + 1e-9).rounded(.down) * step)...((high / step - 1e-9).rounded(.up) * step)
    }
}
