extension HTMLRenderer {
    /// Blue for what is right and orange for what is wrong, which colour-blind readers tell apart; text on every ground at
    /// a contrast of 4.5 or more.
    static let stylesheet = """
        :root {
          --ground: #fdfdfb; --panel: #f4f4ef; --ink: #1d2125; --soft: #575d66; --line: #d9d9d1;
          --accent: #1857a4; --hit: 24 87 164; --miss: 214 108 20;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #15181c; --panel: #1e2227; --ink: #e9eaec; --soft: #a4abb4; --line: #363c44;
            --accent: #82b4f5; --hit: 64 130 214; --miss: 206 112 36;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body {
          margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 62rem; background: var(--ground); color: var(--ink);
          font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
          font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
        }
        h1, h2, h3 { line-height: 1.2; text-wrap: balance; }
        h1 { margin: 0 0 1rem; font-size: clamp(1.6rem, 4vw, 2.3rem); letter-spacing: -.015em; }
        h2 { margin: 0 0 .75rem; font-size: 1.35rem; letter-spacing: -.01em; }
        h3 { margin: 2rem 0 .5rem; font-size: 1.05rem; }
        a { color: var(--accent); }
        a:focus-visible, .scroll:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        .kicker { margin: 0 0 .4rem; color: var(--soft); font-size: .85rem; font-weight: 600; letter-spacing: .04em; }
        .verdict { margin: 0 0 1.5rem; max-width: 46rem; font-size: clamp(1.1rem, 2.4vw, 1.3rem); line-height: 1.45; }
        .findings { margin: 1.5rem 0; padding-left: 1.2rem; max-width: 46rem; }
        .findings li { margin: .35rem 0; }
        .figures { display: flex; flex-wrap: wrap; gap: 1px; margin: 0 0 1.5rem;
          background: var(--line); border: 1px solid var(--line); border-radius: .5rem; overflow: hidden; }
        .figures div { flex: 1 1 7.5rem; padding: .75rem 1rem; background: var(--panel); }
        .figures dt { color: var(--soft); font-size: .85rem; }
        .figures dd { margin: 0; font-size: 1.4rem; font-weight: 600; letter-spacing: -.01em; white-space: nowrap; }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: .75rem 0; list-style: none;
          border-block: 1px solid var(--line); font-size: .95rem; }
        section { margin-top: 3rem; }
        .scroll { max-width: 100%; margin: 0 0 1.5rem; overflow-x: auto; }
        table { border-collapse: collapse; font-size: .95rem; }
        .facts { width: 100%; }
        .numbers { min-width: min(100%, 36rem); }
        caption { padding: 0 0 .5rem; color: var(--soft); text-align: start; font-size: .9rem; }
        th, td { padding: .4rem .75rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
        th:first-child, td:first-child { padding-left: 0; }
        th { font-weight: 600; }
        th, td { overflow-wrap: break-word; }
        thead th { color: var(--soft); font-size: .85rem; vertical-align: bottom; }
        tbody th { font-weight: 500; max-width: 18rem; }
        .numbers td, .numbers thead th:not(:first-child) { text-align: end; white-space: nowrap; }
        .facts td { max-width: 34rem; overflow-wrap: anywhere; }
        .metrics td:last-child { min-width: 18rem; color: var(--soft); }
        .metrics td:not(:last-child) { white-space: nowrap; }
        .facts tbody th { width: 14rem; }
        .strong th, .strong td { background: var(--panel); font-weight: 600; }
        .confusion { width: auto; min-width: min(100%, 20rem); }
        .confusion th { max-width: 10rem; }
        .confusion thead th { text-align: center; }
        .confusion thead tr:first-child > * { border: 0; padding-bottom: 0; }
        .confusion thead tr:last-child th:first-child { text-align: start; }
        .confusion td { min-width: 5.5rem; padding: .6rem .75rem; border: 1px solid var(--ground); text-align: center; }
        .hit { background: rgb(var(--hit) / calc(var(--share) * .5)); }
        .miss { background: rgb(var(--miss) / min(var(--share) * 1.3, .5)); }
        .confusion b, .confusion small { display: block; white-space: nowrap; }
        .confusion small { font-size: .85rem; }
        .pair { display: flex; flex-wrap: wrap; gap: 0 3rem; }
        .pair caption { contain: inline-size; }
        .pair .numbers { min-width: min(100%, 28rem); }
        figure { margin: 1.5rem 0; }
        .track { position: relative; height: 1.5rem; background: linear-gradient(var(--line), var(--line)) center / 100% 2px no-repeat; }
        .track span { position: absolute; top: 50%; translate: 0 -50%; }
        .range { min-width: 2px; height: .7rem; background: rgb(var(--hit) / .45); border-radius: 2px; }
        .track .point { width: 3px; height: 1.3rem; translate: -50% -50%; background: var(--accent); border-radius: 2px; }
        .track .common { width: 0; height: 1.3rem; translate: -50% -50%; border-left: 2px dashed var(--soft); }
        figcaption { display: flex; flex-wrap: wrap; gap: 0 1.25rem; color: var(--soft); font-size: .85rem; }
        .ends { display: flex; flex: 0 0 100%; justify-content: space-between; }
        .key { white-space: nowrap; }
        .key i { display: inline-block; vertical-align: middle; margin-right: .3rem; }
        .key .point { width: 3px; height: 1rem; background: var(--accent); }
        .key .range { width: 1.2rem; }
        .key .common { height: 1rem; border-left: 2px dashed var(--soft); }
        .forest .row { display: grid; grid-template-columns: minmax(5rem, 12rem) 1fr; gap: 0 1rem; align-items: center; }
        .forest figcaption { padding-left: calc(12rem + 1rem); }
        details { margin: 0 0 1.5rem; }
        summary { cursor: pointer; color: var(--accent); margin-bottom: .75rem; }
        .mistakes { padding-left: 1.75rem; }
        .mistakes li { margin: 0 0 1.5rem; }
        .labels { margin: 0 0 .35rem; font-size: .95rem; color: var(--soft); }
        .labels b { color: var(--ink); }
        .place { display: inline-block; margin-left: .5rem; font-size: .85rem; }
        blockquote { margin: 0; padding: .1rem 1rem; border-inline-start: 3px solid var(--line); white-space: pre-line; }
        footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem; }
        @media (max-width: 40rem) {
          body { padding: 1.5rem 1rem 3rem; }
          th, td { padding: .35rem .5rem; }
          table { font-size: .875rem; }
          .facts tbody th { width: 38%; }
          .metrics td:not(:last-child) { white-space: normal; }
          .metrics td:last-child { min-width: 9rem; }
          .scroll :is(th, td):first-child { padding-left: 0; }
          .numbers { font-size: .8125rem; }
          .numbers thead th:not(:first-child) { font-size: .75rem; white-space: normal; overflow-wrap: normal; }
          .numbers :is(th, td):not(:first-child) { padding: .35rem 0 .35rem .5rem; }
          .numbers :is(th, td):first-child { padding: .35rem .25rem .35rem 0; }
          .confusion { min-width: 0; }
          .confusion td { min-width: 3.1rem; padding: .45rem .1rem; }
          .confusion small { font-size: .75rem; }
          .figures dd { font-size: 1.2rem; }
          .forest .row { grid-template-columns: 1fr; margin-bottom: .5rem; }
          .forest figcaption { padding-left: 0; }
        }
        @media print {
          :root { --ground: #fff; --panel: #f4f4ef; --ink: #000; --soft: #444; --line: #bbb; --accent: #1857a4;
            --hit: 24 87 164; --miss: 214 108 20; }
          body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          nav { display: none; }
          section { margin-top: 1.5rem; }
          h2, h3, caption { break-after: avoid; }
          tr, .mistakes li, figure { break-inside: avoid; }
          .scroll { overflow: visible; }
          details::details-content { content-visibility: visible; }
        }

        """
}
