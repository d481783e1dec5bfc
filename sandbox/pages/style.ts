/** What all pages share. The colours meet WCAG AA on their grounds, in light and in dark. */
export const pageStyle = `
:root { color-scheme: light dark; --bg: #f6f5f2; --card: #fff; --ink: #1d1c1a; --soft: #63605a; --line: #dedbd4; --edge: #86827a;
  --accent: #2f4fd8; --on-accent: #fff; --bad: #b3261e; --bad-bg: #fdecea; --warn-bg: #fff3d6; --warn-ink: #5c4300; }
@media (prefers-color-scheme: dark) { :root { --bg: #151517; --card: #1f1f23; --ink: #f1efea; --soft: #a7a39b;
  --line: #36363c; --edge: #76767f; --accent: #93a8ff; --on-accent: #10131f; --bad: #ffb4ab; --bad-bg: #3b1714; --warn-bg: #3a2f12;
  --warn-ink: #ffe2a0; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
.banner { background: var(--warn-bg); color: var(--warn-ink); text-align: center; padding: .5rem 1rem; font-size: .875rem;
  font-weight: 600; }
main { max-width: 30rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
main.wide { max-width: 72rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0 1rem; letter-spacing: -.01em; }
h2 { font-size: 1.1rem; margin: 0 0 .75rem; }
h1, h2, p { overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
select + button { margin-top: .75rem; }
.travel select + button, .actions select + button { margin-top: 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.25rem; margin: 0 0 1rem; }
.row { display: flex; justify-content: space-between; gap: 1rem; padding: .35rem 0; }
.row > :last-child { flex: none; max-width: 60%; text-align: right; font-variant-numeric: tabular-nums; }
.total { border-top: 1px solid var(--line); margin-top: .5rem; padding-top: .75rem; font-weight: 700; }
.soft { color: var(--soft); font-size: .9rem; margin: .4rem 0; }
.amount { margin: 0; font-size: 2rem; font-weight: 700; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
label { display: block; font-weight: 600; font-size: .9rem; margin: .75rem 0 .25rem; }
input, select { width: 100%; font: inherit; padding: .65rem .75rem; border: 1px solid var(--edge); border-radius: 9px;
  background: var(--bg); color: var(--ink); }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; align-items: end; }
button, .button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .6rem 1rem; border-radius: 10px; cursor: pointer;
  border: 1px solid var(--edge); background: var(--card); color: var(--ink); text-decoration: none; display: inline-block; }
button.main { width: 100%; margin-top: 1.25rem; background: var(--accent); color: var(--on-accent); border-color: transparent; }
button.danger { color: var(--bad); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
.chips { display: flex; flex-wrap: wrap; gap: .5rem; margin: .5rem 0 0; padding: 0; list-style: none; }
.chips a { display: inline-block; border: 1px solid var(--edge); border-radius: 999px; padding: .35rem .8rem; font-size: .85rem;
  text-decoration: none; color: var(--ink); }
.chips a[aria-current] { border-color: var(--accent); font-weight: 700; }
.error { background: var(--bad-bg); color: var(--bad); border-radius: 10px; padding: .75rem 1rem; margin: 0 0 1rem; font-weight: 600; }
.tag { display: inline-block; border: 1px solid var(--line); border-radius: 999px; padding: 0 .6rem; font-size: .8rem; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; }
.actions form { margin: 0; } .actions input { width: auto; min-height: 2.75rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
th, td { text-align: left; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
td.long { white-space: normal; overflow-wrap: anywhere; }
code { font-family: ui-monospace, monospace; font-size: .85em; }
footer { margin-top: 1.5rem; text-align: center; }
`;
