import Foundation

/// Parts labelled files into a training and a held-out file: stratified, seeded, copies of one text on one side, every
/// row whole and in the input's order and format (XML and folders as CSV).
public struct FileSplitter: Sendable {
    public struct Result: Sendable, Equatable {
        public struct Side: Sendable, Equatable {
            public let path: String
            public internal(set) var records = 0
            /// Records by label; those without one are not in it.
            public internal(set) var labels: [Inspection.LabelCount] = []
        }

        public var training: Side
        public var heldOut: Side
        public let findings: [String]
        public let tally: ReadingTally
    }

    public var options: ReadingOptions
    /// The share of the records to hold out.
    public var fraction: Double
    public var seed: UInt64

    public init(options: ReadingOptions, fraction: Double, seed: UInt64) {
        self.options = options
        self.fraction = fraction
        self.seed = seed
    }

    /// Reads `files` twice: to deal the records out, and to write them. Records that are rejected are in neither output;
    /// those without text, without label or left out by the label map are dealt out like a class of their own.
    /// - Throws: `ReviewsError`.
    public func split(_ files: [String], training: String, heldOut: String) throws -> Result {
        guard fraction > 0, fraction < 1 else {
            throw ReviewsError.badOption("the fraction to hold out is \(fraction), expected a number between 0 and 1")
        }
        guard !files.contains("-") else {
            throw ReviewsError.badOption(
                "split reads its input twice, which standard input does not allow; name a file")
        }
        // What is not there at all is told where it is opened.
        if let pipe = files.first(where: { access($0, F_OK) == 0 && !OpenedInput.canBeReadAgain($0) }) {
            throw ReviewsError.badOption("split reads its input twice, which \(pipe) does not allow; name a file")
        }
        guard training != heldOut else {
            throw ReviewsError.badOption("both outputs are \(training); name two different files")
        }
        let isHeldOut = try assign(files)
        var readAgain = options
        // Already written by the first reading.
        readAgain.rejectsPath = nil
        let reader = try ReviewReader(files, options: readAgain, needsLabel: true)
        let outputs = try [training, heldOut].map { try AtomicOutput(path: $0, overwrites: options.overwrites) }
        let writer = RowWriter(reader.rowFormat, columns: reader.columns.names)
        var sides = [Result.Side(path: training), Result.Side(path: heldOut)]
        var counts: [[String: Int]] = [[:], [:]]
        var row: [UInt8] = []
        if reader.hasHeader {
            writer.appendHeader(to: &row)
            for output in outputs { try output.append(row) }
        }
        var index = 0
        while let review = try reader.next() {
            if case .rejected = review.status { continue }
            guard index < isHeldOut.count else { throw Self.changed(review.place) }
            let side = isHeldOut[index] ? 1 : 0
            index += 1
            row.removeAll(keepingCapacity: true)
            writer.append(review.record, to: &row)
            try outputs[side].append(row)
            sides[side].records += 1
            if let label = review.label { counts[side][label, default: 0] += 1 }
        }
        guard index == isHeldOut.count else { throw Self.changed(Place(file: files[0])) }
        for output in outputs { try output.commit() }
        for side in 0..<2 {
            sides[side].labels = LabelSet(counts[side].keys).names.map {
                Inspection.LabelCount(label: $0, count: counts[side][$0] ?? 0)
            }
        }
        return Result(training: sides[0], heldOut: sides[1], findings: reader.findings, tally: reader.tally)
    }

    private func assign(_ files: [String]) throws -> [Bool] {
        let reader = try ReviewReader(files, options: options, needsLabel: true)
        var numbers: [String: Int32] = [:]
        var labels: [Int32] = []
        var fingerprints: [UInt64] = []
        while let review = try reader.next() {
            if case .rejected = review.status { continue }
            if review.status == .ok, let label = review.label {
                let number = numbers[label] ?? Int32(numbers.count)
                numbers[label] = number
                labels.append(number)
                fingerprints.append(Fingerprint.of(review.text))
            } else {
                labels.append(-1)
                // Empty texts are no copies of each other.
                let isEmpty = review.status == .empty
                fingerprints.append(isEmpty ? SplitMix64.mix(UInt64(labels.count)) : Fingerprint.of(review.text))
            }
        }
        guard !labels.isEmpty else {
            throw ReviewsError.badData(Place(file: files.first ?? ""), problem: "holds no usable record to split")
        }
        return StratifiedSplit.assign(labels: labels, fingerprints: fingerprints, fraction: fraction, seed: seed)
    }

    private static func changed(_ place: Place) -> ReviewsError {
        .badData(place, problem: "the input changed while it was split; run it again")
    }
}
