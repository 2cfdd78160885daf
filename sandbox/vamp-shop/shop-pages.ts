import type { AppPod, AppResponse, ShopVersion } from "./app";
import { formatPrice, type Product, products } from "./products";

const categories = [...new Set(products.map(({ category }) => category))];

export function homePage(pod: AppPod, version: ShopVersion): string {
  const hero =
    version === "2.0"
      ? `<p class="kicker">New: find by category, rated by customers</p>
<h1 id="welcome">Things that glow after dark</h1>`
      : `<h1 id="welcome">Good things, plainly made</h1>`;
  return frame(
    pod,
    version,
    `<section class="hero" aria-labelledby="welcome">
${hero}
<p>A small shop for the hours between deployments.</p>
<p><a class="button" href="/products">See all products</a></p>
</section>
${version === "2.0" ? deal() : ""}
<section aria-labelledby="favourites">
<h2 id="favourites">Favourites</h2>
${list(products.slice(0, 3), version, "h3")}
</section>`,
  );
}

/** Version 2.0 has a category filter; 1.0 has none. */
export function productsPage(pod: AppPod, version: ShopVersion, category: string | null): string {
  const chosen = version === "2.0" ? categories.find((known) => known === category) : undefined;
  const shown = products.filter((product) => chosen === undefined || product.category === chosen);
  const filter = version === "2.0" ? categoryFilter(chosen) : "";
  return frame(pod, version, `<h1>${chosen ?? "Products"}</h1>\n${filter}\n${list(shown, version, "h2")}`);
}

export function notFoundPage(pod: AppPod, version: ShopVersion): string {
  return frame(
    pod,
    version,
    `<h1>There is nothing here</h1>
<p>The page may have moved. <a href="/products">See all products</a></p>`,
  );
}

function frame(pod: AppPod, version: ShopVersion, content: string): string {
  return `<a class="skip" href="#content">Skip to content</a>
<header>
<a class="brand" href="/">${logo}<span>Vamp Shop</span></a>
<nav aria-label="Main"><a href="/">Home</a> <a href="/products">Products</a></nav>
<span class="version">Version ${version}</span>
</header>
<main id="content">
${content}
</main>
<footer><p>Vamp Shop ${version}, served by <code>${escapeHtml(pod.name)}</code></p></footer>`;
}

function deal(): string {
  const [product] = products.toSorted((a, b) => b.rating - a.rating);
  if (!product) return "";
  return `<section class="deal" aria-labelledby="deal">
<div><h2 id="deal">Deal of the day</h2>
<p>${escapeHtml(product.name)}: <del>${formatPrice(product.price)}</del>
<strong>${formatPrice(Math.round(product.price * 0.8))}</strong></p></div>
</section>`;
}

function categoryFilter(chosen: string | undefined): string {
  const link = (href: string, label: string, current: boolean) =>
    `<a href="${href}"${current ? ' aria-current="page"' : ""}>${label}</a>`;
  const links = categories.map((name) => link(`/products?category=${name}`, name, name === chosen));
  return `<nav class="filter" aria-label="Categories">${[link("/products", "All", !chosen), ...links].join("\n")}</nav>`;
}

/** @param heading the level below the heading above the list */
function list(shown: readonly Product[], version: ShopVersion, heading: "h2" | "h3"): string {
  return `<ul class="products">\n${shown.map((product) => card(product, version, heading)).join("\n")}\n</ul>`;
}

function card(
  { name, text, price, rating, category, outline, hue }: Product,
  version: ShopVersion,
  heading: "h2" | "h3",
): string {
  const extras =
    version === "2.0"
      ? `<p class="facts"><span>${category}</span>
<span role="img" aria-label="${rating} of 5 stars">${"★".repeat(Math.round(rating))} ${rating}</span></p>`
      : "";
  return `<li>
<svg viewBox="0 0 96 96" aria-hidden="true" style="--hue:${hue}"><path d="${outline}"/></svg>
<${heading}>${escapeHtml(name)}</${heading}>
<p>${escapeHtml(text)}</p>
${extras}
<p class="price">${formatPrice(price)}</p>
</li>`;
}

const logo = `<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M6 6l10 20L26 6l-7 5h-6z"/></svg>`;

interface Page {
  title: string;
  style: string;
  body: string;
  status?: number;
  headers?: Record<string, string>;
}

/** A whole HTML document; it loads nothing from elsewhere. */
export function page({ title, style, body, status = 200, headers = {} }: Page): AppResponse {
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'",
      ...headers,
    },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`,
  };
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes text for HTML, in content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

const shared = `
*, ::before, ::after { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--paper);
  color: var(--ink); font: 1rem/1.6 var(--face); }
header, main, footer { width: 100%; max-width: 68rem; margin: 0 auto; padding: 1rem 1.25rem; }
header { display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; align-items: center; }
main { flex: 1; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 1rem; }
.brand { display: flex; gap: .6rem; align-items: center; font-weight: 700; font-size: 1.25rem;
  color: inherit; text-decoration: none; }
.brand svg { width: 1.75rem; height: 1.75rem; fill: var(--accent); }
header nav { display: flex; gap: 1rem; flex: 1; }
.version { font-size: .875rem; }
h1, h2, h3 { line-height: 1.2; } .products :is(h2, h3) { font-size: 1.17rem; } h1 { margin: 0 0 .75rem; }
.products { list-style: none; margin: 1rem 0; padding: 0; display: grid; gap: 1.25rem; }
.products svg { display: block; width: 100%; } .products p { margin: .25rem 0; }
.products path { fill: none; stroke-width: 3; stroke-linecap: round; stroke-linejoin: round; }
.price { font-weight: 700; }
footer { font-size: .875rem; color: var(--faint); } code { overflow-wrap: anywhere; }`;

/** 1.0: paper, serif type, a ruled list. */
const first = `
:root { color-scheme: light dark; --face: Georgia, "Times New Roman", serif; --paper: #fbf8f1; --ink: #2b2620;
  --faint: #665d50; --link: #7a3b12; --accent: #a2461a; --line: #d9cfbd; --tile: 60% 88%; --stroke: 45% 34%; }
@media (prefers-color-scheme: dark) { :root { --paper: #1d1a16; --ink: #f0e9dc; --faint: #b5a995;
  --link: #f0b27a; --accent: #e58a4e; --line: #463d31; --tile: 25% 22%; --stroke: 60% 78%; } }
${shared}
header { border-bottom: 1px solid var(--line); }
.hero { padding: 2.5rem 0; border-bottom: 1px solid var(--line); }
.hero h1 { font-size: clamp(1.9rem, 5vw, 2.8rem); font-weight: 400; }
.products li { display: grid; grid-template-columns: 5.5rem 1fr auto; column-gap: 1.25rem; padding: 1rem 0;
  border-bottom: 1px solid var(--line); }
.products svg { grid-row: span 2; background: hsl(var(--hue) var(--tile)); }
.products path { stroke: hsl(var(--hue) var(--stroke)); }
.products :is(h2, h3) { margin: 0; } .products li > p { grid-column: 2; }
.products .price { grid-column: 3; grid-row: 1; }`;

/** 2.0: night sky, rounded cards in a grid, a deal, filters and ratings. */
const second = `
:root { color-scheme: light dark; --face: system-ui, "Segoe UI", sans-serif; --paper: #f3f1fb; --ink: #1b1630;
  --faint: #5a5378; --link: #4b2bb3; --accent: #6b3df5; --card: #ffffff; --tile: 80% 90%; --stroke: 60% 36%; }
@media (prefers-color-scheme: dark) { :root { --paper: #0d0a1a; --ink: #efeaff; --faint: #aba2cc;
  --link: #b9a3ff; --accent: #9a7bff; --card: #1a1530; --tile: 45% 20%; --stroke: 80% 78%; } }
${shared}
.version { background: var(--accent); color: #fff; padding: .15rem .75rem; border-radius: 99rem; }
@media (prefers-color-scheme: dark) { .version { color: #0d0a1a; } }
.hero { padding: clamp(2rem, 7vw, 4.5rem) clamp(1.25rem, 5vw, 3.5rem); border-radius: 1.5rem; color: #fff;
  background: radial-gradient(circle at 85% 15%, #5f35d6 0, #3a1d8a 45%, #170d3c 85%) #170d3c; }
.hero h1 { font-size: clamp(2.1rem, 6vw, 3.6rem); letter-spacing: -.02em; }
.kicker { margin: 0 0 .5rem; font-weight: 600; color: #d9ccff; }
.button { display: inline-block; padding: .65rem 1.4rem; border-radius: 99rem; background: #fff; color: #2a1570;
  font-weight: 700; text-decoration: none; }
.deal { margin: 1.25rem 0; padding: 1rem 1.5rem; border-radius: 1.25rem; background: #ffd65c; color: #33240a; }
.deal h2 { margin: 0; font-size: 1.1rem; } .deal p { margin: .25rem 0 0; }
.filter { display: flex; flex-wrap: wrap; gap: .5rem; }
.filter a { padding: .35rem 1rem; border-radius: 99rem; background: var(--card); text-decoration: none; }
.filter a[aria-current] { background: #2a1570; color: #fff; }
.products { grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); }
.products li { background: var(--card); border-radius: 1.25rem; padding: 1.1rem; display: flex;
  flex-direction: column; box-shadow: 0 8px 24px rgb(20 10 60 / .12); }
.products svg { height: 9rem; border-radius: .9rem; background: hsl(var(--hue) var(--tile)); }
.products path { stroke: hsl(var(--hue) var(--stroke)); }
.products :is(h2, h3) { margin: .9rem 0 0; } .price { margin-top: auto; font-size: 1.2rem; }
.facts { display: flex; justify-content: space-between; color: var(--faint); font-size: .875rem; }`;

/** The style sheet of a version, light and dark. */
export function styleOf(version: ShopVersion): string {
  return version === "2.0" ? second : first;
}
