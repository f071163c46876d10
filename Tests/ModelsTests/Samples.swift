import Synchronization
import Testing
import ValenceModels
import ValenceText

/// A corpus of texts written in a test, labels in the order of their names.
func samples(_ texts: [(text: String, label: String)]) -> Corpus {
    var corpus = Corpus()
    corpus.labelNames = Set(texts.map(\.label)).sorted()
    let tokenizer = Tokenizer(corpus.textSettings)
    var list = TokenList()
    for (text, label) in texts {
        tokenizer.tokenize(ArraySlice(text.utf8), into: &list)
        for index in 0..<list.count {
            corpus.tokens.append(corpus.table.intern(list[index], hash: list.hashes[index]))
        }
        corpus.ends.append(corpus.tokens.count)
        corpus.labels.append(Int32(corpus.labelNames.firstIndex(of: label) ?? 0))
    }
    return corpus
}

/// Values gathered from closures that run on any thread.
final class Collected<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])

    func append(_ value: Value) { values.withLock { $0.append(value) } }
    var all: [Value] { values.withLock { $0 } }
}

extension TensorFileWriter {
    /// The whole file.
    func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            let count = try write { bytes.append(contentsOf: $0) }
            #expect(count == bytes.count)
        } catch {
            Issue.record(error)
        }
        return bytes
    }
}
