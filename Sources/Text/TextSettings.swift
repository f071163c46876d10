/// How text is prepared; travels in the model file, so that classifying prepares text just as training did.
public struct TextSettings: Codable, Sendable, Equatable {
    /// Raised whenever the tokeniser's output changes for any text.
    /// 2: `does n't` and `it 's`, as treebanks write, are `doesn't` and `it's`.
    public var tokenizerVersion = 2
    public var lowercase = true
    /// Decode HTML entities and drop tags.
    public var cleansHTML = true

    public init() {}
}
