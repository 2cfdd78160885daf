import { expect, test } from "vitest";
import type { Report } from "@/lib/gateway/walk/report";
import type { SecuredHostKey } from "@/lib/model/secured-hosts";
import type { Store } from "@/lib/store/open-store";
import { followWalks } from "./live-walks";

const [one, two] = ["demo/shop:443=a.net", "demo/shop:8443=a.net"] as SecuredHostKey[] as [
  SecuredHostKey,
  SecuredHostKey,
];
const reportAt = (at: string) => ({ step: "zone", state: "done", at }) as Report;

/** A store with these walks, and a function that says what another process has changed in it. */
async function following(kind: "pglite" | "postgres", walks: Map<SecuredHostKey, Report[]>) {
  const listeners: ((change: object) => void)[] = [];
  const problems: unknown[] = [];
  const store = {
    kind,
    onChange: (listener: (change: object) => void) => void listeners.push(listener),
    walks: {
      keys: async () => [...walks.keys()],
      reports: async () => walks,
      async read(key: SecuredHostKey) {
        const reports = walks.get(key);
        return reports ? { reports, walk: { nextVisitAt: "2026-06-02T00:00:00Z" } } : null;
      },
    },
  };
  const live = await followWalks(store as unknown as Store, (thrown) => problems.push(thrown));
  const changed: string[] = [];
  live.onChange((key) => changed.push(key));
  async function tell(change: object) {
    for (const listener of listeners) listener(change);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { live, listeners, changed, problems, store, tell };
}

test("what is in the database is known from the start, and no other process writes to an embedded one", async () => {
  const { live, listeners } = await following("pglite", new Map([[one, [reportAt("1")]]]));
  expect(live.get(one)).toEqual({ reports: [reportAt("1")], settled: [reportAt("1")], nextVisitAt: null });
  expect(live.get(two)).toBeUndefined();
  expect(listeners).toEqual([]);
});

test("a report from another process replaces the one here if it is newer", async () => {
  const walks = new Map([[one, [reportAt("5")]]]);
  const { live, changed, tell } = await following("postgres", walks);
  await tell({ kind: "walk", key: one });
  expect(changed).toEqual([]);
  walks.set(one, [reportAt("4"), reportAt("3")]);
  await tell({ kind: "walk", key: one });
  expect(changed).toEqual([]);
  walks.set(one, [reportAt("4"), reportAt("6")]);
  await tell({ kind: "walk", key: one });
  expect(live.get(one)).toMatchObject({ settled: walks.get(one), nextVisitAt: "2026-06-02T00:00:00Z" });
  await tell({ kind: "other", key: one });
  expect(changed).toEqual([one]);
});

test("a walk that another process has cleaned up is gone, and listeners hear about it once", async () => {
  const walks = new Map([[one, [reportAt("5")]]]);
  const { live, changed, tell } = await following("postgres", walks);
  walks.delete(one);
  await tell({ kind: "walk", key: one });
  await tell({ kind: "walk", key: one });
  expect(live.get(one)).toBeUndefined();
  expect(changed).toEqual([one]);
});

test("if it isn't known what has changed, unknown walks are read; failures are reported", async () => {
  const walks = new Map([[one, [reportAt("5")]]]);
  const { live, changed, tell, problems, store } = await following("postgres", walks);
  walks.set(two, [reportAt("1")]);
  walks.set(one, [reportAt("9")]);
  await tell({ kind: "unknown" });
  expect(changed).toEqual([two]);
  expect(live.get(one)?.reports).toEqual([reportAt("5")]);
  store.walks.keys = () => Promise.reject(new Error("away"));
  await tell({ kind: "unknown" });
  store.walks.read = () => Promise.reject(new Error("away"));
  await tell({ kind: "walk", key: one });
  expect(problems).toHaveLength(2);
});

test("a host of a Gateway has a walk for each port, and none of a host or Gateway whose name ends the same way", async () => {
  const others = [
    "demo/shop:443=aa.net",
    "demo/shop2:443=a.net",
    "a-demo/shop:443=a.net",
  ] as SecuredHostKey[];
  const { live } = await following("pglite", new Map([one, two, ...others].map((each) => [each, []])));
  expect(live.keysOf({ namespace: "demo", name: "shop" }, "a.net")).toEqual([one, two]);
});

test("a listener that has unsubscribed gets nothing more", async () => {
  const { live } = await following("pglite", new Map());
  const heard: string[] = [];
  const leave = live.onChange((key) => heard.push(key));
  live.set(one, { reports: [], settled: [], nextVisitAt: null });
  leave();
  live.remove(one);
  expect(heard).toEqual([one]);
});
