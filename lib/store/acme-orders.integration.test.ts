import { afterAll, beforeAll, expect, it } from "vitest";
import { openStore, type Store } from "./open-store";
import { onBothBackends } from "./testing/backends";

const day = 86_400_000;
const now = new Date("2026-06-08T12:00:00Z");
const account = "https://ca.test/directory";

onBothBackends("the ledger of orders", ({ fresh }) => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore(await fresh());
  });
  afterAll(() => store?.close());

  const add = (
    url: string,
    daysAgo: number,
    { domain = "example.org", of = account, intent = null as string | null } = {},
  ) =>
    store.acmeOrders.add(
      of,
      url,
      {
        at: new Date(now.getTime() - daysAgo * day),
        names: [`${url}.${domain}`],
        domains: [domain],
        kind: "new",
        state: "placed",
        settledAt: null,
      },
      intent,
    );
  const urls = async (days: number, domains: string[] | null) =>
    (await store.acmeOrders.since(account, new Date(now.getTime() - days * day), domains)).map(
      ({ names }) => names[0],
    );

  it("returns an account's orders of a period, for all domains or for some", async () => {
    await add("old", 9);
    await add("a", 2);
    await add("b", 1, { domain: "example.net" });
    await add("theirs", 1, { of: `${account}#other` });
    expect(await urls(7, null)).toEqual(["a.example.org", "b.example.net"]);
    expect(await urls(7, ["example.net", "example.com"])).toEqual(["b.example.net"]);
    expect(await urls(30, ["example.org"])).toEqual(["old.example.org", "a.example.org"]);
  });

  it("settles an order once, and knows an old one by when that was", async () => {
    await store.acmeOrders.settle("old", "failed", now);
    await store.acmeOrders.settle("old", "issued", new Date(now.getTime() + day));
    const [first] = await store.acmeOrders.since(account, new Date(now.getTime() - day / 2), null);
    expect(first).toMatchObject({ names: ["old.example.org"], state: "failed", settledAt: now });
    await store.acmeOrders.settle("nobody's", "failed", now);
  });

  it("counts an order that was dropped as issued if it became a certificate after all, and never the other way", async () => {
    const of = `${account}#resumed`;
    await add("resumed", 1, { of });
    for (const state of ["dropped", "issued", "dropped"] as const)
      await store.acmeOrders.settle("resumed", state, now);
    const [order] = await store.acmeOrders.since(of, new Date(now.getTime() - 7 * day), null);
    expect(order).toMatchObject({ state: "issued" });
  });

  it("knows an order by its intent until it is settled, each account its own", async () => {
    const of = `${account}#intents`;
    await add("meant", 1, { of, intent: "a 2026" });
    await add("elsewhere", 1, { of: `${of}2`, intent: "b 2026" });
    expect(await store.acmeOrders.placedFor(of, "a 2026")).toBe("meant");
    expect(await store.acmeOrders.placedFor(of, "b 2026")).toBeNull();
    await store.acmeOrders.settle("meant", "issued", now);
    expect(await store.acmeOrders.placedFor(of, "a 2026")).toBeNull();
  });

  it("keeps the longest pause for the same names until it is over", async () => {
    const until = (seconds: number) => new Date(now.getTime() + seconds * 1000);
    await store.acmeOrders.pause(account, { names: "a", until: until(60) });
    await store.acmeOrders.pause(account, { names: "a", until: until(30) });
    await store.acmeOrders.pause(account, { names: "b", until: until(10) });
    expect(await store.acmeOrders.pauses(account, until(20))).toEqual([{ names: "a", until: until(60) }]);
    expect(await store.acmeOrders.pauses(`${account}#other`, now)).toEqual([]);
  });

  it("forgets what no limit needs any more", async () => {
    await store.removeOld(new Date(now.getTime() + 85 * day));
    expect(await urls(365, null)).toEqual(["a.example.org", "b.example.net"]);
    expect(await store.acmeOrders.pauses(account, now)).toEqual([]);
  });
});
