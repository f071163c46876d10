import Testing
import ValenceText

/// The tokens of `text`, by default with every setting on.
func tokens(_ text: String, _ settings: TextSettings = TextSettings()) -> [String] {
    tokens(bytes: Array(text.utf8), settings)
}

func tokens(bytes: [UInt8], _ settings: TextSettings = TextSettings()) -> [String] {
    var list = TokenList()
    Tokenizer(settings).tokenize(bytes[...], into: &list)
    return (0..<list.count).map { String(decoding: list[$0], as: UTF8.self) }
}

struct TokenizerTests {
    /// A text and its tokens, parted by blanks.
    struct Example: CustomTestStringConvertible {
        let text: String
        let tokens: String
        init(_ text: String, _ tokens: String) { (self.text, self.tokens) = (text, tokens) }
        var testDescription: String { text }
    }

    func check(_ example: Example) {
        let expected = example.tokens.unicodeScalars.split(separator: " ").map { String($0) }
        #expect(tokens(example.text) == expected, "\(example.text)")
    }

    @Test(
        "words are lower-cased and parted at blanks and signs",
        arguments: [
            Example("A GREAT film", "a great film"),
            Example("", ""),
            Example(" \t\r\n\u{0}", ""),
            Example("re-imagining, (1999): \"wow\"; ok.", "re - imagining , ( 1999 ) : \" wow \" ; ok ."),
            Example("this -- that", "this - that"),
            Example("a_b*c/d #hashtag $5 100% x&y", "a b c d hashtag 5 100 x y"),
            Example("incomprehensibilities Abcdefgh ABCDEFGHI", "incomprehensibilities abcdefgh abcdefghi"),
        ])
    func words(_ example: Example) { check(example) }

    @Test(
        "an apostrophe inside a word stays, in one form, and quotes around words go",
        arguments: [
            Example("I don't, can\u{2019}t, WON'T", "i don't , can't , won't"),
            Example("it\u{92}s isn\u{FF07}t", "it's isn't"),
            Example("'good' \u{2018}bad\u{2019} the actors' ''", "good bad the actors"),
            Example("rock'n'roll the 90's", "rock'n'roll the 90's"),
            Example("it's I'd y'all o'clock", "it's i'd y'all o'clock"),
        ])
    func apostrophes(_ example: Example) { check(example) }

    @Test(
        "what treebanks part from its word is put back",
        arguments: [
            Example("it does n't work , ca n't , WO N'T", "it doesn't work , can't , won't"),
            Example("it 's we 're I 'LL they 've he 'd I 'm", "it's we're i'll they've he'd i'm"),
            Example("n't , 's  's the 's' 'so 'dear", "n't , s s the s so dear"),
            Example("\u{E9} n't (:'", "\u{E9} n't :)"),
        ])
    func clitics(_ example: Example) { check(example) }

    @Test("a model that learned before clitics were put back still sees them apart")
    func firstVersion() {
        var settings = TextSettings()
        settings.tokenizerVersion = 1
        #expect(tokens("it 's does n't", settings) == ["it", "s", "does", "n't"])
    }

    @Test(
        "numbers keep their inner signs",
        arguments: [
            Example("8.5 7/10 8.5/10 1,000", "8.5 7/10 8.5/10 1,000"),
            Example("10/10. 3, 4,5 10.The 24/7!", "10/10 . 3 , 4 , 5 10 . the 24/7 !"),
            Example("1,0000 10000000", "1 , 0000 10000000"),
        ])
    func numbers(_ example: Example) { check(example) }

    @Test(
        "cries and ellipses come by strength",
        arguments: [
            Example("no! no!! no!!! no!!!!!!!", "no ! no !! no !!! no !!!"),
            Example("so? so?? so????", "so ? so ?? so ???"),
            Example("what?! what!?!! what\u{203C}", "what ?! what ?! what !"),
            Example("well.. well... well\u{2026}. end.", "well ... well ... well ... end ."),
        ])
    func cries(_ example: Example) { check(example) }

    @Test(
        "emoticons are one token, in their plainest form",
        arguments: [
            Example(
                ":-( :( :) :-) ;-) :D :-D :/ <3 :'( :P :p :-* :| =)", ":( :( :) :) ;) :D :D :/ <3 :'( :P :P :* :| :)"),
            Example("great:) fun :)))) lol :DDD </3 <333", "great :) fun :)) lol :DD </3 <3"),
            Example("^_^ >_< -_- (: (-:", "^_^ >_< -_- :) :)"),
        ])
    func emoticons(_ example: Example) { check(example) }

    @Test(
        "punctuation that looks like an emoticon is none",
        arguments: [
            Example("Cast:(John) at 10:30, note:dark x=3", "cast : ( john ) at 10 : 30 , note : dark x 3"),
            Example("and:/or :one i<3x", "and : or : one i 3x"),
            Example("(see: this) a;b", "( see : this ) a ; b"),
        ])
    func punctuation(_ example: Example) { check(example) }

    @Test(
        "addresses and names have one token each",
        arguments: [
            Example("see http://a.b/c?d=e&f, or HTTPS://x.y.", "see <url> , or <url> ."),
            Example("www.imdb.com/title (www.a.de)", "<url> ( <url> )"),
            Example("www http https: httpd", "www http https : httpd"),
            Example("@united thanks @A_b! bob@mail.com @ home", "<user> thanks <user> ! bob mail . com home"),
        ])
    func addresses(_ example: Example) { check(example) }

    @Test(
        "a letter stands three times in a row at most, a digit as often as it will",
        arguments: [
            Example("sooooo sooo soo", "sooo sooo soo"),
            Example("AAAAAAAAAAAAAAARGH noooooooooooo", "aaargh nooo"),
            Example("1000000 aaaabbbb xxxx1111", "1000000 aaabbb xxx1111"),
            Example("\u{E9}\u{E9}\u{E9}\u{E9}\u{E9}", "\u{E9}\u{E9}\u{E9}"),
        ])
    func repeats(_ example: Example) { check(example) }

    @Test("without lower-casing capitals stay")
    func capitals() {
        var settings = TextSettings()
        settings.lowercase = false
        #expect(tokens("A GREAT film, \u{C9}t\u{E9}!", settings) == ["A", "GREAT", "film", ",", "\u{C9}t\u{E9}", "!"])
    }

    @Test("C1 controls are the Windows-1252 punctuation that they once were")
    func windows1252() {
        #expect(
            tokens("film\u{96}noir\u{85} \u{93}hi\u{94} a\u{97}b don\u{92}t") == [
                "film", "-", "noir", "...", "\"", "hi", "\"", "a", "-", "b", "don't",
            ])
    }

    @Test("plain punctuation is told from words and from punctuation with mood")
    func plainPunctuation() {
        var list = TokenList()
        Tokenizer(TextSettings()).tokenize(Array("a. b, c! d? (e) - f... :) \"g\": h;".utf8)[...], into: &list)
        let kept = (0..<list.count).filter { !list.isPlainPunctuation($0) }.map {
            String(decoding: list[$0], as: UTF8.self)
        }
        #expect(kept == ["a", "b", "c", "!", "d", "?", "e", "f", "...", ":)", "g", "h"])
    }

    @Test("a list forgets its last text")
    func reuse() {
        var list = TokenList()
        let tokenizer = Tokenizer(TextSettings())
        tokenizer.tokenize(Array("a long text with many words".utf8)[...], into: &list)
        tokenizer.tokenize(Array("hi there".utf8)[2...], into: &list)
        #expect(list.count == 1)
        #expect(list.hashes == [TokenHash.of("there")])
        list.append(ArraySlice("x".utf8), hash: TokenHash.of("x"))
        #expect(Array(list.bytes) == Array("therex".utf8))
        tokenizer.tokenize([], into: &list)
        #expect(list.count == 0)
        #expect(list.bytes.isEmpty)
    }

    @Test("every token's hash is that of its bytes")
    func hashes() {
        var list = TokenList()
        let text =
            "It's A film, 7/10!! sooooo incomprehensible (abcdefgh) :-) \u{1F600} \u{4E2D}\u{6587} caf\u{E9} <b>http://x.y"
        Tokenizer(TextSettings()).tokenize(Array(text.utf8)[...], into: &list)
        #expect(list.count > 10)
        for index in 0..<list.count { #expect(list.hashes[index] == TokenHash.of(list[index])) }
    }
}
