import Foundation
import Testing
import ValenceModels

@Suite("A tensor file")
struct TensorFileTests {
    private let values: [Float] = [1, -2, 3.5, .leastNonzeroMagnitude, 0, -0.0]

    private func sample() -> [UInt8] {
        var file = TensorFileWriter()
        file.metadata = [("name", "a \"quoted\" \\ line\nbreak, é and \u{1}")]
        file.add("table", table: [UInt64.max, 0, 7])
        file.add("weight", shape: [2, 3], values)
        file.add("bytes", table: Array("word".utf8))
        return file.encoded()
    }

    private func problem(_ bytes: [UInt8]) -> String? {
        do {
            _ = try TensorFile(path: "m", content: Data(bytes))
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("gives back what was written, to the bit")
    func roundTrip() throws {
        let file = try TensorFile(path: "m", content: Data(sample()))
        #expect(file.metadata == ["name": "a \"quoted\" \\ line\nbreak, é and \u{1}"])
        let weight = try file.floats("weight", shape: [2, 3])
        #expect(weight.map(\.bitPattern) == values.map(\.bitPattern))
        #expect(try file.table("table", of: UInt64.self) == [.max, 0, 7])
        #expect(try file.table("bytes", of: UInt8.self) == Array("word".utf8))
    }

    @Test("is refused when cut anywhere")
    func cut() {
        let bytes = sample()
        for length in 0..<bytes.count { #expect(problem(Array(bytes[..<length])) != nil, "cut to \(length) bytes") }
        #expect(problem(bytes) == nil)
        #expect(problem(bytes + [0]) != nil)
    }

    @Test(
        "says what is wrong with its header",
        arguments: [
            (
                #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#,
                "tensor 'a' of shape [2] does not fit its place [0, 4] in the file"
            ),
            (
                #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, "tensor 'a' has the shape [-1]"
            ),
            (
                #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#,
                "tensor 'a' has the shape [4611686018427387904, 4]"
            ),
            (#"{"a":{"dtype":"Q7","shape":[1],"data_offsets":[0,4]}}"#, "tensor 'a' is of type Q7"),
            (#"{"a":7}"#, "tensor 'a' lacks dtype, shape or data_offsets"),
            (#"[1]"#, "the header is not a JSON object"),
            (
                #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#,
                "tensors overlap or leave a gap at byte"
            ),
        ])
    func badHeader(header: String, expected: String) throws {
        var bytes = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init)
        bytes += Array(header.utf8) + [0, 0, 0, 0]
        let said = try #require(problem(bytes))
        #expect(said.hasPrefix("m: \(expected)"), "\(said)")
    }

    @Test("survives random damage: it opens or it is refused, it never crashes")
    func randomDamage() {
        let good = sample()
        var state: UInt64 = 7
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var refused = 0
        for _ in 0..<2000 {
            var bytes = good
            for _ in 0...random(4) { bytes[random(bytes.count)] = UInt8(random(256)) }
            if problem(bytes) != nil { refused += 1 }
        }
        #expect(refused > 200)
    }

    @Test("names the tensor that is missing, of another shape or of another type")
    func wrongTensor() throws {
        let file = try TensorFile(path: "m", content: Data(sample()))
        #expect(throws: ModelsError.badModel(path: "m", problem: "tensor 'bias' is missing")) {
            try file.floats("bias", shape: [1])
        }
        #expect(throws: ModelsError.badModel(path: "m", problem: "tensor 'weight' has shape [2, 3], expected [3, 2]")) {
            try file.floats("weight", shape: [3, 2])
        }
        #expect(throws: ModelsError.badModel(path: "m", problem: "tensor 'table' is of type U64, expected U8")) {
            try file.table("table", of: UInt8.self)
        }
    }

    @Test("a file that is not there is named")
    func missingFile() {
        #expect(throws: ModelsError.noModel(path: "no-such-model.safetensors", reason: "no such file")) {
            try TensorFile(path: "no-such-model.safetensors")
        }
    }
}
