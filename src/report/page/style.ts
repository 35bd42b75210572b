/** How the page looks: one column, one accent, light and dark by the reader's own setting, and black on white on paper. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #fcfcfb; --ink: #1b1f24; --quiet: #59616b; --line: #e2e4e7; --soft: #f3f4f5; --accent: #0b62a4;
  --blue: #0072b2; --sky: #56b4e9; --green: #009e73; --orange: #e69f00; --red: #d55e00; --purple: #cc79a7; --grey: #a7adb5; --hot: #b34700; --outage: #f3dbe8; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --ink: #e8eaec; --quiet: #a0a8b1; --line: #2e343b; --soft: #1d2227; --accent: #7cc0f2;
  --blue: #3d9bd6; --sky: #8fd0f5; --green: #2dbb92; --orange: #eeb23a; --red: #ee7f35; --purple: #dd9abd; --grey: #6c7681; --hot: #ff9d5c; --outage: #43293a; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 60rem; padding: 2.5rem 1.25rem 5rem; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -.015em; font-weight: 650; margin: .35rem 0 1.4rem; text-wrap: balance; }
h2 { font-size: 1.3rem; letter-spacing: -.01em; font-weight: 650; margin: 0 0 1rem; }
h2 .no { color: var(--quiet); font-weight: 400; margin-right: .5rem; }
h3 { font-size: 1rem; font-weight: 650; margin: 2.2rem 0 .6rem; }
p { margin: .5rem 0; max-width: 44rem; }
a { color: var(--accent); text-underline-offset: .25em; text-decoration-thickness: 1px; }
code, pre, .id { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .86em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
section { margin-top: 4rem; padding-top: 1.6rem; border-top: 1px solid var(--line); }
.eyebrow { color: var(--quiet); font-size: .9rem; margin: 0; overflow-wrap: anywhere; max-width: none; }
.quiet { color: var(--quiet); font-weight: 400; }
.clock { white-space: nowrap; }
.n { font-variant-numeric: tabular-nums; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.print-only { display: none; }
.id { color: var(--quiet); display: block; overflow-wrap: anywhere; }
[hidden] { display: none !important; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .4rem .8rem; }

.tiles { display: flex; flex-wrap: wrap; gap: .4rem 2.4rem; list-style: none; padding: 0; margin: 0 0 1.6rem; color: var(--quiet); }
.tiles b { display: block; font-size: 1.7rem; line-height: 1.15; font-weight: 600; color: var(--ink); }
.tiles .hot b { color: var(--hot); }
.next { background: var(--soft); border-left: 3px solid var(--accent); padding: .8rem 1.1rem; border-radius: 0 6px 6px 0; }
.next p { margin: 0; }
pre { margin: .6rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
nav ol { display: flex; flex-wrap: wrap; gap: .3rem 1.3rem; list-style: none; margin: 1.6rem 0 0; padding: 0; font-size: .95rem; }

.figures { align-items: start; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 2.2rem 3rem; }
figure { margin: 0; } figcaption { font-weight: 600; margin-bottom: .4rem; }
.bar { display: block; width: 100%; height: 1.25rem; border-radius: 4px; overflow: hidden; }
.bar rect { stroke: var(--paper); stroke-width: 1.5; vector-effect: non-scaling-stroke; }
.key { width: .7rem; height: .7rem; margin-right: .55rem; }
.meter { display: inline-block; width: 6rem; height: .5rem; margin-right: .5rem; border-radius: 2px; }
.beside { display: inline-block; min-width: 4.2rem; }
.track { fill: var(--line); }
.blue { fill: var(--blue); } .sky { fill: var(--sky); } .green { fill: var(--green); } .orange { fill: var(--orange); }
.red { fill: var(--red); } .purple { fill: var(--purple); } .grey { fill: var(--grey); } .outage { fill: var(--outage); }
.limit { stroke: var(--hot); stroke-width: 1.5; stroke-dasharray: 5 3; vector-effect: non-scaling-stroke; }
.pause { stroke: var(--quiet); stroke-width: 1; stroke-dasharray: 2 3; vector-effect: non-scaling-stroke; }

table { border-collapse: collapse; width: 100%; font-size: .93rem; }
table.narrow { width: auto; min-width: min(100%, 24rem); } .figures .scroll { margin: .4rem 0; } .figures table.narrow { width: 100%; }
caption { text-align: left; font-weight: 600; padding: 0 0 .4rem; caption-side: top; }
th, td { text-align: left; vertical-align: top; padding: .42rem 1.2rem .42rem 0; border-top: 1px solid var(--line); font-weight: 400; overflow-wrap: break-word; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--quiet); font-size: .86rem; border-top: 0; white-space: nowrap; vertical-align: bottom; }
th.n, td.n { text-align: right; white-space: nowrap; }
.rows td.n { text-align: left; }
.legend { margin-top: .35rem; } .legend th, .legend td { padding: .18rem .6rem .18rem 0; border: 0; } .legend td:last-child { width: 5rem; padding-right: 0; }
.scroll { overflow-x: auto; margin: 1.2rem 0; } .scroll .id { min-width: 17rem; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 3rem; margin: 1rem 0; font-size: .95rem; }
dl div { display: flex; justify-content: space-between; gap: 1.2rem; padding: .42rem 0; border-top: 1px solid var(--line); }
dt { color: var(--quiet); } dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }

.codes { list-style: none; margin: 0; padding: 0; }
.codes li { padding: .8rem 0; border-top: 1px solid var(--line); }
.codes p { margin: .15rem 0; } .codes .help::before { content: "→ "; content: "→ " / ""; color: var(--quiet); } .codes li:target { background: var(--soft); box-shadow: -.6rem 0 var(--soft), .6rem 0 var(--soft); }
.codes .code { max-width: none; } .code { display: flex; flex-wrap: wrap; gap: .2rem .8rem; align-items: baseline; } .code code { font-size: .95rem; font-weight: 600; }
button { font: inherit; color: var(--accent); background: none; border: 0; padding: 0; cursor: pointer; text-decoration: underline; text-underline-offset: .15em; }
.code button { margin-left: auto; font-size: .9rem; }
.tools { display: flex; flex-wrap: wrap; gap: .6rem 1.4rem; align-items: center; margin: 1rem 0; font-size: .95rem; color: var(--quiet); }
.tools input, .tools select { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--grey); border-radius: 6px; padding: .3rem .6rem; margin-left: .3rem; max-width: 100%; }
.rows, .rows thead, .rows tbody { display: block; } .rows tr { display: grid; grid-template-columns: 6.5rem 14rem minmax(0, 1fr) 11rem; gap: 0 1.2rem; border-top: 1px solid var(--line); }
.rows tbody tr { content-visibility: auto; contain-intrinsic-size: auto 4rem; } .rows thead tr { border: 0; } .rows th, .rows td { border: 0; padding-right: 0; overflow-wrap: anywhere; }
.rows thead button { color: inherit; text-decoration: none; } .rows thead button::after { content: " ↕"; content: " ↕" / ""; } .rows [aria-sort=ascending] button::after { content: " ↑"; content: " ↑" / ""; } .rows [aria-sort=descending] button::after { content: " ↓"; content: " ↓" / ""; }
.problem { display: block; margin-top: .15rem; } .chip + .problem { display: inline; }
.chip { display: inline-block; font-size: .8rem; line-height: 1.5; padding: 0 .5rem; border: 1px solid var(--grey); border-radius: 9px; }
.chip.held, .chip.failed, .chip.invalid { border-color: var(--hot); color: var(--hot); }
.differs { display: block; color: var(--hot); }

.plots figcaption { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin-top: 1.4rem; }
.plots span { font-weight: 400; color: var(--quiet); font-size: .9rem; }
.line-key::before, .mark-key::before { content: ""; display: inline-block; width: 1.1rem; margin-right: .4rem; vertical-align: middle; border-top: 2px dashed var(--hot); }
.mark-key::before { border: 0; width: .7rem; height: .7rem; background: var(--orange); } .outage-key::before { background: var(--outage); outline: 1px solid var(--purple); }
.pause-key::before { width: 0; height: 1rem; background: none; border-left: 1px dashed var(--quiet); }
.panel { position: relative; padding-left: 3.2rem; } .panel svg { display: block; width: 100%; height: 9rem; border-bottom: 1px solid var(--line); }
.most { position: absolute; left: 0; top: .1rem; width: 2.7rem; text-align: right; }
.axis { display: flex; justify-content: space-between; padding: .2rem 0 0 3.2rem; }
.sign { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 0 2rem; break-inside: avoid; }
.sign div { padding-top: 2.6rem; } .sign span { display: block; border-top: 1px solid var(--ink); color: var(--quiet); font-size: .86rem; padding-top: .25rem; }
footer { margin-top: 4rem; padding-top: 1.2rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .9rem; }

@media (max-width: 640px) {
  body { padding-top: 1.5rem; } h1 { font-size: 1.5rem; } section { margin-top: 3rem; }
  .rows thead tr { display: flex; flex-wrap: wrap; gap: 0 1rem; } .rows thead th { padding: .2rem 0; }
  .rows tbody tr { display: block; padding: .8rem 0; } .rows td { display: block; padding: .1rem 0; }
  .rows td:first-child::before { content: "Record "; color: var(--quiet); }
  .scroll table { min-width: 30rem; }
  .meter { width: 3.5rem; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --quiet: #4a4f55; --line: #cfd2d6; --soft: #fff; --accent: #0b4f85;
    --blue: #0072b2; --sky: #56b4e9; --green: #009e73; --orange: #e69f00; --red: #d55e00; --purple: #cc79a7; --grey: #a7adb5; --hot: #8a3600; --outage: #f3dbe8; }
  @page { margin: 16mm 15mm; }
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  a { color: inherit; text-decoration: none; } nav, .tools, button.filter, .skip { display: none !important; }
  .rows thead button::after { content: ""; }
  section { margin-top: 1.6rem; padding-top: .9rem; } h2, h3, caption, figcaption { break-after: avoid; } tr, figure, .codes li, dl div { break-inside: avoid; }
  .scroll { overflow: visible; } .scroll .id { min-width: 0; } .rows tbody tr { content-visibility: visible; } .rows tbody tr:nth-child(n+201) { display: none; } .rows:has(tr:nth-child(201)) + .print-only { display: block; }
  .figures { grid-template-columns: 1fr 1fr; }
}
`;
