/// Texts cut into segments: what pre-training reads in one piece.
enum Segments {
    /// Each text in pieces of equal length, so that none ends in a stub; a piece of one token is left out.
    /// - Parameter ends: where each text ends among all tokens.
    static func cut(ends: [Int], length: Int) -> [Range<Int>] {
        var segments: [Range<Int>] = []
        var start = 0
        for end in ends {
            let pieces = (end - start + length - 1) / length
            for piece in 0..<pieces {
                let segment = start + (end - start) * piece / pieces..<start + (end - start) * (piece + 1) / pieces
                if segment.count > 1 { segments.append(segment) }
            }
            start = end
        }
        return segments
    }
}
