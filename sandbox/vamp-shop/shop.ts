import type { AppPod, AppRequest, AppResponse, ShopVersion } from "./app";
import { products } from "./products";
import { escapeHtml, homePage, notFoundPage, page, productsPage, styleOf } from "./shop-pages";

/** Answers like the app in the pod: the Vamp Shop, or for any other image a page that names the pod. */
export function answerAs(pod: AppPod, request: AppRequest): AppResponse {
  const version = shopVersion(pod);
  return version === undefined ? podPage(pod, request) : answerShop(pod, version, request);
}

/** The shop's version from the image's tag, or else the version label; undefined when it isn't the shop. */
export function shopVersion({ labels, image }: AppPod): ShopVersion | undefined {
  const [, name = "", tag = ""] = /([^/:]+)(?::([^/:]+))?$/.exec(image) ?? [];
  if (labels.app !== "shop" && !name.includes("shop")) return undefined;
  const major = /^v?(\d+)/.exec(tag)?.[1] ?? /(\d+)/.exec(labels.version ?? "")?.[1];
  return Number(major ?? 1) >= 2 ? "2.0" : "1.0";
}

/** The Vamp Shop: `/`, `/products`, `/healthz` and `/api/products`. */
export function answerShop(pod: AppPod, version: ShopVersion, request: AppRequest): AppResponse {
  const headers = { "x-shop-version": version, "x-pod": pod.name };
  if (request.method !== "GET" && request.method !== "HEAD") {
    return { status: 405, headers: { ...headers, allow: "GET, HEAD" }, body: "" };
  }
  const style = styleOf(version);
  const category = request.query.get("category");
  switch (request.path) {
    case "/":
      return page({ title: "Vamp Shop", style, body: homePage(pod, version), headers });
    case "/products":
      return page({
        title: "Products – Vamp Shop",
        style,
        body: productsPage(pod, version, category),
        headers,
      });
    case "/api/products":
      return json({ version, products: products.map((product) => productView(product, version)) }, headers);
    case "/healthz":
      return json({ status: "ok", version, pod: pod.name }, headers);
    default:
      return page({
        title: "Not found – Vamp Shop",
        style,
        body: notFoundPage(pod, version),
        status: 404,
        headers,
      });
  }
}

function productView(
  { id, name, category, price, rating, text }: (typeof products)[number],
  version: ShopVersion,
) {
  return { id, name, category, price, currency: "EUR", text, ...(version === "2.0" ? { rating } : {}) };
}

function json(body: object, headers: Record<string, string>): AppResponse {
  return {
    status: 200,
    headers: { ...headers, "content-type": "application/json", "cache-control": "no-store" },
    body: `${JSON.stringify(body)}\n`,
  };
}

const style = `
:root { color-scheme: light dark; --ink: #1c2430; --paper: #f6f7f9; --line: #cfd6df; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf4; --paper: #12161c; --line: #36404d; } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { padding: 2rem; max-width: 36rem; }
h1 { font-size: 1.6rem; margin: 0 0 1rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .4rem 1.5rem; margin: 0; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
dl { border-top: 1px solid var(--line); padding-top: 1rem; }`;

/** The page of an app without a program in the sandbox: shows which pod answered, and the request. */
export function podPage(pod: AppPod, request: AppRequest): AppResponse {
  const { labels } = pod;
  if (request.path === "/healthz") {
    return { status: 200, headers: { "content-type": "text/plain" }, body: "ok\n" };
  }
  const facts: [string, string][] = [
    ["Pod", pod.name],
    ["Namespace", pod.namespace],
    ["Version", labels.version ?? "not labelled"],
    ["Image", pod.image],
    ["Request", `${request.method} ${request.path}`],
    ["Host", request.headers.host ?? ""],
  ];
  const rows = facts.map(([term, value]) => `<dt>${term}</dt><dd>${escapeHtml(value)}</dd>`).join("\n");
  const name = labels.app ?? labels["app.kubernetes.io/name"] ?? pod.name;
  const title = labels.version ? `${name} ${labels.version}` : name;
  return page({
    title,
    style,
    body: `<main>\n<h1>${escapeHtml(title)} is up</h1>\n<dl>\n${rows}\n</dl>\n</main>`,
    headers: { "x-pod": pod.name },
  });
}
