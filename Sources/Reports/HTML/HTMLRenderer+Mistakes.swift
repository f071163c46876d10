/// Reviews, shown by their beginning, with the words that decided.
extension HTMLRenderer {
    static func mistakes(_ mistakes: [Mistake]) -> String {
        let explained = mistakes.contains { $0.words?.isEmpty == false }
        let legend =
            explained
            ? "<p class=\"prose\">Marked words decided: <mark class=\"for\" style=\"--weight:1\">towards</mark> the predicted "
                + "label, <mark class=\"against\" style=\"--weight:1\">away</mark> from it; the stronger the darker.</p>\n"
            : ""
        return legend + "<ol class=\"mistakes\">\n" + mistakes.map(mistake).joined() + "</ol>\n"
    }

    private static func mistake(_ mistake: Mistake) -> String {
        var html = "<li><p class=\"labels\">labelled <b>\(HTML.name(mistake.truth))</b>, "
        html += "predicted <b>\(HTML.name(mistake.predicted))</b> with "
        html += "\(HTML.prose(Numbers.percent(mistake.confidence, 1))) confidence"
        if let place = mistake.place { html += " <span class=\"place\">\(HTML.name(place))</span>" }
        return html + "</p>\n<blockquote dir=\"auto\">\(mistake.pieces.map(piece).joined())</blockquote></li>\n"
    }

    private static func piece(_ piece: (text: String, weight: Double?)) -> String {
        guard let weight = piece.weight else { return HTML.escape(piece.text) }
        let side = weight > 0 ? "for" : "against"
        return
            "<mark class=\"\(side)\" style=\"--weight:\(Numbers.fixed(abs(weight), 2))\">\(HTML.escape(piece.text))</mark>"
    }
}
