import type { FieldMistake } from "./registrations";

/** Text that is already HTML; templates escape everything else. */
export interface Html {
  readonly html: string;
}

type Part = string | number | Html | Part[] | undefined | false;

/** A template tag that escapes every value except Html, joins lists, and omits undefined and false. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return { html: strings.map((text, at) => text + (at < parts.length ? render(parts[at]) : "")).join("") };
}

function render(part: Part): string {
  if (part === undefined || part === false) return "";
  if (Array.isArray(part)) return part.map(render).join("");
  if (typeof part === "object") return part.html;
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** What the page shows for one domain; names without the final dot. */
export interface DomainView {
  domain: string;
  registered: boolean;
  nameServers: string[];
  /** The name servers of the managed zone with that name, if it exists. */
  zoneNameServers: string[] | undefined;
  /** What the fields hold: the current values, or a rejected submission. */
  fields: string[];
  mistakes: FieldMistake[];
  message: string | undefined;
}

/** The registrar's page, as HTML text. */
export function domainPage(view: DomainView, domains: string[], panelUrl: string): string {
  const others = domains.length > 1 && domainList(domains, view.domain);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${view.domain} – Sandbox Registrar</title>
<link rel="icon" href="data:,">
<style>${{ html: pageStyle }}</style>
</head>
<body>
<header><strong>Sandbox Registrar</strong><a href="${panelUrl}">Back to the panel</a></header>
<main>
${others}
<h1>Name servers of ${view.domain}</h1>
<p class="soft">Choose the DNS servers that answer for your domain. Nothing you enter leaves this machine.</p>
${notice(view)}
<div class="columns">
${form(view)}
<div>
${current(view)}
${impatient(view)}
</div>
</div>
<section class="card" aria-labelledby="why"><h2 id="why">Why this is needed</h2>
<p>Your registrar tells the registry of the top-level domain which name servers have your domain’s records. This is
called delegation. Until it is set, resolvers can’t find the records in your zone, and no CA issues a certificate.</p>
<p>The panel creates the zone and shows its four name servers on the gateway’s page. Enter them here once for each
domain; the panel continues on its own. A real registrar takes minutes to two days, this one a moment.</p>
</section>
<form class="card" action="/" method="get"><h2>Another domain</h2>
<label for="domain">Domain name</label><input id="domain" name="domain" placeholder="example.org" required>
<button class="quiet">Show</button></form>
</main>
<footer><p class="soft">Or use HTTP:
<code>PUT /domains/${view.domain}/name-servers {"nameServers": ["…"]}</code></p></footer>
<script type="module">${{ html: pageScript }}</script>
</body>
</html>
`.html;
}

function domainList(domains: string[], shown: string): Html {
  const items = domains.map((domain) => {
    const current = domain === shown && html` aria-current="page"`;
    return html`<li><a href="/?domain=${encodeURIComponent(domain)}"${current}>${domain}</a></li>`;
  });
  return html`<nav aria-label="Domains"><ul>${items}</ul></nav>`;
}

function notice({ message, mistakes }: DomainView): Html | undefined {
  const general = mistakes.filter(({ path }) => path === "nameServers");
  if (general.length > 0) {
    return html`<p class="notice bad" role="alert">The name servers ${general.map((each) => each.message)}.</p>`;
  }
  if (mistakes.length > 0)
    return html`<p class="notice bad" role="alert">Not saved. Correct the marked fields.</p>`;
  return message ? html`<p class="notice good" role="status">${message}</p>` : undefined;
}

function form({ domain, fields, mistakes }: DomainView): Html {
  const rows = Array.from({ length: Math.max(4, fields.length) }, (_, at) => {
    const mistake = mistakes.find(({ path }) => path === `nameServers[${at}]`);
    const id = `name-server-${at + 1}`;
    const invalid = mistake && html` aria-invalid="true" aria-describedby="${id}-mistake"`;
    return html`<label for="${id}">Name server ${at + 1}</label>
<input id="${id}" name="nameServer" value="${fields[at] ?? ""}" placeholder="ns-cloud-a${at + 1}.googledomains.com"
autocomplete="off" autocapitalize="off" spellcheck="false"${invalid}>
${mistake && html`<p class="mistake" id="${id}-mistake">${mistake.message}</p>`}`;
  });
  return html`<form class="card" method="post" action="/domains/${encodeURIComponent(domain)}/name-servers">
<h2>Use these name servers</h2>
${rows}
<label for="pasted">Or paste all of them, one per line</label>
<textarea id="pasted" name="pasted" autocomplete="off" spellcheck="false"></textarea>
<button>Save name servers</button>
</form>`;
}

function current({ registered, nameServers, zoneNameServers }: DomainView): Html {
  const matches = zoneNameServers && [...zoneNameServers].sort().join() === [...nameServers].sort().join();
  const state = matches
    ? html`<p class="notice good">The domain is delegated to the zone.</p>`
    : html`<p class="notice">${
        zoneNameServers
          ? "The domain isn’t delegated to the zone that the panel created, so resolvers can’t find it."
          : "The DNS provider has no zone with this name yet."
      }</p>`;
  if (!registered) {
    return html`<section class="card"><h2>Current name servers</h2><p>The domain isn’t registered. Saving registers it.</p></section>`;
  }
  return html`<section class="card"><h2>Current name servers</h2>
<ul class="servers">${nameServers.map((host) => html`<li>${host}</li>`)}</ul>${state}</section>`;
}

function impatient({ domain, zoneNameServers }: DomainView): Html {
  const what = zoneNameServers
    ? "Copies the zone’s name servers from the DNS provider."
    : "Copies the zone’s name servers once the panel has created the zone.";
  return html`<form class="card" method="post" action="/domains/${encodeURIComponent(domain)}/set-for-me">
<h2>In a hurry?</h2><p>${what}</p><button class="quiet">Set it for me</button></form>`;
}

/** The page's style sheet; the page requests no fonts or pictures. */
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

/** Spreads pasted lines over the fields, whichever field or box received them. */
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
