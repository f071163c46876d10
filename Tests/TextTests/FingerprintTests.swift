import Testing
import ValenceText

struct FingerprintTests {
    func fingerprint(_ text: String) -> UInt64 {
        var list = TokenList()
        Tokenizer(TextSettings()).tokenize(Array(text.utf8)[...], into: &list)
        return Fingerprint.of(list)
    }

    @Test("copies that differ in capitals, blanks, markup and commas share a fingerprint")
    func copies() {
        let original = fingerprint("Good film, \"really\" - isn't it?")
        #expect(fingerprint("good  FILM really isn\u{2019}t it?") == original)
        #expect(fingerprint("<p>Good&nbsp;film,<br />&quot;really&quot; &mdash; isn&#39;t it?</p>") == original)
    }

    @Test("other words, another order, other moods and more of the same do not")
    func others() {
        let texts = ["not good", "good not", "good", "good good", "good!", "good?", "", "good good good"]
        #expect(Set(texts.map(fingerprint)).count == texts.count)
        #expect(fingerprint("") == fingerprint(" ., "))
    }

    @Test("fingerprints never change: model files hold them")
    func golden() {
        #expect(fingerprint("A good film!") == 0x2AA2_B106_4A26_C9AC)
    }
}
