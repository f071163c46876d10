/// The page's colours in one theme, as CSS variables.
///
/// Blue is what is right and orange what is wrong, which colour-blind readers tell apart; the series differ in lightness and
/// dashes as well (after Okabe & Ito 2008). Text stands on every ground at a contrast of 4.5 or more, lines and marks at 3.
enum Palette {
    static let light = """
        --ground: #fdfdfb; --panel: #f3f3ee; --ink: #1d2125; --soft: #575d66; --line: #d9d9d1; --accent: #1857a4;
        --muted: #8b919a; --hit: 24 87 164; --miss: 214 108 20; --met: #0b6b4f; --missed: #a8330c;
        --s0: #1857a4; --s1: #b8500c; --s2: #0b7a5f; --s3: #8b3f86; --s4: #846500; --s5: #4d5866;
        """

    static let dark = """
        --ground: #15181c; --panel: #1f242a; --ink: #e9eaec; --soft: #a9b0b9; --line: #363c44; --accent: #82b4f5;
        --muted: #707883; --hit: 64 130 214; --miss: 206 112 36; --met: #5fd0a8; --missed: #ff9a76;
        --s0: #82b4f5; --s1: #f2a25c; --s2: #56c9a4; --s3: #dd9fd8; --s4: #d9bc4a; --s5: #b3bcc7;
        """
}
