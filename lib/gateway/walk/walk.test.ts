import { describe, expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import { steps } from "@/lib/gateway/steps";
import { certificateInfo } from "@/lib/gateway/testing/fake-vault";
import { type FakeWorld, fakeWorld, loadBalancer, shop } from "@/lib/gateway/testing/fake-world";
import { report, visit } from "@/lib/gateway/testing/visit";
import type { Report } from "./report";
import { nextVisit, reportOf, walkStateOf } from "./reporting";
import { doneOf, type Result, walk } from "./walk";

describe("a walk", () => {
  test("ends with the site served, with one order, one certificate and one Secret", async () => {
    const fake = fakeWorld();
    const reports = await visit(fake, 8);
    expect(walkStateOf(reports)).toBe("serving");
    expect(fake.did.filter((entry) => entry.startsWith("order-"))).toHaveLength(1);
    expect(fake.did.filter((entry) => entry.startsWith("publish"))).toHaveLength(1);
    expect(report(reports, "serving").fact).toMatchObject({ url: "https://shop.democluster.net" });
  });

  test("does nothing when everything is in place", async () => {
    const fake = fakeWorld();
    await visit(fake, 8);
    fake.did = [];
    expect(walkStateOf(await visit(fake, 3))).toBe("serving");
    expect(fake.did).toEqual([]);
  });

  test("leaves no challenge in DNS, only the address and the ownership record", async () => {
    const fake = fakeWorld();
    await visit(fake, 8);
    expect([...fake.records.keys()].sort()).toEqual([
      "_lamia.shop.democluster.net TXT",
      "shop.democluster.net A",
    ]);
  });

  test.each(Array.from({ length: 24 }, (_, index) => index + 1))(
    "cut short after %i writing calls ends with one certificate all the same",
    async (calls) => {
      const fake = fakeWorld();
      cutShortAfter(fake, calls);
      await visit(fake, 12);
      expect(walkStateOf(await visit(fake))).toBe("serving");
      expect(fake.did.filter((entry) => entry.startsWith("finalize"))).toHaveLength(1);
    },
  );

  test("gets a certificate without an address: a missing A record never delays it", async () => {
    const fake = fakeWorld();
    fake.ingresses = [loadBalancer({ ipv4: [], ipv6: [], hostname: null })];
    const reports = await visit(fake, 6);
    expect(report(reports, "address").state).toBe("waiting");
    expect(report(reports, "certificate").state).toBe("done");
    expect(report(reports, "serving").note).toBe("Waits for address record.");
  });

  test("in the table, every step comes after the steps that it needs", () => {
    const seen = new Set<string>();
    for (const step of steps) {
      for (const need of step.needs) expect(seen).toContain(need);
      seen.add(step.id);
    }
  });
});

describe("a dedicated ingress", () => {
  const own = { namespace: "istio-system", name: "shop-gateway", isUnderWay: true, problem: null };

  test("makes the walk wait while it is created: nobody has to act", async () => {
    const fake = fakeWorld();
    fake.ownIngress = own;
    fake.ingresses = [];
    const address = report(await visit(fake), "address");
    expect(address).toMatchObject({ state: "waiting", remedy: null });
    expect(address.note).toContain("creating the dedicated ingress istio-system/shop-gateway");
  });

  test("makes the walk wait while its Service gets the port", async () => {
    const fake = fakeWorld();
    fake.ownIngress = own;
    fake.ingresses = [{ ...loadBalancer({ ipv4: ["192.0.2.10"], ipv6: [], hostname: null }), ports: [80] }];
    expect(report(await visit(fake), "address").state).toBe("waiting");
    fake.ownIngress = { ...own, isUnderWay: false };
    const address = report(await visit(fake), "address");
    expect(address).toMatchObject({ state: "blocked", note: expect.stringContaining("has no port 443") });
  });

  test("blocks the walk if it can't be created, and the note says why", async () => {
    const fake = fakeWorld();
    fake.ownIngress = { ...own, problem: "istio-system has a Service shop-gateway already." };
    fake.ingresses = [];
    const address = report(await visit(fake), "address");
    expect(address).toMatchObject({
      state: "blocked",
      note: expect.stringContaining("a Service shop-gateway"),
    });
  });

  test("isn't waited for if the Gateway has none", async () => {
    const fake = fakeWorld();
    fake.ingresses = [];
    expect(report(await visit(fake), "address").note).toContain("No Service selects pods with the labels");
  });
});

describe("delegation", () => {
  test("is blocked, with the name servers to set, while the parent zone names others", async () => {
    const fake = fakeWorld();
    fake.delegated = [["ns.parking.test"]];
    const delegation = report(await visit(fake), "delegation");
    expect(delegation.state).toBe("blocked");
    expect(delegation.remedy).toContain("ns1.dns.test, ns2.dns.test");
    expect(delegation.fact).toMatchObject({
      found: ["ns.parking.test"],
      expected: ["ns1.dns.test", "ns2.dns.test"],
    });
    fake.delegated = [["ns2.dns.test", "NS1.dns.test"]];
    expect(report(await visit(fake), "delegation").state).toBe("done");
  });

  test("waits while only some of the parent zone's servers know it", async () => {
    const fake = fakeWorld();
    fake.delegated = [["ns1.dns.test", "ns2.dns.test"], ["ns.parking.test"]];
    expect(report(await visit(fake), "delegation").state).toBe("waiting");
    fake.delegated = [null];
    expect(report(await visit(fake), "delegation").note).toContain(
      "No name server of the .net registry answers",
    );
  });
});

describe("a signed delegation", () => {
  const ds = (hasKey: boolean | null) => ({ keyTag: 60485, algorithm: 13, digestType: 2, hasKey });

  test("is blocked by DS records without a key, with the record to remove, and goes on once they are gone", async () => {
    const fake = fakeWorld();
    fake.signers = [[ds(false)], [ds(false)], null];
    const blocked = report(await visit(fake), "delegation");
    expect(blocked).toMatchObject({ state: "blocked", fact: { strayDs: [{ keyTag: 60485 }] } });
    expect(blocked.note).toContain("the zone has no key that matches");
    expect(blocked.remedy).toContain("key tag 60485, algorithm 13 (ECDSAP256SHA256), digest type 2");
    expect(blocked.remedy).toContain("At the registrar of democluster.net");
    fake.signers = [[], []];
    expect(report(await visit(fake), "delegation").state).toBe("done");
  });

  test.each([
    ["one of several DS records has its key", [[ds(false), ds(true)]]],
    ["a DS record can't be compared", [[ds(false), ds(null)]]],
    ["no server of the parent answers", [null, null]],
  ])("is never doubted when %s", async (_why, signers) => {
    const fake = fakeWorld();
    fake.signers = signers;
    expect(report(await visit(fake), "delegation").state).toBe("done");
  });

  test("waits while only some of the parent's servers have lost a stray DS record", async () => {
    const fake = fakeWorld();
    fake.signers = [[ds(false)], []];
    expect(report(await visit(fake), "delegation")).toMatchObject({
      state: "waiting",
      note: expect.stringContaining("1 of 2 servers"),
    });
  });
});

describe("records", () => {
  const foreign = { name: shop.host, type: "A" as const, ttlSeconds: 60, values: ["203.0.113.1"] };

  test("of others are never overwritten, and the step says how to hand them over", async () => {
    const fake = fakeWorld();
    fake.records.set(`${shop.host} A`, foreign);
    const record = report(await visit(fake, 4), "record");
    expect(record.state).toBe("blocked");
    expect(record.remedy).toContain("heritage=lamia");
    expect(fake.records.get(`${shop.host} A`)).toEqual(foreign);
  });

  test("that are already right stay with their owner", async () => {
    const fake = fakeWorld();
    fake.records.set(`${shop.host} A`, { ...foreign, values: ["192.0.2.10"] });
    const record = report(await visit(fake, 4), "record");
    expect(record).toMatchObject({ state: "done", fact: { ours: false } });
    expect(fake.records.has(`_lamia.${shop.host} TXT`)).toBe(false);
  });

  test("of ours follow a new address", async () => {
    const fake = fakeWorld();
    await visit(fake, 8);
    fake.ingresses = [loadBalancer({ ipv4: ["192.0.2.99"], ipv6: [], hostname: null })];
    await visit(fake, 2);
    expect(fake.records.get(`${shop.host} A`)?.values).toEqual(["192.0.2.99"]);
  });

  test("become a CNAME for a load balancer that has only a name, and the old A record is deleted", async () => {
    const fake = fakeWorld();
    await visit(fake, 8);
    fake.ingresses = [loadBalancer({ ipv4: [], ipv6: [], hostname: "LB.cloud.test" })];
    expect(report(await visit(fake, 3), "record").state).toBe("done");
    expect(fake.records.get(`${shop.host} CNAME`)?.values).toEqual(["lb.cloud.test"]);
    expect(fake.records.has(`${shop.host} A`)).toBe(false);
  });

  test("wait for the one name server that lags, which is named, and no challenge is accepted before", async () => {
    const fake = fakeWorld();
    fake.lagging.add("ns2.dns.test");
    const reports = await visit(fake, 5);
    expect(report(reports, "record").note).toContain("Not yet: ns2.dns.test");
    expect(report(reports, "certificate").note).toContain("ns2.dns.test");
    expect(fake.did.some((entry) => entry.startsWith("accept"))).toBe(false);
    fake.lagging.clear();
    expect(walkStateOf(await visit(fake, 6))).toBe("serving");
  });
});

describe("failures", () => {
  test("by a rate limit of the CA are retried exactly when the CA says", async () => {
    const fake = fakeWorld();
    fake.caFailure = new Failure("rate-limited", "Too many orders.", { retryAfterSeconds: 77 });
    const certificate = report(await visit(fake), "certificate");
    expect(certificate).toMatchObject({
      state: "waiting",
      note: "Too many orders.",
      retryAt: "2026-06-01T00:01:17.000Z",
    });
    fake.caFailure = null;
    expect(walkStateOf(await visit(fake, 8))).toBe("serving");
  });

  test("with a remedy show as blocked, and recover on their own", async () => {
    const fake = fakeWorld();
    fake.providerFailure = new Failure("refused", "The key was refused.", { remedy: "Replace it." });
    expect(report(await visit(fake), "zone")).toMatchObject({ state: "blocked", remedy: "Replace it." });
    fake.providerFailure = null;
    expect(report(await visit(fake), "zone").state).toBe("done");
  });

  test("are retried less and less often", async () => {
    const fake = fakeWorld();
    fake.providerFailure = new Failure("unreachable", "No answer.");
    let reports: Report[] = [];
    const waits: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      const at = fake.now.getTime();
      reports = await visit(fake, 1, reports);
      waits.push(((nextVisit(reports)?.getTime() ?? 0) - at) / 1000);
    }
    expect(waits).toEqual([1, 2, 5, 10, 20]);
  });

  test("of a challenge drop the order and remove the TXT record, and a new order follows later", async () => {
    const fake = fakeWorld();
    await visit(fake, 2);
    fake.orders.set("order-1", { status: "invalid", problem: "wrong TXT", gone: false });
    const certificate = report(await visit(fake), "certificate");
    expect(certificate).toMatchObject({ state: "failed", note: "Test CA refused: wrong TXT" });
    expect(fake.records.has(`_acme-challenge.${shop.host} TXT`)).toBe(false);
    expect(walkStateOf(await visit(fake, 8))).toBe("serving");
  });
});

describe("renewal", () => {
  async function serving(): Promise<FakeWorld> {
    const fake = fakeWorld();
    await visit(fake, 8);
    fake.now = new Date(fake.now.getTime() + 61 * 86_400_000);
    return fake;
  }

  test("keeps the old certificate in use until the new one is stored", async () => {
    const fake = await serving();
    const during = await visit(fake);
    expect(report(during, "certificate")).toMatchObject({
      state: "done",
      note: expect.stringMatching(/^Renewing/),
    });
    expect(report(during, "serving").state).toBe("done");
    const after = await visit(fake, 8);
    expect(report(after, "serving").fact).toMatchObject({ serial: "SERIAL-order-2" });
  });

  test("is reported if it fails, and the site stays up", async () => {
    const fake = await serving();
    fake.caFailure = new Failure("unreachable", "The CA is down.");
    const reports = await visit(fake);
    expect(report(reports, "certificate")).toMatchObject({
      state: "done",
      fact: { renewalProblem: "The CA is down." },
    });
    expect(walkStateOf(reports)).toBe("serving");
  });

  test("starts from nothing if the certificate has expired", async () => {
    const fake = fakeWorld();
    fake.kept.set(shop.host, {
      certificate: certificateInfo("OLD", new Date("2025-01-01")),
      order: null,
      issue: { ca: null, detour: null },
      request: null,
      revocations: [],
      holder: null,
    });
    expect(walkStateOf(await visit(fake, 8))).toBe("serving");
  });
});

/** Makes the n-th writing call throw once, alternately before and after it took effect, as a crash would. */
function cutShortAfter(fake: FakeWorld, calls: number): void {
  let count = 0;
  const crash =
    <Args extends unknown[], T>(real: (...args: Args) => Promise<T>) =>
    async (...args: Args) => {
      count += 1;
      if (count === calls && calls % 2 === 0) throw new Error("killed before");
      const result = await real(...args);
      if (count === calls && calls % 2 === 1) throw new Error("killed after");
      return result;
    };
  const { vault, ca, dns } = fake.world;
  fake.world = {
    ...fake.world,
    vault: {
      ...vault,
      begin: crash(vault.begin),
      save: crash(vault.save),
      keep: crash(vault.keep),
      drop: crash(vault.drop),
      publish: crash(vault.publish),
    },
    ca: {
      ...ca,
      order: crash(ca.order),
      accept: crash(ca.accept),
      finalize: crash(ca.finalize),
      collect: crash(ca.collect),
    },
    dns: { ...dns, createZone: crash(dns.createZone), change: crash(dns.change) },
  };
}

describe("a step that finished a moment ago", () => {
  type Done = NonNullable<ReturnType<typeof doneOf>>;

  /** A walk of the serving shop, with these outcomes trusted. */
  async function walkWith(change: (trusted: Map<Result["step"], Done>) => void) {
    const fake = fakeWorld();
    await visit(fake, 8);
    const done = new Map(
      (await walk(shop, fake.world)).flatMap((result) => {
        const outcome = doneOf(result);
        return outcome ? [[result.step, outcome] as const] : [];
      }),
    );
    change(done);
    const started: string[] = [];
    const results = await walk(shop, fake.world, { trusted: done, onStart: (step) => started.push(step) });
    return { fake, started, results };
  }

  test("doesn't run again: its outcome and its report stay", async () => {
    const { fake, started, results } = await walkWith(() => undefined);
    expect(started).toEqual([]);
    expect(results.every(({ kind }) => kind === "trusted")).toBe(true);
    const [result] = results as [Result];
    const first = reportOf(result, undefined, fake.now);
    expect(first).toMatchObject({ state: "done", note: doneOf(result)?.note, fact: doneOf(result)?.fact });
    expect(reportOf(result, first, new Date(fake.now.getTime() + 5000))).toBe(first);
  });

  test("runs again if a step that it needs ran with a different result, and not if the result is the same", async () => {
    const same = await walkWith((done) => void done.delete("zone"));
    expect(same.started).toContain("zone");
    expect(same.started).toContain("delegation");
    expect(same.started).not.toContain("certificate");
    const changed = await walkWith((done) => {
      done.delete("zone");
      done.set("delegation", { state: "done", note: "", fact: { other: true } });
    });
    expect(changed.started).toContain("certificate");
  });
});
