import Foundation

/// What an n-gram's number in a review is made into.
package enum Weighting: String, Codable, Sendable, CaseIterable {
    /// 1 where it occurs, scaled by the naive Bayes log-count ratio (Wang & Manning 2012, https://aclanthology.org/P12-2018).
    case binary
    /// (1 + ln count) · idf, rows of length 1; idf = ln((1 + n) / (1 + df)) + 1 for n reviews, df of which hold it.
    case tfidf
    case count

    /// C, the weight of the loss against that of the penalty: rows of length 1 need large weights.
    var lossWeight: Double {
        switch self {
        case .binary, .count: 1
        case .tfidf: 30
        }
    }

    /// What the count of one n-gram gives by itself.
    @inline(__always)
    func value(_ count: Float) -> Float {
        switch self {
        case .binary: 1
        case .tfidf: count == 1 ? 1 : 1 + log(count)
        case .count: count
        }
    }
}
