import Testing
import ValenceText

struct EntitiesTests {
    @Test("tags part words and are dropped")
    func tags() {
        #expect(tokens("good<br /><br />bad<BR>ugly<p class=\"x>y\">end</p>") == ["good", "bad", "ugly", "end"])
        #expect(
            tokens("<a href='http://x.y'>link</a> <img src=a.png/> <!-- no --> <!DOCTYPE html> x") == ["link", "x"])
        #expect(tokens("line<br\n/>two<hr/>") == ["line", "two"])
    }

    @Test("a smaller-than sign that opens no tag does not swallow text")
    func notTags() {
        #expect(tokens("a < b and c > d") == ["a", "b", "and", "c", "d"])
        #expect(tokens("x <b and c> y") == ["x", "b", "and", "c", "y"])
        #expect(tokens("I <3 this <sigh> film <i") == ["i", "<3", "this", "sigh", "film", "i"])
        #expect(tokens("<!-- open end") == ["!", "-", "open", "end"])
        #expect(tokens("<b<i>x") == ["b", "x"])
    }

    @Test("named and numeric references are decoded")
    func references() {
        #expect(
            tokens("caf&eacute; &Eacute;T&Eacute; a&nbsp;b &quot;x&quot; don&#39;t don&rsquo;t") == [
                "café", "été", "a", "b", "\"", "x", "\"", "don't", "don't",
            ])
        #expect(tokens("x&#8482; &#x1F600; &#128512; &#150; &hellip; &thetasym;") == ["x", "😀", "😀", "-", "...", "ϑ"])
        #expect(
            tokens("I &lt;3 it, 1 &lt; 2 &amp; rock&#39n&#39roll") == [
                "i", "<3", "it", ",", "1", "2", "rock'n'roll",
            ])
    }

    @Test("references escaped twice are decoded once more")
    func twice() {
        #expect(tokens("&amp;quot;x&amp;amp;lt;3") == ["\"", "x", "<3"])
        #expect(tokens("a &lt;br /&gt; b") == ["a", "b"])
    }

    @Test("what is no reference stays")
    func noReferences() {
        #expect(
            tokens("AT&T R&B &nosuch; &; &#; &#x; & &am") == [
                "at", "t", "r", "b", "nosuch", ";", ";", ";", "x", ";", "am",
            ])
        #expect(tokens("a&#0;b &#xD800;c &#99999999999;d&#1114112;e") == ["a\u{FFFD}b", "c", "d\u{FFFD}e"])
    }

    @Test("without cleaning, tags and references are plain text")
    func raw() {
        var settings = TextSettings()
        settings.cleansHTML = false
        #expect(tokens("a<br>b &amp; c", settings) == ["a", "br", "b", "amp", ";", "c"])
    }
}
