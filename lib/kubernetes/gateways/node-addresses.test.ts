import { expect, test } from "vitest";
import { addressesOf, nodeAddresses } from "./node-addresses";

const node = (
  external: string[],
  { ready = "True", labels = {}, ...metadata }: Record<string, unknown> = {},
) => ({
  metadata: { name: "n", labels, ...metadata },
  status: {
    addresses: [
      { type: "InternalIP", address: "10.0.0.1" },
      { type: "Hostname", address: "n" },
      ...external.map((address) => ({ type: "ExternalIP", address })),
    ],
    conditions: [
      { type: "MemoryPressure", status: "True" },
      { type: "Ready", status: ready },
    ],
  },
});

test("external addresses are those of ready nodes, by family, in one spelling", () => {
  const nodes = [node(["203.0.113.9", "2001:DB8::1"]), node(["203.0.113.7"]), node(["203.0.113.9"])];
  expect(addressesOf(nodes)).toEqual({
    external: { ipv4: ["203.0.113.7", "203.0.113.9"], ipv6: ["2001:db8::1"], hostname: null },
    internal: { ipv4: ["10.0.0.1"], ipv6: [], hostname: null },
  });
});

test.each([
  ["isn’t ready", { ready: "Unknown" }],
  ["is being deleted", { deletionTimestamp: "2026-01-01T00:00:00Z" }],
  [
    "is excluded from load balancers",
    { labels: { "node.kubernetes.io/exclude-from-external-load-balancers": "" } },
  ],
])("a node that %s has none", (_what, over) => {
  expect(addressesOf([node(["203.0.113.9"], over)]).external.ipv4).toEqual([]);
});

test("hosts that ask at the same time share a list, and a failed one is requested again", async () => {
  let asked = 0;
  let at = 0;
  const request = async <Answer>() => {
    asked += 1;
    if (asked === 1) throw new Error("no answer");
    return { items: [node(["203.0.113.9"])] } as Answer;
  };
  const addresses = nodeAddresses({ request }, () => at);
  await expect(addresses()).rejects.toThrow("no answer");
  expect(await Promise.all([addresses(), addresses()])).toHaveLength(2);
  expect(asked).toBe(2);
  at = 60_000;
  await addresses();
  expect(asked).toBe(3);
});
