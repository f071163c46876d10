/// In which numbers the matrix products of training multiply. All sums, and all parameters, are single precision.
package enum Precision: String, Codable, Sendable, CaseIterable {
    /// 24 bits of significand.
    case single
    /// 8 bits of significand, in half the space and up to twice the speed, where the processor has such products; training
    /// bears it (Kalamkar et al. 2019, arXiv:1905.12322). What a cell's step forms of them has 14 bits.
    case bfloat16

    /// The fastest that this processor has.
    package static var fastest: Precision { Kernels.rounding == nil ? .single : .bfloat16 }
}
