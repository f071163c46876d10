/// What reviews are read for, which decides what a bad record does.
package enum ReadingPurpose: Sendable {
    /// Every review needs a label: a record that is broken or has a wrong one ends the reading (`--on-error fail`) or
    /// is counted (`skip`).
    case learning
    /// Every record is handed on, with its status; labels are a bonus.
    case classifying
    /// Every record is handed on, and judged as for learning where there are labels.
    case inspecting
}

/// Turns records into reviews: the text joined, the label mapped, the status given.
struct ReviewMaker {
    let text: [Int]
    let label: [Int]
    let id: Int?
    let map: LabelMap?
    let manyLabels: ReadingOptions.ManyLabels
    let purpose: ReadingPurpose

    enum Labelling: Equatable {
        case none, dropped
        case label(String)
        case refused(String)
    }

    func review(_ found: ReadRecord) -> (Review, Labelling) {
        switch found {
        case .broken(let record, let reason):
            let text = text.allSatisfy { $0 < record.fieldCount } ? joinedText(record) : []
            return (review(record, text, label: nil, .rejected(reason)), .none)
        case .record(let record):
            let text = joinedText(record)
            let labelling = labelling(record)
            let status: Review.Status
            if text.isBlank {
                status = .empty
            } else if case .refused(let reason) = labelling, purpose != .classifying {
                status = .rejected(reason)
            } else {
                status = .ok
            }
            if case .label(let label) = labelling { return (review(record, text, label: label, status), labelling) }
            return (review(record, text, label: nil, status), labelling)
        }
    }

    private func review(
        _ record: Record, _ text: ArraySlice<UInt8>, label: String?, _ status: Review.Status
    ) -> Review {
        var name: String?
        if let id, id < record.fieldCount {
            name = String(decoding: record.field(id).trimmed, as: UTF8.self)
            if name?.isEmpty ?? true { name = nil }
        }
        return Review(record: record, text: text, id: name, label: label, status: status)
    }

    private func joinedText(_ record: Record) -> ArraySlice<UInt8> {
        if text.count == 1, !record.repeated.contains(Int32(text[0])) { return record.field(text[0]) }
        var joined: [UInt8] = []
        for part in text.flatMap({ values(record, $0) }) where !part.isBlank {
            if !joined.isEmpty { joined.append(UInt8(ascii: "\n")) }
            joined += part
        }
        return joined[...]
    }

    /// The values of a field: several where the input brought it several times.
    private func values(_ record: Record, _ column: Int) -> [ArraySlice<UInt8>] {
        guard column < record.fieldCount else { return [] }
        if record.repeated.contains(Int32(column)), let many = JSONText.strings(inArray: record.field(column)) {
            return many.map { $0[...] }
        }
        return [record.field(column)]
    }

    private func labelling(_ record: Record) -> Labelling {
        var raw: [String] = []
        for value in label.flatMap({ values(record, $0) }) {
            let value = String(decoding: value.trimmed, as: UTF8.self)
            if !value.isEmpty, !raw.contains(value) { raw.append(value) }
        }
        if manyLabels == .first { raw = Array(raw.prefix(1)) }
        var mapped: [Labelling] = []
        for value in raw {
            let outcome: Labelling
            switch map?.outcome(value) {
            case nil: outcome = .label(value)
            case .label(let label): outcome = .label(label)
            case .dropped: outcome = .dropped
            case .unknown: outcome = .refused(LabelMap.unknownLabel(value, known: map?.values ?? []))
            }
            if !mapped.contains(outcome) { mapped.append(outcome) }
        }
        guard mapped.count > 1 else { return mapped.first ?? .none }
        return .refused(
            "its labels disagree (\(LabelSet(raw).names.joined(separator: ", "))); "
                + "take the first with --label-many first, or leave such records out with --on-error skip")
    }
}
