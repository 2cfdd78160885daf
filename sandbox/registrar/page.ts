import { type Html, html } from "./html";
import { pageScript, pageStyle } from "./page-style";
import type { FieldMistake } from "./read-name-servers";

/** What the page shows of one domain; names without the final dot. */
export interface DomainView {
  domain: string;
  registered: boolean;
  nameServers: string[];
  /** The name servers of the managed zone of that name, when there is one. */
  zoneNameServers: string[] | undefined;
  /** What the fields hold: what is set, or what was sent and not taken. */
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
<p class="soft">Here you say which DNS servers answer for your domain. Nothing that you enter leaves this machine.</p>
${notice(view)}
<div class="columns">
${form(view)}
<div>
${current(view)}
${impatient(view)}
</div>
</div>
<section class="card" aria-labelledby="why"><h2 id="why">What is going on</h2>
<p>The company that sold you a domain tells the registry of its top-level domain which name servers hold its records.
That is the delegation: without it nobody finds what the panel writes into the zone, and no certificate is issued.</p>
<p>The panel creates the zone and shows its four name servers on the gateway’s page. Copy them, enter them here once a
domain, and the panel goes on by itself. At a real registrar it takes from minutes to two days; here, a moment.</p>
</section>
<form class="card" action="/" method="get"><h2>Another domain</h2>
<label for="domain">Domain name</label><input id="domain" name="domain" placeholder="example.org" required>
<button class="quiet">Show</button></form>
</main>
<footer><p class="soft">The same by HTTP:
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
    return html`<p class="notice bad" role="alert">Nothing was saved: see the fields.</p>`;
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
<label for="pasted">Or paste all of them, one a line</label>
<textarea id="pasted" name="pasted" autocomplete="off" spellcheck="false"></textarea>
<button>Save name servers</button>
</form>`;
}

function current({ registered, nameServers, zoneNameServers }: DomainView): Html {
  const matches = zoneNameServers && [...zoneNameServers].sort().join() === [...nameServers].sort().join();
  const state = matches
    ? html`<p class="notice good">These are the name servers of the zone: the delegation stands.</p>`
    : html`<p class="notice">${
        zoneNameServers
          ? "They are not those of the zone that the panel created, so nobody finds it."
          : "The DNS provider has no zone of this name yet."
      }</p>`;
  if (!registered) {
    return html`<section class="card"><h2>Set now</h2><p>The domain is not registered; saving registers it.</p></section>`;
  }
  return html`<section class="card"><h2>Set now</h2>
<ul class="servers">${nameServers.map((host) => html`<li>${host}</li>`)}</ul>${state}</section>`;
}

function impatient({ domain, zoneNameServers }: DomainView): Html {
  const what = zoneNameServers
    ? "Copies the name servers of the zone at the DNS provider, as you would by hand."
    : "As soon as the panel has created the zone, this copies its name servers.";
  return html`<form class="card" method="post" action="/domains/${encodeURIComponent(domain)}/set-for-me">
<h2>In a hurry?</h2><p>${what}</p><button class="quiet">Set it for me</button></form>`;
}
