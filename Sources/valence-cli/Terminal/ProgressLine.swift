import Foundation
import Synchronization

/// A line on a terminal that is drawn over again and again; on no terminal it draws nothing. Messages go through it
/// too, so that they never land in the middle of a drawn line.
final class ProgressLine: Sendable {
    private struct State {
        var isDrawn = false
        var lastDrawnSeconds = 0.0
    }

    private let state = Mutex(State())
    private let isShown: Bool

    /// How often a line is drawn at most: often enough to look alive, seldom enough to cost nothing.
    private static let intervalSeconds = 0.1

    init(isShown: Bool) {
        self.isShown = isShown && StandardError.isTerminal
    }

    /// Draws `text` in place of the last line, unless that one is too fresh.
    func draw(_ text: @autoclosure () -> String) {
        guard isShown else { return }
        state.withLock { state in
            let now = ProcessInfo.processInfo.systemUptime
            guard now - state.lastDrawnSeconds >= Self.intervalSeconds else { return }
            state.lastDrawnSeconds = now
            state.isDrawn = true
            StandardError.write("\r\u{1B}[K" + String(text().prefix(Self.columns() - 1)))
        }
    }

    /// Says a line that stays.
    func say(_ line: String) {
        state.withLock { state in
            Self.clear(&state)
            StandardError.say(line)
        }
    }

    /// Takes the drawn line away.
    func clear() {
        state.withLock { Self.clear(&$0) }
    }

    private static func clear(_ state: inout State) {
        if state.isDrawn { StandardError.write("\r\u{1B}[K") }
        state.isDrawn = false
        state.lastDrawnSeconds = 0
    }

    private static func columns() -> Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 80 }
        return Int(size.ws_col)
    }
}
