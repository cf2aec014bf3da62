/** The look of /docs, light and dark as the system has it. */
export const STYLE = `:root {
  color-scheme: light dark;
  --bg: light-dark(#f6f5f2, #131416); --surface: light-dark(#fff, #1b1d20); --ink: light-dark(#1d2126, #eceef0);
  --soft: light-dark(#4c545c, #b0b7bf); --line: light-dark(#e7e4de, #2b2f34); --accent: light-dark(#0d745d, #4fd1ad);
  --write: light-dark(#855100, #f2b84b); --remove: light-dark(#b8302a, #ff8a80);
}
* { box-sizing: border-box }
body {
  margin: 0; background: var(--bg); color: var(--ink);
  font: 15px/1.55 ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
  display: grid; grid-template-columns: 15rem minmax(0, 1fr);
}
code, pre, .route {
  font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace; font-size: .92em;
}
a { color: var(--accent) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px }
nav {
  position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 24px 16px;
  border-right: 1px solid var(--line); font-size: .9em;
}
nav ul { list-style: none; margin: 2px 0 10px; padding-left: 16px }
nav a { display: block; padding: 3px 0; text-decoration: none }
nav p a { display: inline; font-weight: 600 }
nav summary { cursor: pointer; color: var(--soft) }
main { padding: 24px 40px 96px; max-width: 62rem }
h1 { font-size: 1.75rem; margin: 0 0 12px }
h2 { margin: 48px 0 0; text-transform: capitalize }
h3 { margin: 0; font-size: 1.1rem }
h3 a { color: inherit; text-decoration: none }
h4 { margin: 16px 0 4px; font-size: .85rem; color: var(--soft) }
p { margin: 6px 0 }
section {
  background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 18px 22px;
  margin-top: 16px; scroll-margin-top: 12px;
}
.route { margin: 4px 0 8px; overflow-wrap: anywhere }
.route b { color: var(--accent) }
.route .post, .route .put, .route .patch { color: var(--write) }
.route .delete { color: var(--remove) }
.notes { color: var(--soft); font-size: .9em }
table { border-collapse: collapse; font-size: .9em; max-width: 100%; display: block; overflow-x: auto }
th { text-align: left; font-weight: 500; color: var(--soft) }
th, td { padding: 4px 20px 4px 0; vertical-align: top; border-bottom: 1px solid var(--line) }
td > table { margin: -4px 0 }
tr:last-child > td { border-bottom: 0 }
td b { color: var(--remove) }
pre {
  background: var(--bg); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px;
  margin: 4px 0 0; overflow-x: auto;
}
@media (max-width: 50rem) {
  body { display: block }
  nav { position: static; height: auto; border: 0; border-bottom: 1px solid var(--line) }
  nav details { display: inline-block; vertical-align: top; margin-right: 24px }
  main { padding: 16px 16px 64px }
}
`
