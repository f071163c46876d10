import Foundation
import ValenceReviews

/// Delivered reviews, every field touched: `read FILE --text-column T`; megabytes of the file a second, best of `--rounds`.
func measureReading(_ arguments: Arguments) throws -> [String: Any] {
    let path = try arguments.file()
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    guard let byteCount = attributes[.size] as? Int else { throw BenchError("\(path) has no size") }
    var options = ReadingOptions()
    options.textColumns = arguments.text("text-column").map { [$0] } ?? []
    options.xmlRecord = arguments.text("xml-record")
    var best = (seconds: Double.infinity, processor: Double.infinity)
    var (reviews, fieldBytes) = (0, 0)
    for _ in 0..<(try arguments.number("rounds", 3)) {
        (reviews, fieldBytes) = (0, 0)
        let before = processorSeconds()
        let spent = try seconds {
            let reader = try ReviewReader([path], options: options, purpose: .classifying)
            while let review = try reader.next() {
                reviews += 1
                for index in 0..<review.record.fieldCount {
                    let field = review.record.field(index)
                    fieldBytes += field.count + Int(field.first ?? 0)
                }
                fieldBytes += Int(review.text.last ?? 0)
            }
        }
        best = (min(best.seconds, spent), min(best.processor, processorSeconds() - before))
    }
    return [
        "reviews": reviews, "megabytes": Double(byteCount) / 1e6, "seconds": best.seconds,
        "processor_seconds": best.processor, "touched": fieldBytes,
    ]
}
