import { expect, test } from "vitest";
import type { RouteForm } from "@/lib/istio/virtual-service/route-form";
import { destinationInWords, trafficInWords, treatmentInWords } from "./route-in-words";

const route: RouteForm = { protocol: "http", condition: "", weights: [] };

test("a route without a condition takes everything of its protocol", () => {
  expect(trafficInWords(route)).toBe("All requests");
  expect(trafficInWords({ ...route, protocol: "tcp" })).toBe("All TCP connections");
});

test("a condition is put into words, or shown as written if it can't be parsed", () => {
  expect(trafficInWords({ ...route, condition: 'uri prefix "/a"' })).toBe(
    "Requests whose path begins with /a",
  );
  expect(trafficInWords({ ...route, condition: "uri prefix" })).toBe("Requests that meet: uri prefix");
});

test("a destination names its port and subset, if any", () => {
  expect(destinationInWords({ destination: "shop", port: 9191, subset: "v1" })).toBe("v1 of shop:9191");
  expect(destinationInWords({ destination: "shop" })).toBe("shop");
});

test("everything else that a route does is listed", () => {
  expect(
    treatmentInWords({
      ...route,
      timeout: "3s",
      rewrite: { uri: "/" },
      retries: { attempts: 5, perTryTimeout: "3s" },
    }),
  ).toEqual(["Rewrites the path to /.", "Times out after 3s.", "Retries up to 5 times, each within 3s."]);
  expect(treatmentInWords({ ...route, redirect: { authority: "a.com", uri: "/b" } })).toEqual([
    "Redirects to a.com/b.",
  ]);
  expect(treatmentInWords(route)).toEqual([]);
});
