import Foundation

/// Wall-clock seconds that `body` takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
    let spent = try ContinuousClock().measure(body)
    return Double(spent.components.seconds) + Double(spent.components.attoseconds) * 1e-18
}

/// Processor seconds that this process has used, on all its threads.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// The fewest seconds of several things done in turn, since others use the machine as well: one of each, then again.
func bestInTurn(_ rounds: Int, _ bodies: [() -> Void]) -> [Double] {
    var best = [Double](repeating: .infinity, count: bodies.count)
    for _ in 0..<rounds {
        for (index, body) in bodies.enumerated() { best[index] = min(best[index], seconds(body)) }
    }
    return best
}
