/** How the mailbox looks: the site's colours, light and dark, list beside letter, one of them on a phone. */
export const style = `
:root {
  color-scheme: light dark;
  --canvas: #f8f7fb; --surface: #fff; --subtle: #f4f2f8; --ink: #1c1928; --muted: #5d586d; --line: #e6e3ee;
  --edge: #8f8a9e; --brand: #6d28d9; --tint: #f3eefe; --tint-ink: #5b21b6; --warning: #fff8eb; --warning-ink: #854009;
}
@media (prefers-color-scheme: dark) {
  :root {
    --canvas: #100e17; --surface: #191622; --subtle: #221e2e; --ink: #f3f1f8; --muted: #b4aec4; --line: #2f2a3d;
    --edge: #777089; --brand: #a78bfa; --tint: #2a1f47; --tint-ink: #cbb5fd; --warning: #2c2110; --warning-ink: #fcd489;
  }
}
* { box-sizing: border-box; margin: 0 }
body {
  display: flex; flex-direction: column; block-size: 100dvh; background: var(--canvas); color: var(--ink);
  font: 15px/1.5 ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
}
a { color: var(--tint-ink) }
:focus-visible { outline: 2px solid var(--brand); outline-offset: 2px }
[hidden], .offline { display: none }
[data-offline] .offline {
  display: block; padding: .5rem 1rem; background: var(--warning); color: var(--warning-ink); text-align: center;
}
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }

.top {
  display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; padding: .625rem 1rem;
  background: var(--surface); border-block-end: 1px solid var(--line);
}
.top h1 { font-size: 1.0625rem; letter-spacing: -.01em; margin-inline-end: auto; display: flex; align-items: center; gap: .625rem }
.top svg { inline-size: 1.75rem; block-size: 1.75rem }
.top a, .tabs a {
  padding: .3125rem .75rem; border-radius: .5rem; color: var(--muted); text-decoration: none; font-weight: 500;
}
.top a:hover, .tabs a:hover { background: var(--subtle); color: var(--ink) }
.top a[aria-current], .tabs a[aria-current] { background: var(--tint); color: var(--tint-ink) }

.panes { flex: 1; min-block-size: 0; display: grid; grid-template-columns: minmax(17rem, 23rem) minmax(0, 1fr) }
.side { display: flex; flex-direction: column; min-block-size: 0; background: var(--surface); border-inline-end: 1px solid var(--line) }
.side form { display: flex; gap: .5rem; padding: .75rem; border-block-end: 1px solid var(--line) }
.side input {
  flex: 1; min-inline-size: 0; padding: .4375rem .75rem; font: inherit; color: inherit; background: var(--canvas);
  border: 1px solid var(--edge); border-radius: .5rem;
}
.side button {
  padding: .4375rem .875rem; font: inherit; font-weight: 500; color: var(--ink); background: var(--subtle);
  border: 1px solid var(--line); border-radius: .5rem; cursor: pointer;
}
.list { flex: 1; overflow-y: auto }
.list ol { list-style: none; padding: .375rem }
.list li a {
  display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 .75rem; padding: .5625rem .75rem;
  border-radius: .625rem; color: inherit; text-decoration: none;
}
.list li a:hover { background: var(--subtle) }
.list li a[aria-current] { background: var(--tint) }
.list .label, .list time { color: var(--muted); font-size: .8125rem }
.list .label { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.list .subject { grid-column: 1 / -1; font-weight: 500; overflow-wrap: anywhere }
.note { padding: 1rem; color: var(--muted); font-size: .875rem; text-align: center }

.letter { display: flex; flex-direction: column; min-block-size: 0; min-inline-size: 0 }
.letter header { padding: 1rem 1.25rem .625rem; background: var(--surface); border-block-end: 1px solid var(--line) }
.letter h2 { font-size: 1.25rem; line-height: 1.35; letter-spacing: -.01em; overflow-wrap: anywhere }
.letter dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .125rem 1rem; margin-block: .5rem .75rem; font-size: .875rem }
.letter dt { color: var(--muted) }
.letter dd { overflow-wrap: anywhere }
.tabs { display: flex; gap: .25rem; margin-inline-start: -.75rem }
.back { display: none; margin-block-end: .5rem; text-decoration: none; font-weight: 500 }
.body { flex: 1; min-block-size: 0; overflow: auto }
.body.framed { overflow: hidden; display: flex; justify-content: center }
.body iframe { inline-size: 100%; block-size: 100%; border: 0; background: Canvas }
.body.phone { padding: 1rem }
.body.phone iframe { inline-size: 390px; border: 1px solid var(--edge); border-radius: 1.25rem }
.body pre, .body > dl { margin: 0; padding: 1.25rem; font: .875rem/1.6 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
.body dl { gap: .375rem 1.25rem }
.empty { flex: 1; display: grid; place-content: center; gap: .5rem; padding: 2rem; text-align: center; color: var(--muted) }
.empty strong { color: var(--ink); font-size: 1.125rem }

@media (max-width: 767px) {
  .panes { grid-template-columns: minmax(0, 1fr) }
  .top { gap: .25rem .5rem }
  .top a { padding-inline: .5rem }
  .side { border: 0 }
  .list li a[aria-current]:not(:hover) { background: none }
  .chosen .side, .panes:not(.chosen) .letter, .tabs .wide { display: none }
  .back { display: inline-block }
  .letter header { padding-inline: 1rem }
}
`;
