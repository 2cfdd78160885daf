/** The page's style sheet; no request leaves for fonts or pictures. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f5f2, #16171b); --card: light-dark(#fff, #1f2127); --ink: light-dark(#1d1f24, #eceaf0);
  --soft: light-dark(#595c66, #a9abb6); --line: light-dark(#dcd9d2, #363945); --accent: light-dark(#0b6e5f, #52d3b8);
  --on-accent: light-dark(#fff, #06231d); --good: light-dark(#0b6e5f, #52d3b8); --warn: light-dark(#8a4b00, #f0b35a);
  --bad: light-dark(#b3261e, #ff8f86);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
header, main, footer { max-width: 56rem; margin: 0 auto; padding: 0 1.25rem; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; padding-top: 1.5rem; }
header strong { font-size: 1.15rem; letter-spacing: -.01em; }
header a { margin-left: auto; }
h1 { font-size: clamp(1.5rem, 4vw, 2.1rem); line-height: 1.15; letter-spacing: -.02em; margin: 1.75rem 0 .35rem;
  overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 0 0 .6rem; }
p { margin: 0 0 .8rem; max-width: 42rem; }
a { color: var(--accent); }
.soft { color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.25rem;
  margin: 1rem 0; }
.columns { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 0 1rem; align-items: start; }
@media (max-width: 46rem) { .columns { grid-template-columns: minmax(0, 1fr); } }
label { display: block; font-weight: 600; font-size: .9rem; margin: .8rem 0 .25rem; }
input, textarea { width: 100%; font: .95rem/1.4 ui-monospace, monospace; color: inherit; background: var(--ground);
  border: 1px solid light-dark(#8f8c85, #747886); border-radius: 8px; padding: .55rem .7rem; }
textarea { min-height: 6.2rem; resize: vertical; }
[aria-invalid="true"] { border-color: var(--bad); }
.mistake { color: var(--bad); font-size: .9rem; margin: .25rem 0 0; }
button { font: inherit; font-weight: 600; border-radius: 8px; padding: .6rem 1.1rem; border: 1px solid var(--accent);
  background: var(--accent); color: var(--on-accent); cursor: pointer; margin-top: 1rem; }
button.quiet { background: transparent; color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
ul.servers { list-style: none; margin: 0 0 .8rem; padding: 0; font: .95rem/1.9 ui-monospace, monospace;
  overflow-wrap: anywhere; }
.notice { border-left: 4px solid var(--warn); padding: .1rem 0 .1rem .8rem; margin: 0 0 .8rem; }
.notice.good { border-color: var(--good); } .notice.bad { border-color: var(--bad); }
nav ul { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; margin: .8rem 0 0; padding: 0; }
nav a { display: block; padding: .25rem .7rem; border: 1px solid var(--line); border-radius: 99px;
  text-decoration: none; }
nav a[aria-current] { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
footer { padding-bottom: 3rem; font-size: .9rem; }
code { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
`;

/** Lines that are pasted, into the box or into any field, are spread over the fields. */
export const pageScript = `
const fields = [...document.querySelectorAll('input[name="nameServer"]')];
const box = document.querySelector('textarea[name="pasted"]');
const split = (text) => text.split(/[\\s,;]+/).filter(Boolean);
const spread = (names) => fields.forEach((field, at) => { field.value = names[at] ?? ""; });
box.addEventListener("input", () => { const names = split(box.value); if (names.length > 0) spread(names); });
for (const field of fields) field.addEventListener("paste", (event) => {
  const names = split(event.clipboardData.getData("text"));
  if (names.length > 1) { event.preventDefault(); spread(names); }
});
`;
