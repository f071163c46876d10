/// Why a measurement cannot be made or must not be believed.
struct BenchError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Files, and options as `--name value`.
struct Arguments {
    private(set) var files: [String] = []
    private var options: [String: String] = [:]

    init(_ words: ArraySlice<String>) throws {
        var words = words
        while let word = words.popFirst() {
            guard word.hasPrefix("--") else {
                files.append(word)
                continue
            }
            guard let value = words.popFirst() else { throw BenchError("\(word) needs a value") }
            options[String(word.dropFirst(2))] = value
        }
    }

    func text(_ name: String) -> String? { options[name] }

    func number(_ name: String, _ otherwise: Int) throws -> Int {
        guard let word = options[name] else { return otherwise }
        guard let number = Int(word) else { throw BenchError("--\(name) \(word) is no whole number") }
        return number
    }

    func seconds(_ name: String, _ otherwise: Double) throws -> Double {
        guard let word = options[name] else { return otherwise }
        guard let number = Double(word) else { throw BenchError("--\(name) \(word) is no number of seconds") }
        return number
    }

    func file() throws -> String {
        guard let file = files.first else { throw BenchError("no file was named") }
        return file
    }
}
