/// How much time the training of a network may take, for what is not chosen by other options.
public enum Preset: String, Sendable, CaseIterable {
    /// It learns from the labels alone.
    case fast
    /// It first learns the language of the training reviews (Dai & Le 2015, arXiv:1511.01432), then, where reviews are long,
    /// also from words moved in the worst direction (Miyato et al. 2017, arXiv:1605.07725).
    case `default`
    /// The same by a network twice as wide, which reads the texts twice as often; and a convolution reads a language model of
    /// the texts at hand.
    case best
}
