import Testing
import ValenceModels

@Suite("SHA-256")
struct SHA256Tests {
    @Test(
        "gives the standard's digests",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func standardDigests(text: String, digest: String) {
        var hash = SHA256()
        hash.update(Array(text.utf8))
        #expect(hash.finalize() == digest)
    }

    @Test("does not depend on how the bytes are cut")
    func anyCut() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var whole = SHA256()
        whole.update(bytes)
        var parts = SHA256()
        for start in stride(from: 0, to: 1000, by: 7) { parts.update(bytes[start..<min(start + 7, 1000)]) }
        #expect(whole.finalize() == parts.finalize())
    }
}
