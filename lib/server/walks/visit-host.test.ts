import { beforeEach, describe, expect, test } from "vitest";
import type { ReadOptions } from "@/lib/gateway/dns/ports";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import type { Report } from "@/lib/gateway/walk/report";
import { keyOf, type SecuredHost, type SecuredHostKey } from "@/lib/model/secured-hosts";
import { texts } from "@/lib/server/texts";
import type { Store } from "@/lib/store/open-store";
import type { WalkWrite } from "@/lib/store/rows";
import { followWalks, type LiveWalks } from "./live-walks";
import { visitsOf } from "./visit-host";

const key = keyOf(shop);
let fake: FakeWorld;
let saved: WalkWrite[];
let errors: string[];
let targets: SecuredHost[];
let live: LiveWalks;
let worlds: { virtualCluster: string; options: ReadOptions }[];
let onVisit: number;
let outlived: string[];
let visits: ReturnType<typeof visitsOf>;

beforeEach(async () => {
  fake = fakeWorld();
  [saved, errors, targets, worlds, onVisit, outlived] = [[], [], [shop], [], 0, []];
  const store = {
    kind: "pglite",
    walks: {
      keys: async () => [],
      reports: async () => new Map(),
      save: async (write: WalkWrite) => void saved.push(write),
    },
    events: { add: async () => undefined },
  } as unknown as Store;
  live = await followWalks(store, () => undefined);
  visits = visitsOf({
    index: { targetsOf: () => targets } as unknown as Parameters<typeof visitsOf>[0]["index"],
    live,
    store,
    log: { error: (_: object, message: string) => void errors.push(message) } as never,
    async worldFor(virtualCluster, options) {
      worlds.push({ virtualCluster, options });
      return fake.world;
    },
    onVisit() {
      onVisit += 1;
    },
    onOutlived: async ({ host }) => void outlived.push(host),
  });
});

const still = () => new AbortController().signal;
const reportOf = (id: string, of: SecuredHostKey = key): Report | undefined =>
  live.get(of)?.reports.find(({ step }) => step === id);

/** Visits as often as necessary, each a second after the previous one. */
async function visit(times = 1, signal = still()) {
  let next: Date | null = null;
  for (let count = 0; count < times; count += 1) {
    next = (await visits.visitHost(shop.host, signal)).nextVisitAt;
    fake.now = new Date(fake.now.getTime() + 1000);
  }
  return next;
}

describe("a visit", () => {
  test("shows each step as it finishes, in the order of the steps, and finally saves all of them at once", async () => {
    const shown: string[] = [];
    live.onChange(() =>
      shown.push((live.get(key)?.reports ?? []).map(({ step, state }) => `${step} ${state}`).join()),
    );
    const next = await visit();
    expect(shown[0]).toMatch(/^\w+ running$/);
    expect(shown.some((each) => each.includes("zone done") && !each.includes("certificate"))).toBe(true);
    expect(live.get(key)?.reports).toEqual(live.get(key)?.settled);
    expect(live.get(key)?.nextVisitAt).toBe(next?.toISOString());
    expect(live.get(key)?.reports.map(({ step }) => step)).toEqual([
      ...["address", "zone", "delegation", "record", "certificate", "secret", "serving", "answering"],
    ]);
    expect(onVisit).toBe(1);
    expect(worlds).toEqual([
      { virtualCluster: "vamp-demo", options: { fresh: false, host: "shop.democluster.net" } },
    ]);
  });

  test("saves the state of the walk, its events, and its certificate with its Secret", async () => {
    await visit(8);
    await visits.flush();
    const last = saved.at(-1);
    expect(last?.walk).toMatchObject({
      ...{ key, virtualCluster: "vamp-demo", gateway: "shop", host: shop.host, port: 443, state: "serving" },
    });
    expect(last?.certificate).toMatchObject({
      key,
      serial: "SERIAL-order-1",
      host: shop.host,
      secretRef: `istio-system/${shop.server?.credentialName}`,
    });
    expect(last?.certificate).not.toHaveProperty("renewalProblem");
    const events = saved.flatMap(({ events: all = [] }) => all);
    expect(events.every(({ host, gateway }) => host === shop.host && gateway === "shop")).toBe(true);
    expect(new Set(events.map(({ type }) => type)).size).toBeGreaterThan(3);
  });

  test("that is followed soon by another one saves only what is new, and a moment later; one before a long wait saves at once", async () => {
    fake.lagging = new Set(["ns2.dns.test"]);
    const next = await visit(3);
    expect(Number(next) - fake.now.getTime()).toBeLessThan(3000);
    expect(saved).toEqual([]);
    await visits.flush();
    expect(saved).toHaveLength(1);
    await visit();
    await visits.flush();
    expect(saved).toHaveLength(1);
    fake.lagging.clear();
    await visit(8);
    const before = saved.length;
    await visit();
    expect(saved).toHaveLength(before + 1);
  });

  test("that is stopped shows and saves nothing after that", async () => {
    const stop = new AbortController();
    let changes = 0;
    live.onChange(() => {
      changes += 1;
      stop.abort();
    });
    expect(await visits.visitHost(shop.host, stop.signal)).toEqual({ nextVisitAt: null });
    expect(changes).toBe(1);
    await visits.flush();
    expect(saved).toEqual([]);
    expect(onVisit).toBe(0);
    // What it has shown doesn't count as done: the events are those of the visit that finishes.
    expect(live.get(key)?.settled).toEqual([]);
  });

  test("that outlives its Gateway's wish for the host writes nothing more into DNS, and has that cleaned up", async () => {
    fake.zones.push({ id: "z", apex: "democluster.net", nameServers: ["ns1.dns.test", "ns2.dns.test"] });
    const { cluster } = fake.world;
    cluster.ingresses = async () => {
      targets = [];
      return fake.ingresses;
    };
    await visit();
    expect(fake.did.filter((entry) => entry.includes(shop.host) && entry.startsWith("write"))).toEqual([]);
    expect(reportOf("record")).toMatchObject({
      state: "failed",
      note: texts.noLongerAsked({ host: shop.host }),
    });
    expect(outlived).toEqual([shop.host]);
    // On another port, the same Gateway still asks for it.
    targets = [shop];
    cluster.ingresses = async () => {
      targets = [{ ...shop, port: 8443 }];
      return fake.ingresses;
    };
    await visit();
    expect(fake.did).toContain(`write ${shop.host} A`);
    expect(outlived).toEqual([shop.host]);
  });

  describe("that outlives its Gateway's wish answers no challenge any more", () => {
    /** The wish ends as soon as the CA has the order. */
    function endsWithOrder() {
      const { ca } = fake.world;
      const order = ca.order;
      ca.order = (...given) => {
        targets = [];
        return order(...given);
      };
    }
    const challenge = `_acme-challenge.${shop.host}`;

    beforeEach(() => {
      const nameServers = ["ns1.dns.test", "ns2.dns.test"];
      fake.zones.push({ id: "z", apex: "democluster.net", nameServers });
    });

    test("in the zone of the host", async () => {
      endsWithOrder();
      await visit();
      expect(fake.did).toContain("order-1");
      expect(fake.did).not.toContain(`write ${challenge} TXT`);
      expect(reportOf("certificate")?.note).toBe(texts.noLongerAsked({ host: shop.host }));
      expect(outlived).toEqual([shop.host]);
    });

    test("where its CNAME record leads", async () => {
      const target = "abc.auth.test";
      const { dns } = fake.world;
      fake.zones.push({ id: "auth", apex: "auth.test", nameServers: ["ns1.dns.test"] });
      const alias = { name: challenge, type: "CNAME" as const, ttlSeconds: 60, values: [target] };
      fake.records.set(`${challenge} CNAME`, alias);
      fake.world.dns = { ...dns, byHand: true, challenges: { targetOf: async () => target, dns } };
      endsWithOrder();
      await visit();
      expect(fake.did).toContain("order-1");
      expect(fake.did).not.toContain(`write ${target} TXT`);
      expect(reportOf("certificate")?.note).toBe(texts.noLongerAsked({ host: shop.host }));
      // While the Gateway asks for it, it does.
      targets = [shop];
      fake.world.ca = fakeWorld().world.ca;
      fake.kept.clear();
      await visit(2);
      expect(fake.did).toContain(`write ${target} TXT`);
    });

    test("at the ingress", async () => {
      const { ca } = fake.world;
      const answers = [{ host: shop.host, token: "token-1", keyAuthorization: "token-1.thumb" }];
      const pending = answers.map((each) => ({ ...each, status: "pending" as const }));
      fake.world.challengeType = "http-01";
      ca.state = async () => ({ status: "pending", challenges: [], answers: pending });
      endsWithOrder();
      await visit(3);
      expect(fake.did).toContain("order-1");
      expect(fake.did).not.toContain("answer token-1");
      expect(outlived).toEqual([shop.host]);
    });
  });

  test("walks every Secured Host of the name, and returns for the first one that is due", async () => {
    const second = { ...shop, gateway: { namespace: "other", name: "second" } };
    targets = [shop, second];
    const next = await visit();
    expect(worlds.map(({ virtualCluster }) => virtualCluster)).toEqual(["vamp-demo", "other"]);
    const times = [key, keyOf(second)].map((each) => Date.parse(live.get(each)?.nextVisitAt ?? ""));
    expect(next?.getTime()).toBe(Math.min(...times));
    targets = [];
    expect(await visit()).toBeNull();
  });
});

describe("a step that finished a moment ago", () => {
  /** When the step last ran. */
  const ranAt = () => reportOf("zone")?.at;

  test("is not run again by a visit that follows soon, but is after five seconds", async () => {
    await visit();
    const first = ranAt();
    await visit();
    expect(ranAt()).toBe(first);
    fake.now = new Date(fake.now.getTime() + 2_999);
    await visit();
    expect(ranAt()).toBe(first);
    await visit();
    expect(ranAt()).not.toBe(first);
  });

  test("is run again immediately when its time has come, or when everything may have changed", async () => {
    await visit();
    const settledWith = (retryAt: string) => {
      const reports = (live.get(key)?.settled ?? []).map((each) =>
        each.step === "zone" ? { ...each, retryAt } : each,
      );
      live.set(key, { reports, settled: reports, nextVisitAt: null });
    };
    const first = ranAt();
    settledWith(new Date(fake.now.getTime() + 1).toISOString());
    await visit();
    expect(ranAt()).toBe(first);
    settledWith(fake.now.toISOString());
    await visit();
    const second = ranAt();
    expect(second).not.toBe(first);
    visits.checkEveryStep(shop.host);
    await visit();
    const third = ranAt();
    expect(third).not.toBe(second);
    await visit();
    expect(ranAt()).toBe(third);
  });

  test("bypasses every cache once when a user wants to know the current state", async () => {
    await visit();
    visits.askAgain(shop.host);
    await visit(2);
    expect(worlds.map(({ options }) => options.fresh)).toEqual([false, true, false]);
  });

  test("doesn't show “running” when it is run again, but does the first time", async () => {
    await visit(8);
    const states = new Set<string>();
    live.onChange(() => {
      for (const { state } of live.get(key)?.reports ?? []) states.add(state);
    });
    visits.checkEveryStep(shop.host);
    await visit();
    expect([...states]).toEqual(["done"]);
  });
});

describe("what you have to know", () => {
  test("a step that needs you sends a notification, with a link to the Gateway", async () => {
    fake.delegated = [["ns.elsewhere.test"]];
    await visit(8);
    await visits.flush();
    const rung = saved.flatMap(({ events = [] }) => events).filter(({ notification }) => notification);
    expect(saved.some((write) => "certificate" in write)).toBe(false);
    expect(rung).toMatchObject([
      {
        type: "delegation.blocked",
        notification: {
          title: `${texts.needsYou}: ${shop.host}`,
          link: "/virtual-clusters/vamp-demo/gateways/shop",
        },
      },
    ]);
  });

  test("a fault of Lamia itself is logged, a refusal from outside isn't", async () => {
    fake.world.dns.zones = () => Promise.reject(new TypeError("a fault"));
    await visit();
    expect(errors).toEqual(["a step failed"]);
    expect(reportOf("zone")?.state).toBe("failed");
  });
});
