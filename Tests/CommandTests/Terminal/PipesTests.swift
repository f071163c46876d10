import Foundation
import Testing

@Suite("Pipes")
struct PipesTests {
    let tool: Tool
    let folder: Folder

    init() throws {
        tool = try Tool()
        folder = try Folder()
    }

    @Test("standard input and output carry reviews in and rows out, the same as files do")
    func both() throws {
        try folder.write("new.csv", TinyReviews.unlabelled)
        let model = try TinyModel.path()
        let piped = try tool.run("classify", "-", "-m", model, in: folder, input: TinyReviews.unlabelled)
        #expect(piped.exitCode == 0)
        let written = try tool.run("classify", "new.csv", "-m", model, "-o", "out.csv", in: folder)
        #expect(written.exitCode == 0)
        #expect(written.output.isEmpty)
        #expect(try folder.text("out.csv") == piped.output)
        #expect(piped.output.split(whereSeparator: \.isNewline).count == 11)
    }

    @Test("a gzipped file and several files in one call are read as one")
    func severalFiles() throws {
        try folder.write("a.csv", TinyReviews.unlabelled)
        let model = try TinyModel.path()
        let zipped = try tool.shell(
            "gzip -k a.csv && valence classify a.csv.gz a.csv -m '\(model)' -q", in: folder)
        #expect(zipped.exitCode == 0 && zipped.errors.isEmpty)
        #expect(zipped.output.split(whereSeparator: \.isNewline).count == 21)
        let gzippedPipe = try tool.shell("gzip -c a.csv | valence classify - -m '\(model)' -q", in: folder)
        #expect(gzippedPipe.output.split(whereSeparator: \.isNewline).count == 11)
    }

    @Test("several pipes in one call are all read, also for training; one that must be read twice is refused")
    func severalPipes() throws {
        try folder.write("a.csv", TinyReviews.csv)
        let rows = try tool.shell(
            "valence classify <(cat a.csv) <(cat a.csv) -m '\(try TinyModel.path())' -q", in: folder)
        #expect(rows.exitCode == 0 && rows.errors.isEmpty)
        #expect(rows.output.split(whereSeparator: \.isNewline).count == 161)
        let named = try tool.shell(
            "mkfifo p; cat a.csv > p & timeout 20 '\(tool.path.path)' train p --model-type bow -q", in: folder)
        #expect(named.exitCode == 0 && folder.exists("model.safetensors"))
        let split = try tool.run("split", "p", in: folder)
        #expect(split.exitCode == 64)
        #expect(split.errors == "valence: split reads its input twice, which p does not allow; name a file\n")
    }

    @Test("a header that comes in pieces is a header still")
    func slowHeader() throws {
        let run = try tool.shell(
            "{ printf 'te'; sleep 0.2; printf 'xt,no\\ngood,1\\n'; } | valence inspect - --dump", in: folder)
        #expect(run.output == "{\"text\":\"good\",\"no\":\"1\"}\n")
    }

    @Test("standard output without room left is named as that, with 74")
    func fullOutput() throws {
        try folder.write("new.csv", TinyReviews.unlabelled)
        let run = try tool.shell("valence classify new.csv -q -m '\(try TinyModel.path())' > /dev/full", in: folder)
        #expect(run.exitCode == 74)
        #expect(run.errors == "valence: standard output: writing failed: No space left on device\n")
    }

    @Test("whoever closes our output early ends the tool quietly, with 0")
    func closedPipe() throws {
        let rows = (0..<20_000).map { "\($0),The film number \($0) was superb and the crew was great\n" }
        try folder.write("long.csv", "id,text\n" + rows.joined())
        let run = try tool.shell(
            "valence classify long.csv -m '\(try TinyModel.path())' -q | head -n 1; echo ${PIPESTATUS[0]}", in: folder)
        #expect(run.errors.isEmpty)
        #expect(run.output.split(whereSeparator: \.isNewline).last == "0")
    }

    @Test("an output without room left ends with 74")
    func fullDevice() throws {
        try folder.write("new.csv", TinyReviews.unlabelled)
        let run = try tool.run("classify", "new.csv", "-m", try TinyModel.path(), "-o", "/dev/full", in: folder)
        #expect(run.exitCode == 74)
        #expect(run.errors.hasSuffix("valence: /dev/full: writing failed: No space left on device\n"))
    }

    @Test("line-buffered classification answers a record before the next one comes")
    func lineBuffered() throws {
        let process = tool.process(["classify", "-", "-m", try TinyModel.path(), "--line-buffered", "-q"], in: folder)
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        input.fileHandleForWriting.write(Data("id,text\n1,a superb film\n".utf8))
        var answer = Data()
        while answer.count(where: { $0 == 0x0A }) < 2, case let more = output.fileHandleForReading.availableData,
            !more.isEmpty
        {
            answer += more
        }
        let lines = String(decoding: answer, as: UTF8.self).split(whereSeparator: \.isNewline)
        #expect(lines.count == 2 && lines.last?.hasPrefix("1,a superb film,") == true)
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
