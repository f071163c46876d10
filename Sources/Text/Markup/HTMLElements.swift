/// The names of HTML elements, today's and those of older pages
/// (HTML Living Standard, sections 4 and 16.2, https://html.spec.whatwg.org).
enum HTMLElements {
    static let longestName = 10

    static func contains(_ name: some Sequence<UInt8>) -> Bool { hashes.contains(TokenHash.of(name)) }

    private static let hashes = Set(names.split(whereSeparator: \.isWhitespace).map { TokenHash.of($0.utf8) })

    private static let names = """
        a abbr acronym address area article aside audio b base basefont bdi bdo big blink blockquote body br button canvas
        caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset
        figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input
        ins kbd label legend li link main map mark marquee menu meta meter nav nobr noframes noscript object ol optgroup
        option output p param picture pre progress q rp rt ruby s samp script section select slot small source span strike
        strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var
        video wbr
        """
}
