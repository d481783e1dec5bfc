/** What the console has beyond the pages for customers. */
export const consoleStyle = `
:root { --good: #1a6b3c; --good-bg: #e3f4e9; --quiet-bg: #efede8; --hover: #f3f1ec; }
@media (prefers-color-scheme: dark) { :root { --good: #8fdcaa; --good-bg: #17301f; --quiet-bg: #2a2a2f; --hover: #26262b; } }
.top { background: var(--card); border-bottom: 1px solid var(--line); }
.top > div { max-width: 76rem; margin: 0 auto; padding: .75rem 1rem 0; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; }
.top strong { font-size: 1.05rem; letter-spacing: -.01em; }
.top time { color: var(--soft); font-size: .9rem; font-variant-numeric: tabular-nums; margin-left: auto; }
.top nav { width: 100%; overflow-x: auto; scrollbar-width: none; }
.top nav ul { display: flex; gap: .25rem; list-style: none; margin: 0; padding: 0; }
.top nav a { display: block; padding: .7rem .75rem; color: var(--soft); text-decoration: none; font-weight: 600; font-size: .9rem;
  border-bottom: 3px solid transparent; white-space: nowrap; }
.top nav a:hover { color: var(--ink); }
.top nav a:focus-visible { outline-offset: -3px; }
.top nav a[aria-current] { color: var(--ink); border-color: var(--accent); }
main.wide { max-width: 76rem; }
h1 code { font-size: .8em; }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); align-items: start; margin-bottom: 1rem; }
.grid > .card { margin: 0; min-width: 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 1px; padding: 0; overflow: hidden; background: var(--line); }
.figures a { background: var(--card); padding: .9rem 1.1rem; color: var(--ink); text-decoration: none; }
.figures a:hover { background: var(--hover); }
.figures b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; letter-spacing: -.02em; }
.figures span { color: var(--soft); font-size: .85rem; }
.tag { padding: .05rem .6rem; font-weight: 600; white-space: nowrap; border-color: transparent; background: var(--quiet-bg); }
.tag.good { background: var(--good-bg); color: var(--good); } .tag.bad { background: var(--bad-bg); color: var(--bad); }
.tag.warn { background: var(--warn-bg); color: var(--warn-ink); }
table td { padding: .6rem .75rem .6rem 0; } tbody tr:hover { background: var(--hover); } tbody tr:last-child td { border-bottom: 0; }
th { color: var(--soft); font-size: .8rem; } th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; padding-right: 1.75rem; }
.travel button { background: var(--accent); color: var(--on-accent); border-color: transparent; }
td form { margin: 0; } td button, .small { min-height: 2rem; padding: .2rem .7rem; font-size: .85rem; border-radius: 8px; }
.strip { background: var(--warn-bg); color: var(--warn-ink); border-radius: 10px; padding: .7rem 1rem; margin: 0 0 1rem; font-size: .9rem; }
.strip a { color: inherit; }
pre { margin: 0; overflow-x: auto; font: .82rem/1.55 ui-monospace, monospace; tab-size: 2; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem; margin: 0; font-size: .9rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.filters { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: 0 0 1rem; }
.filters label { margin: 0 0 .25rem; } .filters > div { flex: 1 1 12rem; max-width: 22rem; }
.pager { display: flex; gap: 1rem; margin: .9rem 0 0; font-size: .9rem; }
input[type=range] { padding: 0; min-height: 2.75rem; accent-color: var(--accent); background: none; border: 0; }
progress { width: 100%; height: .6rem; accent-color: var(--accent); }
.travel { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; } .travel > :first-child { flex: 1 1 14rem; }
.due { list-style: none; margin: 0; padding: 0; } .due li { display: flex; justify-content: space-between; gap: 1rem; padding: .45rem 0;
  border-bottom: 1px solid var(--line); font-size: .9rem; } .due li:last-child { border: 0; }
.due time { color: var(--soft); white-space: nowrap; font-variant-numeric: tabular-nums; }
.switch { display: grid; grid-template-columns: auto 1fr 6.5rem; gap: .25rem .9rem; align-items: center; padding: .75rem 0; border-bottom: 1px solid var(--line); }
.switch label { margin: 0; font-size: 1rem; } .switch p { margin: 0; grid-column: 2; } .switch input[type=number] { grid-row: 1 / span 2; grid-column: 3; }
.switch input[type=checkbox] { appearance: none; width: 2.75rem; height: 1.6rem; border-radius: 999px; padding: 0; background: var(--quiet-bg);
  border: 1px solid var(--soft); position: relative; cursor: pointer; grid-row: 1 / span 2; }
.switch input[type=checkbox]::after { content: ""; position: absolute; inset: .15rem auto .15rem .15rem; aspect-ratio: 1; border-radius: 50%; background: var(--soft); }
.switch input[type=checkbox]:checked { background: var(--accent); border-color: var(--accent); }
.switch input[type=checkbox]:checked::after { inset: .15rem .15rem .15rem auto; background: var(--on-accent); }
summary { cursor: pointer; padding: .35rem 0; } code.pick { user-select: all; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; z-index: 1; }
@media (max-width: 44rem) { .wide-only { display: none; } .card:not(.figures) { padding: 1rem; } }
`;
