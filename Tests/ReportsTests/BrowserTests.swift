import Foundation
import Testing
import ValenceReports

/// Opens pages in a real browser, where one is installed.
@Suite("In a browser", .serialized, .enabled(if: Browser.path != nil, "no chromium on this machine"))
struct BrowserTests {
    @Test("no page is wider than a phone or a desk screen, and none says anything on the console")
    func overflow() throws {
        // Each page in a frame of each width; what the outer page measures is read from its text.
        let frames = Sample.corners.map { HTMLRenderer.render($0) }.enumerated().flatMap { index, page in
            [360, 1440].map { width in
                "<iframe id=\"\(index) at \(width)\" width=\"\(width)\" height=\"800\" style=\"border:0\" srcdoc=\"\(escape(page))\"></iframe>"
            }
        }
        let outer = """
            <!DOCTYPE html><body>\(frames.joined())<pre></pre><script>
            addEventListener("load", () => {
              document.querySelector("pre").textContent = [...document.querySelectorAll("iframe")].map(frame => {
                const page = frame.contentDocument.documentElement
                return frame.id + ": " + page.scrollWidth + " of " + page.clientWidth + ", " + page.querySelectorAll("svg").length
              }).join("\\n")
              document.querySelectorAll("iframe").forEach(frame => frame.remove())
            })
            </script></body>
            """
        let run = try Browser.open(outer, "--dump-dom", "--window-size=1600,900")
        let measured = run.output.matches(of: /(\d+) at (\d+): (\d+) of (\d+), (\d+)/)
        #expect(measured.count == 2 * Sample.corners.count)
        for match in measured {
            #expect(match.2 == match.4 && match.3 == match.4, "page \(match.1): \(match.3) wide at \(match.2)")
        }
        #expect(measured.contains { (Int($0.5) ?? 0) > 6 })
        #expect(!run.errors.contains("CONSOLE"), "\(run.errors)")
    }

    @Test("the page prints")
    func print() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "valence-\(UUID().uuidString).pdf")
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try Browser.open(
            HTMLRenderer.render(Sample.report(models: 3)), "--print-to-pdf=\(folder.path(percentEncoded: false))")
        let pdf = try Data(contentsOf: folder)
        #expect(pdf.starts(with: Data("%PDF".utf8)) && pdf.count > 20_000)
    }

    private func escape(_ page: String) -> String {
        page.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
    }
}

/// Chromium without a window.
enum Browser {
    static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    struct Missing: Error {}

    /// Opens a page from a file of its own, in a profile of its own.
    static func open(_ page: String, _ options: String...) throws -> (output: String, errors: String) {
        guard let path else { throw Missing() }
        let folder = FileManager.default.temporaryDirectory.appending(path: "valence-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "page.html")
        try Data(page.utf8).write(to: file)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments =
            [
                "--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu", "--disable-dev-shm-usage",
                "--enable-logging=stderr",
                "--no-first-run", "--user-data-dir=\(folder.path(percentEncoded: false))/profile", "--timeout=20000",
            ] + options + [file.absoluteString]
        // Files, not pipes: a full pipe that nobody reads would stop the browser.
        let (output, errors) = (folder.appending(path: "output"), folder.appending(path: "errors"))
        for url in [output, errors] {
            try Data().write(to: url)
        }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        func text(_ url: URL) throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }
        return (try text(output), try text(errors))
    }
}
