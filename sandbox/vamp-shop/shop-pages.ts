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

/** Version 2.0 can be narrowed to a category; 1.0 does not know how. */
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

/** @param heading the level below the one that stands above the list */
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

/** A whole HTML document; it loads nothing from anywhere else. */
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

/** Text made safe for HTML, in content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
