import ValenceReviews

extension Place {
    /// Without the folders that lead to the file, which say nothing of the review and differ from machine to machine; a file
    /// that is a review keeps the folder that gave its label.
    var short: String {
        var place = self
        place.file = file.split(separator: "/").suffix(line == nil ? 2 : 1).joined(separator: "/")
        return place.description
    }
}
