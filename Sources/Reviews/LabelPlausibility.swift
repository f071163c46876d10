/// Whether a column can be a label: few values, each of many records.
enum LabelPlausibility {
    /// Looks at the first records; `nil` where nothing speaks against the column.
    ///
    /// Refused are more than five different values that are more than half as many as the records that have one. Small
    /// whole numbers (0…10) are scores, however few the records.
    static func complaint(column: Int, name: String, sample: [Record]) -> String? {
        var values: Set<String> = []
        var count = 0
        var areScores = true
        for record in sample where column < record.fieldCount && !record.repeated.contains(Int32(column)) {
            let value = record.field(column).trimmed
            guard !value.isEmpty else { continue }
            count += 1
            let word = LabelMap.canonical(String(decoding: value, as: UTF8.self))
            values.insert(word)
            if areScores { areScores = Int(word).map { (0...10).contains($0) } ?? false }
        }
        guard values.count > 5, values.count * 2 > count, !areScores else { return nil }
        return "column '\(name)' cannot be the label: \(values.count) different values in the first \(count) records "
            + "that have one; name the label's column with --label-column"
    }
}
