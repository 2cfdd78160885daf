import type { AppPod, AppRequest, AppResponse, ShopVersion } from "./app";
import { page } from "./page";
import { products } from "./products";
import { homePage, notFoundPage, productsPage } from "./shop-pages";
import { styleOf } from "./style";

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
