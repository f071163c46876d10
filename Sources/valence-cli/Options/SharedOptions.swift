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

    /// Of a trained network's products; how one learns has its own words.
    static func precision(_ path: WritableKeyPath<Target, String?>) -> Option {
        .text(
            "precision", nil, path, value: "single|bfloat16",
            help:
                "numbers that a network's products multiply: single, or bfloat16, faster where the processor has it, at "
                + "probabilities that differ in the third digit (default: single)")
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
