/// A call of the tool as it would be typed again, where its files are: absolute paths are told by their last part, since the
/// folders before it are of one machine and may name its user.
enum CallText {
    /// - Parameters:
    ///   - arguments: with the tool's own path first.
    ///   - left: the long names of options to leave out; those of a letter are known by it.
    static func text<C: Command>(_ arguments: [String], of command: C.Type, without left: [String]) -> String {
        let options = command.options.filter { left.contains($0.long) }
        var words = ["valence"]
        var rest = arguments.dropFirst()
        while let argument = rest.popFirst() {
            let name = argument.prefix { $0 != "=" }
            let option = options.first { name == "--\($0.long)" || $0.short.map { argument == "-\($0)" } ?? false }
            guard let option else {
                words.append(quoted(short(argument)))
                continue
            }
            if !option.isFlag, !argument.contains("=") { _ = rest.popFirst() }
        }
        return words.joined(separator: " ")
    }

    /// `/a/b/c` as `c`, and `--name=/a/b/c` as `--name=c`.
    private static func short(_ argument: String) -> String {
        guard let slash = argument.firstIndex(of: "/"), let last = argument.split(separator: "/").last else {
            return argument
        }
        let before = argument[..<slash]
        guard before.isEmpty || before.hasPrefix("--") && before.hasSuffix("=") else { return argument }
        return before + String(last)
    }

    /// As a shell takes it for one word.
    private static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "_-./=,:+@%".utf8.contains(byte)
        }
        return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
