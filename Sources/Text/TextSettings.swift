/// How text is prepared; travels in the model file, so that classifying prepares text just as training did.
public struct TextSettings: Codable, Sendable, Equatable {
    /// Raised whenever the tokeniser's output changes for any text.
    public var tokenizerVersion = 1
    public var lowercase = true
    /// Decode HTML entities and drop tags.
    public var cleansHTML = true

    public init() {}
}
