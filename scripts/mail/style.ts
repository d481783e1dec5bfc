/** The look of the mail page: the product's warm paper and evergreen by day, brass on night by dark. */
export const style = `
:root { color-scheme: light dark; --paper: #faf7f0; --card: #fffefb; --sunken: #f1ece0; --ink: #1b3029; --soft: #55655d;
  --line: #e2dccd; --primary: #1d4a3b; --on-primary: #fdfaf2; --focus: #2f7a5f; }
@media (prefers-color-scheme: dark) { :root { --paper: #0f1917; --card: #16221f; --sunken: #1d2a26; --ink: #f0ede3;
  --soft: #b1b9ae; --line: #2b3a35; --primary: #e5bf6e; --on-primary: #1b2a24; --focus: #e5bf6e; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 ui-sans-serif, system-ui, "Segoe UI", sans-serif; }
a { color: var(--primary); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 6px; }
header { display: flex; align-items: center; gap: 1rem; max-width: 56rem; margin: 0 auto; padding: 1.25rem 1rem .75rem; }
header > * { white-space: nowrap; }
header a { font-weight: 700; font-size: 1.1rem; text-decoration: none; color: var(--ink); }
header p { margin: 0; color: var(--soft); font-size: .9rem; }
header form { margin-left: auto; }
button, .button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1rem; border-radius: 10px; cursor: pointer;
  border: 1px solid var(--line); background: var(--card); color: var(--ink); text-decoration: none; display: inline-block; }
.button.primary { background: var(--primary); border-color: transparent; color: var(--on-primary); overflow-wrap: anywhere; }
main { max-width: 56rem; margin: 0 auto; padding: 0 1rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em; margin: .75rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; }
.mails { list-style: none; margin: 0; padding: 0; }
.mails li + li { border-top: 1px solid var(--line); }
.mails a { display: grid; grid-template-columns: 1fr auto; gap: .1rem 1rem; padding: .85rem 1.1rem; color: var(--ink); text-decoration: none; }
.mails a:hover { background: var(--sunken); }
.mails strong { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mails span, .mails time { color: var(--soft); font-size: .9rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mails span { grid-column: 1 / -1; }
.mails time { grid-row: 1; grid-column: 2; font-variant-numeric: tabular-nums; }
.empty { padding: 3.5rem 1.5rem; text-align: center; color: var(--soft); }
.empty strong, .empty h1 { display: block; margin: 0; color: var(--ink); font-size: 1.1rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .15rem 1rem; margin: 0 0 1rem; font-size: .95rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
iframe { display: block; width: 100%; height: 70vh; border: 0; background: #fff; }
.links { display: flex; flex-direction: column; align-items: flex-start; gap: .5rem; margin: 0 0 1rem; padding: 0; list-style: none; }
details { margin-top: 1rem; } summary { cursor: pointer; font-weight: 600; padding: .5rem 0; }
pre { margin: 0; padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; font: .85rem/1.5 ui-monospace, monospace; }
`;
