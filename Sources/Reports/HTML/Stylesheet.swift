extension HTMLRenderer {
    /// Everything that the page looks like: screen first, then phone, then paper.
    static let stylesheet = """
        :root { \(Palette.light) }
        @media (prefers-color-scheme: dark) { :root { \(Palette.dark) } }
        @media print { :root { \(Palette.light) --ground: #fff; } }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
        body {
          margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 66rem; background: var(--ground); color: var(--ink);
          font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
          font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
        }
        h1, h2, h3 { line-height: 1.2; text-wrap: balance; }
        h1 { margin: 0 0 1rem; font-size: clamp(1.6rem, 4vw, 2.3rem); letter-spacing: -.015em; }
        h2 { margin: 0 0 1rem; padding-top: 1.25rem; border-top: 2px solid var(--ink); font-size: 1.4rem;
          letter-spacing: -.01em; }
        h3 { margin: 2rem 0 .5rem; font-size: 1.05rem; }
        h2 + h3 { margin-top: 0; }
        a { color: var(--accent); }
        :is(a, .scroll, summary):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        .kicker { margin: 0 0 .4rem; color: var(--soft); font-size: .85rem; font-weight: 600; letter-spacing: .04em; }
        .verdict { margin: 0 0 1.5rem; max-width: 46rem; font-size: clamp(1.1rem, 2.4vw, 1.3rem); line-height: 1.45; }
        .prose { margin: 0 0 1.25rem; max-width: 46rem; }
        .findings { margin: 1.5rem 0; padding-left: 1.2rem; max-width: 46rem; }
        .findings li { margin: .35rem 0; }
        .checks { margin: 0 0 1.25rem; padding: 0; list-style: none; }
        .checks li { margin: .25rem 0; padding: .3rem .75rem; border-left: .3rem solid; background: var(--panel); }
        .checks b { margin-right: .4rem; }
        .checks .met { border-color: var(--met); } .met b { color: var(--met); }
        .checks .missed { border-color: var(--missed); } .missed b { color: var(--missed); }
        .figures { display: flex; flex-wrap: wrap; gap: 1px; margin: 0 0 1.5rem;
          background: var(--line); border: 1px solid var(--line); border-radius: .5rem; overflow: hidden; }
        .figures div { flex: 1 1 7.5rem; padding: .75rem 1rem; background: var(--panel); }
        .figures dt { color: var(--soft); font-size: .85rem; }
        .figures dd { margin: 0; font-size: 1.4rem; font-weight: 600; letter-spacing: -.01em; white-space: nowrap; }
        .figures small { display: block; color: var(--soft); font-size: .8rem; font-weight: 400; letter-spacing: 0; }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 2rem 0 0; padding: .75rem 0; list-style: none;
          border-block: 1px solid var(--line); font-size: .95rem; }
        section { margin-top: 3rem; }
        .scroll { max-width: 100%; margin: 0 0 1.5rem; overflow-x: auto; }
        table { border-collapse: collapse; font-size: .95rem; }
        .facts { width: 100%; }
        .numbers { min-width: min(100%, 30rem); }
        caption { padding: 0 0 .5rem; color: var(--soft); text-align: start; font-size: .9rem; contain: inline-size; }
        caption span { display: block; position: sticky; left: 0; max-width: min(46rem, 100vw - 2.5rem); }
        th, td { padding: .4rem .75rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top;
          overflow-wrap: break-word; }
        :is(th, td):first-child { padding-left: 0; }
        th { font-weight: 600; }
        thead th { color: var(--soft); font-size: .85rem; vertical-align: bottom; }
        tbody th { font-weight: 500; max-width: 18rem; }
        .numbers td { text-align: end; white-space: nowrap; }
        .numbers thead th:not(:first-child) { max-width: 8rem; text-align: end; overflow-wrap: normal; }
        .numbers :is(th, td):first-child { position: sticky; left: 0; background: var(--ground); }
        .numbers .strong th:first-child { background: var(--panel); }
        .facts td { max-width: 34rem; overflow-wrap: anywhere; }
        .metrics td { min-width: 6.5rem; }
        .metrics td:last-child { min-width: 16rem; color: var(--soft); }
        .facts tbody th { width: 14rem; }
        .strong :is(th, td) { background: var(--panel); font-weight: 600; }
        .strong th:first-child { padding-left: .4rem; }
        .confusion { width: auto; min-width: min(100%, 20rem); }
        .confusion th { max-width: 10rem; }
        .confusion thead th { text-align: center; }
        .confusion thead tr:first-child > * { border: 0; padding-bottom: 0; }
        .confusion thead tr:last-child th:first-child { text-align: start; }
        .confusion td { min-width: 5.5rem; padding: .6rem .5rem; border: 1px solid var(--ground); text-align: center; }
        .hit { --tint: rgb(var(--hit) / calc(var(--share) * .5)); }
        .miss { --tint: rgb(var(--miss) / min(var(--share) * 1.3, .5)); }
        .confusion :is(.hit, .miss) { background: var(--tint); }
        .cell { fill: var(--tint); stroke: var(--line); stroke-width: .5; }
        .confusion :is(b, small) { display: block; white-space: nowrap; }
        .confusion small { font-size: .85rem; }
        figure { margin: 0 0 1.5rem; min-width: 0; }
        .pair { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0 3rem; margin-top: 1rem; }
        .pair > .chart { flex: 1 1 19rem; }
        @media (min-width: 56rem) { .pair > .chart { flex-basis: 24rem; } }
        .pair > .scroll { flex: 0 1 auto; }
        .pair > .scroll:has(.facts) { flex: 1 1 22rem; }
        .chart { max-width: 30rem; }
        .chart > figcaption { margin: 0 0 .5rem; font-weight: 600; }
        .chart > svg { display: block; width: 100%; height: auto; overflow: visible; }
        svg text { fill: var(--soft); font-size: 11.5px; font-family: inherit; unicode-bidi: isolate;
          paint-order: stroke; stroke: var(--ground); stroke-width: 3px; stroke-linejoin: round; }
        svg .title { fill: var(--soft); font-weight: 600; }
        svg .name { fill: var(--ink); font-weight: 500; }
        svg .on { fill: var(--ink); font-size: 13px; stroke: none; }
        .grid { stroke: var(--line); stroke-width: 1; }
        .axis { stroke: var(--soft); stroke-width: 1; }
        .reference { stroke: var(--soft); stroke-width: 1.3; stroke-dasharray: 4 4; }
        .line { fill: none; stroke: var(--s); stroke-width: 2; stroke-linejoin: round; }
        .whisker { stroke: var(--s); stroke-width: 1.6; }
        .point { fill: var(--s); stroke: var(--ground); stroke-width: 1; }
        .bar { fill: var(--s); }
        .muted { fill: var(--muted); }
        .s0 { --s: var(--s0); } .s1 { --s: var(--s1); } .s2 { --s: var(--s2); }
        .s3 { --s: var(--s3); } .s4 { --s: var(--s4); } .s5 { --s: var(--s5); }
        .line.s1 { stroke-dasharray: 7 3; } .line.s2 { stroke-dasharray: 2 2.5; } .line.s3 { stroke-dasharray: 9 3 2 3; }
        .line.s4 { stroke-dasharray: 4 2; } .line.s5 { stroke-dasharray: 1 3; }
        .key { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: .4rem 0 0; padding: 0; list-style: none;
          color: var(--soft); font-size: .85rem; }
        .swatch { width: 24px; height: 10px; vertical-align: middle; }
        .chart details { margin-top: .4rem; font-size: .9rem; }
        .track { position: relative; height: 1.5rem; background: linear-gradient(var(--line), var(--line)) center / 100% 2px no-repeat; }
        .track span { position: absolute; top: 50%; translate: 0 -50%; }
        .range { min-width: 2px; height: .7rem; background: rgb(var(--hit) / .45); border-radius: 2px; }
        .track .mark { width: 3px; height: 1.3rem; translate: -50% -50%; background: var(--accent); border-radius: 2px; }
        .track .common { width: 0; height: 1.3rem; translate: -50% -50%; border-left: 2px dashed var(--soft); }
        .scale figcaption { display: flex; flex-wrap: wrap; gap: 0 1.25rem; color: var(--soft); font-size: .85rem; }
        .ends { display: flex; flex: 0 0 100%; justify-content: space-between; }
        .sign { white-space: nowrap; }
        .sign i { display: inline-block; vertical-align: middle; margin-right: .3rem; }
        .sign .mark { width: 3px; height: 1rem; background: var(--accent); }
        .sign .range { width: 1.2rem; }
        .sign .common { height: 1rem; border-left: 2px dashed var(--soft); }
        summary { cursor: pointer; color: var(--accent); margin-bottom: .5rem; }
        .more { margin: 0 0 1rem; padding: .6rem 0 0; border-top: 1px solid var(--line); }
        .mistakes { padding-left: 1.75rem; max-width: 48rem; }
        .mistakes li { margin: 0 0 1.5rem; }
        .labels { margin: 0 0 .35rem; font-size: .95rem; color: var(--soft); }
        .labels b { color: var(--ink); }
        .place { display: inline-block; margin-left: .5rem; font-size: .85rem; }
        blockquote { margin: 0; padding: .1rem 1rem; border-inline-start: 3px solid var(--line); white-space: pre-line; }
        mark { padding: 0 .1em; border-radius: .2em; color: inherit; text-decoration: underline 2px; text-underline-offset: .2em; }
        .for { background: rgb(var(--hit) / calc(var(--weight) * .4)); text-decoration-color: rgb(var(--hit)); }
        .against { background: rgb(var(--miss) / calc(var(--weight) * .4)); text-decoration: underline 2px dotted rgb(var(--miss)); }
        footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem; }
        @media (max-width: 40rem) {
          body { padding: 1.5rem 1rem 3rem; }
          th, td { padding: .35rem .5rem; }
          table { font-size: .875rem; }
          .facts tbody th { width: 38%; }
          .metrics td:last-child { min-width: 13rem; }
          .numbers tbody th { min-width: 7rem; }
          .numbers { font-size: .8125rem; }
          .numbers thead th:not(:first-child) { font-size: .75rem; }
          .numbers :is(th, td):not(:first-child) { padding: .35rem 0 .35rem .6rem; }
          .confusion { min-width: 0; }
          .confusion td { min-width: 3.1rem; padding: .45rem .1rem; }
          .confusion small { font-size: .75rem; }
          .figures dd { font-size: 1.2rem; }
        }
        @media print {
          html { font-size: 9.5pt; }
          body { max-width: none; padding: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          nav, .chart details { display: none; }
          section { margin-top: 1.5rem; }
          h2, h3, caption, figcaption { break-after: avoid; }
          tr, .mistakes li, figure, .figures { break-inside: avoid; }
          .scroll { overflow: visible; }
          .pair > .chart { flex-basis: 40%; max-width: 48%; }
          th, td { padding: .25rem .5rem; }
          details::details-content { content-visibility: visible; height: auto; }
        }

        """
}
