import Foundation
import Testing
import ValenceReviews

@Suite("An output")
struct AtomicOutputTests {
    private func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("appears under its name only when it is whole")
    func commit() throws {
        try inFolder { folder in
            let path = folder.appendingPathComponent("out").path
            let output = try AtomicOutput(path: path, overwrites: false)
            try output.append(Array("abc".utf8))
            try output.flush()
            #expect(!FileManager.default.fileExists(atPath: path))
            try output.commit()
            #expect(try names(folder) == ["out"])
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "abc")
        }
    }

    @Test("keeps the order of what it is given, little or much, in one piece of memory or not")
    func order() throws {
        try inFolder { folder in
            let path = folder.appendingPathComponent("out").path
            let output = try AtomicOutput(path: path, overwrites: false)
            let much = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
            let parts = [[1, 2, 3], much, [4], Array(much.dropFirst(5)), [5, 6]]
            for (number, part) in parts.enumerated() {
                if number == 3 {
                    try output.append(part.lazy.map { $0 })
                } else {
                    try output.append(part)
                }
            }
            try output.commit()
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(parts.flatMap { $0 }))
        }
    }

    @Test("leaves nothing behind when abandoned, and the old file as it was")
    func abandon() throws {
        try inFolder { folder in
            let path = folder.appendingPathComponent("out").path
            try Data("old".utf8).write(to: URL(fileURLWithPath: path))
            do {
                let output = try AtomicOutput(path: path, overwrites: true)
                try output.append(Array("new".utf8))
                try output.flush()
            }
            #expect(try names(folder) == ["out"])
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
        }
    }

    @Test("does not overwrite unless told to")
    func force() throws {
        try inFolder { folder in
            let path = folder.appendingPathComponent("out").path
            try Data("old".utf8).write(to: URL(fileURLWithPath: path))
            #expect(
                throws: ReviewsError.cannotCreate(path: path, reason: "exists already; add --force to overwrite it")
            ) {
                try AtomicOutput(path: path, overwrites: false)
            }
        }
    }

    @Test("replaces what a link points to, not the link")
    func link() throws {
        try inFolder { folder in
            let real = folder.appendingPathComponent("real")
            let link = folder.appendingPathComponent("link")
            try Data("old".utf8).write(to: real)
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: real)
            let output = try AtomicOutput(path: link.path, overwrites: true)
            try output.append(Array("new".utf8))
            try output.commit()
            #expect(try String(contentsOf: real, encoding: .utf8) == "new")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == real.path)
        }
    }

    @Test("makes what a link points to where nothing stands there yet; a link to itself is refused")
    func linkToNothing() throws {
        try inFolder { folder in
            let files = FileManager.default
            let path = folder.appendingPathComponent("link").path
            try files.createDirectory(at: folder.appendingPathComponent("in"), withIntermediateDirectories: false)
            try files.createSymbolicLink(atPath: path, withDestinationPath: "in/new")
            let output = try AtomicOutput(path: path, overwrites: false)
            try output.append(Array("new".utf8))
            try output.commit()
            #expect(try files.destinationOfSymbolicLink(atPath: path) == "in/new")
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
            let loop = folder.appendingPathComponent("loop").path
            try files.createSymbolicLink(atPath: loop, withDestinationPath: "loop")
            let reason = "is a link that leads back to itself; name another file"
            #expect(throws: ReviewsError.cannotCreate(path: loop, reason: reason)) {
                try AtomicOutput(path: loop, overwrites: false)
            }
        }
    }

    @Test("that cannot be made is named")
    func impossible() throws {
        try inFolder { folder in
            let path = folder.appendingPathComponent("no/such/out").path
            #expect(
                throws: ReviewsError.cannotCreate(path: path, reason: "cannot be written: No such file or directory")
            ) {
                try AtomicOutput(path: path, overwrites: false)
            }
            #expect(
                throws: ReviewsError.cannotCreate(
                    path: folder.path, reason: "is a folder, expected the name of a file")
            ) {
                try AtomicOutput(path: folder.path, overwrites: true)
            }
        }
    }

    @Test("to a full device fails with a word")
    func fullDevice() throws {
        let output = try AtomicOutput(path: "/dev/full", overwrites: false)
        try output.append([1])
        #expect(
            throws: ReviewsError.cannotWrite(path: "/dev/full", reason: "writing failed: No space left on device")
        ) {
            try output.commit()
        }
    }
}
