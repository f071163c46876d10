import Foundation
import Synchronization

/// The signals that ask the tool to stop: the first is remembered and polled, a second ends it at once.
enum Signals {
    /// The signal that came; 0 while none has.
    private static let received = Atomic<Int32>(0)

    /// A closed pipe becomes an error of `write`, which ends the tool quietly.
    static func ignoreClosedPipes() {
        signal(SIGPIPE, SIG_IGN)
    }

    /// From here on SIGINT and SIGTERM wait for the work to come to a good end.
    static func deferStopping() {
        // Touched before the handler can run, so that the handler itself never initialises it.
        received.store(0, ordering: .relaxed)
        var stopping = sigset_t()
        sigemptyset(&stopping)
        for number in [SIGINT, SIGTERM] {
            sigaddset(&stopping, number)
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in Signals.received.store(number, ordering: .relaxed) }
            action.sa_flags = SA_RESTART | Int32(bitPattern: UInt32(SA_RESETHAND))
            sigaction(number, &action, nil)
        }
        // A parent may have started us with both blocked.
        pthread_sigmask(SIG_UNBLOCK, &stopping, nil)
    }

    static var isStopping: Bool { received.load(ordering: .relaxed) != 0 }

    /// The exit code of work that was stopped; `nil` if it was not.
    static var exitCode: ExitCode? {
        switch received.load(ordering: .relaxed) {
        case SIGINT: .interrupted
        case SIGTERM: .terminated
        default: nil
        }
    }
}
