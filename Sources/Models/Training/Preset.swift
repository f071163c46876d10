/// How much time the training of a network may take, for what is not chosen by other options.
public enum Preset: String, Sendable, CaseIterable {
    /// It learns from the labels alone.
    case fast
    /// It first learns the language of the training reviews, whose model's states it then reads beside the words (Peters et al.
    /// 2018, arXiv:1802.05365), and where reviews are long, also from words and states moved in the worst direction (Miyato et
    /// al. 2017, arXiv:1605.07725).
    case `default`
    /// The same by a network twice as wide, which reads the texts twice as often; and a convolution reads a language model of
    /// the texts at hand.
    case best
}
