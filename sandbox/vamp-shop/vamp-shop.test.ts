import { expect, test } from "vitest";
import type { AppPod, AppRequest } from "./app";
import { products } from "./products";
import { answerAs, shopVersion } from "./shop";

const pod = (image: string, labels: Record<string, string> = { app: "shop" }): AppPod => ({
  name: "shop-0",
  namespace: "vamp-demo",
  labels,
  image,
});
const ask = (address: string, method = "GET"): AppRequest => {
  const url = new URL(address, "https://shop.test");
  return { method, path: url.pathname, query: url.searchParams, headers: { host: "shop.test" } };
};
const first = pod("vamp/shop:1.0");
const second = pod("vamp/shop:2.0");

test("the version comes from the image's tag, or else the label", () => {
  expect(shopVersion(pod("registry.test:5000/vamp/shop:2.1"))).toBe("2.0");
  expect(shopVersion(pod("vamp/shop", { app: "shop", version: "v2" }))).toBe("2.0");
  expect(shopVersion(pod("vamp/shop", { app: "shop" }))).toBe("1.0");
  expect(shopVersion(pod("nginx:1.27", { app: "web" }))).toBeUndefined();
});

test("both versions serve every page, and say which they are", () => {
  for (const [shop, version] of [
    [first, "1.0"],
    [second, "2.0"],
  ] as const) {
    for (const path of ["/", "/products", "/healthz", "/api/products"]) {
      const answer = answerAs(shop, ask(path));
      expect(answer.status).toBe(200);
      expect(answer.headers["x-shop-version"]).toBe(version);
      expect(answer.body).toContain(version);
    }
  }
});

test("only version 2.0 has ratings, the deal and the category filter", () => {
  expect(answerAs(first, ask("/products?category=Desk")).body.match(/<li>/g)).toHaveLength(products.length);
  expect(answerAs(second, ask("/products?category=Desk")).body.match(/<li>/g)).toHaveLength(2);
  expect(answerAs(first, ask("/")).body).not.toContain("Deal of the day");
  expect(answerAs(second, ask("/")).body).toContain("Deal of the day");
  expect(answerAs(second, ask("/api/products")).body).toContain('"rating":4.9');
});

test("unknown pages answer 404 and other methods 405", () => {
  expect(answerAs(first, ask("/nowhere")).status).toBe(404);
  expect(answerAs(first, ask("/", "POST")).status).toBe(405);
});

test("another app's page names its pod and version, and escapes the request", () => {
  const other = pod("ghcr.test/web:3", { app: "web", version: "v3" });
  const { body } = answerAs(other, { ...ask("/"), headers: { host: "<script>" } });
  expect(body).toContain("web v3 is up");
  expect(body).toContain("shop-0");
  expect(body).toContain("&lt;script&gt;");
});
