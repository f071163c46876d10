import Foundation

/// Refuses outputs that would destroy an input or each other, however their paths are spelled.
enum OutputCheck {
    /// - Parameters:
    ///   - outputs: option and path; `nil` where the option is not given.
    ///   - inputs: paths of what is read.
    static func check<C: Command>(
        _ command: C, outputs: [(option: String, path: String?)], inputs: [String]
    ) throws {
        let given = outputs.compactMap { output in output.path.map { (output.option, $0) } }
        for (index, (option, path)) in given.enumerated() {
            guard let file = identity(path) else { continue }
            // Without --force an input is safe: it exists, and what exists is not overwritten.
            if command.common.overwrites, inputs.contains(where: { identity($0) == file }) {
                throw UsageError("\(option) \(path) is also an input; name another file", command: C.name)
            }
            if let (other, _) = given[..<index].first(where: { identity($0.1) == file }) {
                throw UsageError("\(other) and \(option) are both \(path); name two different files", command: C.name)
            }
        }
    }

    /// Two paths of one file have one identity; `nil` for what is no file, such as a pipe or a device.
    private static func identity(_ path: String) -> [String]? {
        var status = stat()
        if path == "-" { return nil }
        if stat(path, &status) == 0 {
            return status.st_mode & S_IFMT == S_IFREG ? ["\(status.st_dev)", "\(status.st_ino)"] : nil
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") + "/" : "."
        guard let name = parts.last, stat(folder, &status) == 0 else { return nil }
        return ["\(status.st_dev)", "\(status.st_ino)", String(name)]
    }
}
