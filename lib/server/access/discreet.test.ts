import { expect, test } from "vitest";
import { asItIs, shownTo, withoutNames } from "./discreet";

const isHidden = (namespace: string) => namespace === "billing";

test.each([
  [
    "shop.example.com on port 443 is already served by Gateway billing/pay, so Istio drops this whole server.",
    "shop.example.com on port 443 is already served by a Gateway of another virtual cluster, so Istio drops this whole server.",
  ],
  ["VirtualService billing/pay.v2 and 2 more", "a VirtualService of another virtual cluster and 2 more"],
  ["Use billing/pay instead.", "Use an object of another virtual cluster instead."],
  [
    "No pod of pay.billing.svc.cluster.local has it.",
    "No pod of a Service of another virtual cluster has it.",
  ],
  ["Secret a/b is in billing, but", "Secret a/b is in another virtual cluster, but"],
  ["There is one in namespace billing.", "There is one in namespace another virtual cluster."],
  ["Gateway shop/web", "Gateway shop/web"],
  ["https://example.com/billing/pay", "https://example.com/billing/pay"],
  ["billing.example.com", "billing.example.com"],
])("of %s the reader sees: %s", (text, shown) => {
  expect(withoutNames(text, isHidden)).toBe(shown);
});

const managed = { metadata: { name: "", labels: { "lamia.dev/managed": "true" } } };
const cache = {
  get: (_: string, __: null, name: string) => (name === "none" ? undefined : managed),
} as never;

test("what the reader's own objects say is left alone, and texts at any depth are not", () => {
  const shown = shownTo((name) => name === "shop", cache);
  expect(
    shown({
      form: { gateways: ["billing/pay"] },
      items: [{ findings: [{ message: "Gateway billing/pay" }] }],
    }),
  ).toEqual({
    form: { gateways: ["billing/pay"] },
    items: [{ findings: [{ message: "a Gateway of another virtual cluster" }] }],
  });
  expect(shown({ message: "Gateway none/pay and shop/web, 3", count: 3, none: null })).toEqual({
    message: "Gateway none/pay and shop/web, 3",
    count: 3,
    none: null,
  });
});

test("whoever sees the whole installation gets the answer itself", () => {
  expect(shownTo(() => true, cache)).toBe(asItIs);
});
