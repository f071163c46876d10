import Foundation

/// The machine a run was made on, for `run.json`.
enum Machine {
    /// The processor, its cores and the system.
    static var name: String {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = info.split(separator: "\n").first { $0.hasPrefix("model name") }
        let processor = line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
        let system = ProcessInfo.processInfo.operatingSystemVersionString
        return [processor, "\(ProcessInfo.processInfo.activeProcessorCount) cores", system].compactMap { $0 }
            .joined(separator: ", ")
    }
}
