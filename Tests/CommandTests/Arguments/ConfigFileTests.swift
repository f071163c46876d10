import Testing

@Suite("A config file")
struct ConfigFileTests {
    let tool: Tool
    let folder: Folder

    init() throws {
        tool = try Tool()
        folder = try Folder()
    }

    /// A file that is wrong, and what the tool says of it.
    static let cases = [
        ("[1]", "not a JSON object of option names and values"),
        ("{\"epochs\": 3", "not a JSON object of option names and values"),
        ("{\"epoch\": 3}", "unknown key 'epoch' for 'train'; did you mean 'epochs'?"),
        ("{\"zzz\": 3}", "unknown key 'zzz' for 'train'"),
        ("{\"epochs\": \"ten\"}", "'epochs' expects a whole number from 1 to 100000, found 'ten'"),
        ("{\"epochs\": true}", "'epochs' expects text, a number or a list of them, found true"),
        ("{\"force\": 1}", "'force' expects true or false, found 1"),
        ("{\"files\": {}}", "'files' expects a path or a list of paths, found an object"),
        ("{\"config\": \"other.json\"}", "unknown key 'config' for 'train'"),
        (
            "{\"train\": {}, \"epochs\": 3}",
            "unknown section 'epochs'; expected train, pretrain, classify, evaluate, explain, audit, inspect, split, info"
        ),
    ]

    @Test("that cannot be understood ends the tool with 78", arguments: cases)
    func mistakes(_ json: String, _ problem: String) throws {
        try folder.write("settings.json", json)
        let run = try tool.run("train", "--config", "settings.json", "a.csv", in: folder)
        #expect(run.exitCode == 78)
        #expect(run.errors == "valence: settings.json: \(problem)\n")
    }

    @Test("that is not there ends the tool with 78")
    func missing() throws {
        let run = try tool.run("train", "-c", "settings.json", "a.csv", in: folder)
        #expect(run.exitCode == 78)
        #expect(run.errors == "valence: settings.json: no such config file, or it may not be read\n")
    }
}
