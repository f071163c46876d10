/// Labelled reviews that a bag of words learns in no time: what is good is called good, what is bad is called bad.
enum TinyReviews {
    private static let subjects = [
        "room", "film", "phone", "soup", "game", "novel", "crew", "screen", "waiter", "plot",
    ]
    private static let praise = ["lovely", "great", "superb", "delightful"]
    private static let blame = ["awful", "boring", "terrible", "broken"]

    /// Every second review is positive; no two are alike.
    static let rows: [(id: Int, label: String, text: String)] = (0..<80).map { number in
        let isGood = number % 2 == 0
        let words = isGood ? praise : blame
        let subject = subjects[number / 8]
        let text = "The \(subject) was \(words[number / 2 % 4]) and the \(subjects[number % 10]) number \(number) too"
        return (number, isGood ? "positive" : "negative", text)
    }

    static let csv = "id,label,text\n" + rows.map { "\($0.id),\($0.label),\"\($0.text)\"\n" }.joined()

    /// The first reviews without their labels.
    static let unlabelled = "id,text\n" + rows.prefix(10).map { "\($0.id),\"\($0.text)\"\n" }.joined()
}
