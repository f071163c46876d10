import Foundation

/// How many cores this machine offers.
var availableThreads: Int { ProcessInfo.processInfo.activeProcessorCount }

/// Options that several commands share.
extension Option {
    static func threads(_ path: WritableKeyPath<Target, Int>) -> Option {
        .whole(
            "threads", nil, path, value: "N", in: 1...1024,
            help: "cores to use; the result does not depend on it")
    }

    static func seed(_ path: WritableKeyPath<Target, UInt64>, help: String) -> Option {
        .custom(
            "seed", value: "N", help: help, shown: { String($0[keyPath: path]) },
            assign: { target, text in
                guard let seed = UInt64(text) else { throw ValueError(expected: "a whole number of at least 0") }
                target[keyPath: path] = seed
            })
    }
}
