import { expect, test } from "vitest";
import type { Existence } from "@/lib/gateway/cleanup/cleanup-protocol";
import { markName, markValue } from "@/lib/gateway/ownership/marks";
import { fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import { cleanUpHosts } from "./clean-up-host";

const { host } = shop;
const gone = { namespace: "vamp-demo", name: "gone" };
const heir = { namespace: "vamp-demo", name: "heir" };
const mark = markName(host);

/**
 * The cleanup of a Gateway whose records another one gets, which is as it says by the time of the write.
 * @param meanwhile the state in which somebody else puts the cleanup while the API server is asked about the Gateway
 */
function handingOver(heirIs: Existence, meanwhile?: "open" | "braked" | "kept" | "withdrawn") {
  const fake = fakeWorld();
  fake.zones.push({ id: "z", apex: "democluster.net", nameServers: ["ns1.dns.test", "ns2.dns.test"] });
  const values = [markValue(fake.world.owner, gone, [{ type: "A", values: ["192.0.2.10"] }])];
  fake.records.set(`${mark} TXT`, { name: mark, type: "TXT", ttlSeconds: 300, values });
  const row = {
    ...{ id: "1", host, virtualCluster: gone.namespace, gateway: gone.name, state: "grace", payload: {} },
    ...{ confirmedAt: null, graceUntil: fake.now.toISOString(), seenAt: fake.now.toISOString() },
  };
  const clean = cleanUpHosts({
    store: {
      cleanups: {
        read: async () => ({ ...row }),
        async open() {
          if (row.state !== "grace" && row.state !== "open") return null;
          row.state = "open";
          return row;
        },
      },
      events: { add: async () => undefined, list: async () => ({ items: [] }) },
      walks: { keysOf: async () => [], remove: async () => undefined },
    },
    index: { targetsOf: () => [], has: () => false },
    live: { remove: () => undefined, keysOf: () => [] },
    cleanups: { isTooMany: async () => false, brake: async () => undefined },
    existences: {
      async ofGateway({ name }: { name: string }) {
        if (row.state === "grace" && meanwhile) row.state = meanwhile;
        return name === heir.name ? heirIs : { is: "gone" };
      },
      ofHost: async () => ({ is: "gone" }),
      besides: async () => ({ holdHost: true, heir, wantedSecrets: new Set() }),
    },
    worldFor: async () => fake.world,
    everyDnsOf: async () => [fake.world.dns],
    runner: { wake: async () => undefined },
    now: () => fake.now,
  } as unknown as Parameters<typeof cleanUpHosts>[0]);
  const done = () => clean({ id: "1" } as never, new AbortController().signal);
  return { done, named: () => fake.records.get(`${mark} TXT`)?.values.join() };
}

test("records go to the Gateway that asks for the host, too", async () => {
  const { done, named } = handingOver({ is: "present" });
  expect(await done()).toEqual({ state: "done" });
  expect(named()).toContain("vamp-demo/heir");
});

test("records aren't handed over to a Gateway that has gone in the meantime, or may have", async () => {
  for (const heirIs of [{ is: "gone" }, { is: "unknown", why: "Nobody says." }] as const) {
    const { done, named } = handingOver(heirIs);
    expect(await done()).toMatchObject({ state: "retry", problem: expect.stringContaining("records go to") });
    expect(named()).toContain("vamp-demo/gone");
  }
});

test("a cleanup that is confirmed while it is about to remove goes on, because nothing else would", async () => {
  const { done, named } = handingOver({ is: "present" }, "open");
  expect(await done()).toEqual({ state: "done" });
  expect(named()).toContain("vamp-demo/heir");
});

test("a cleanup that is stopped while it is about to remove removes nothing", async () => {
  for (const meanwhile of ["braked", "kept", "withdrawn"] as const) {
    const { done, named } = handingOver({ is: "present" }, meanwhile);
    expect(await done(), meanwhile).toEqual({ state: "rests" });
    expect(named(), meanwhile).toContain("vamp-demo/gone");
  }
});
