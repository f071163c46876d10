import Testing
import ValenceText

/// Languages and scripts, by example.
struct ScriptsTests {
    @Test("French elisions part, accents stay, spaced punctuation is plain")
    func french() {
        #expect(
            tokens("L\u{2019}histoire n'est pas mal\u{A0}! C'est l'\u{E9}t\u{E9}, qu\u{2019}il aime\u{202F}?") == [
                "l'", "histoire", "n'", "est", "pas", "mal", "!", "c'", "est", "l'", "\u{E9}t\u{E9}", ",", "qu'", "il",
                "aime", "?",
            ])
        #expect(tokens("\u{AB} \u{C7}A \u{BB} \u{C9}COLE") == ["\"", "\u{E7}a", "\"", "\u{E9}cole"])
    }

    @Test("Hindi vowel signs and conjuncts stay in their word, and the danda is a full stop")
    func hindi() {
        #expect(
            tokens("यह फ़िल्म बहुत अच्छी है। नहीं!") == ["यह", "फ़िल्म", "बहुत", "अच्छी", "है", ".", "नहीं", "!"])
        #expect(tokens("क्‍ष") == ["क्ष"], "a zero-width joiner says nothing")
    }

    @Test("Chinese is one token a character, Latin words and numbers inside stay whole")
    func chinese() {
        #expect(
            tokens("这部电影很好看！！我给9.5分，iPhone不错。") == [
                "这", "部", "电", "影", "很", "好", "看", "!!", "我", "给", "9.5", "分", ",", "iphone", "不", "错", ".",
            ])
        #expect(tokens("𠮷野家") == ["𠮷", "野", "家"], "characters beyond the basic plane too")
    }

    @Test("Japanese is one token a character in kanji and both kana, voiced marks attached")
    func japanese() {
        #expect(
            tokens("映画はとても「面白い」、スゴイ？") == [
                "映", "画", "は", "と", "て", "も", "\"", "面", "白", "い", "\"", ",", "ス", "ゴ", "イ", "?",
            ])
        #expect(tokens("か\u{3099}き") == ["か\u{3099}", "き"])
        #expect(tokens("ＡＢＣ１２３") == ["abc123"], "full-width letters are the plain ones")
    }

    @Test("Thai, Lao, Khmer and Burmese are one token a letter with its marks")
    func southEastAsia() {
        #expect(tokens("ดีมาก") == ["ดี", "ม", "า", "ก"])
        #expect(tokens("ที่นี่ 5 ดาว") == ["ที่", "นี่", "5", "ด", "า", "ว"])
        #expect(tokens("ດີ") == ["ດີ"])
        #expect(tokens("ល្អ") == ["ល្", "អ"])
        #expect(tokens("ကောင်း") == ["ကော", "င်း"])
    }

    @Test("Korean, Arabic, Russian, Greek and Turkish are words between blanks")
    func spaced() {
        #expect(tokens("이 영화 정말 재미있어요!") == ["이", "영화", "정말", "재미있어요", "!"])
        #expect(tokens("فيلم رائع، أليس كذلك؟") == ["فيلم", "رائع", ",", "أليس", "كذلك", "?"])
        #expect(tokens("مُدهِش") == ["مُدهِش"], "vowel signs stay in the word")
        #expect(tokens("ОЧЕНЬ Плохо") == ["очень", "плохо"])
        #expect(tokens("ΚΑΛΌ") == ["καλό"])
        #expect(tokens("İyi") == ["iyi"])
    }

    @Test("an emoji is one token, whatever it is made of")
    func emoji() {
        #expect(tokens("love😂😂 it") == ["love", "😂", "😂", "it"])
        #expect(tokens("👍🏽👩‍👩‍👧‍👦🇫🇷🇩🇪🏳️‍🌈") == ["👍🏽", "👩‍👩‍👧‍👦", "🇫🇷", "🇩🇪", "🏳‍🌈"])
        #expect(tokens("❤️❤ ☹️") == ["❤", "❤", "☹"], "a variation selector says nothing")
        #expect(tokens("★★★☆☆") == ["★", "★", "★", "☆", "☆"])
        #expect(tokens("❤️‍🔥good") == ["❤\u{200D}🔥", "good"])
        #expect(tokens("🇫 \u{1F3FB}") == ["🇫", "\u{1F3FB}"], "half a flag and a lone skin tone")
        #expect(tokens("1️⃣") == ["1\u{20E3}"])
        #expect(tokens("🏴\u{E0067}\u{E0062}\u{E007F}") == ["🏴\u{E0067}\u{E0062}\u{E007F}"])
    }

    @Test("invisible characters vanish from words, zero-width spaces part them")
    func invisible() {
        #expect(tokens("\u{FEFF}won\u{AD}der\u{200D}ful a\u{200B}b ©™°") == ["wonderful", "a", "b"])
    }
}
