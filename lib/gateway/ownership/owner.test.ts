import { describe, expect, test } from "vitest";
import { certificate as certificateStep } from "@/lib/gateway/steps/certificate";
import { serverObstacle } from "@/lib/gateway/steps/usable-server";
import { certificateInfo } from "@/lib/gateway/testing/fake-vault";
import { type FakeWorld, fakeWorld, loadBalancer, shop } from "@/lib/gateway/testing/fake-world";
import { report, visit } from "@/lib/gateway/testing/visit";
import { reportOf } from "@/lib/gateway/walk/reporting";
import { walk } from "@/lib/gateway/walk/walk";
import { credentialNameFor, type SecuredHost } from "@/lib/model/secured-hosts";
import { Failure } from "../failure";
import { markName, markValue } from "./marks";

const rival: SecuredHost = {
  ...shop,
  gateway: { namespace: "tenant-b", name: "grab" },
  createdAt: "2026-05-02T00:00:00Z",
};
const mine: SecuredHost = { ...shop, createdAt: "2026-05-01T00:00:00Z" };

async function walkOf(target: SecuredHost, fake: FakeWorld, visits = 1) {
  let reports = (await walk(target, fake.world)).map((result) => reportOf(result, undefined, fake.now));
  for (let count = 1; count < visits; count += 1) {
    fake.now = new Date(fake.now.getTime() + 1000);
    reports = (await walk(target, fake.world)).map((result) => reportOf(result, undefined, fake.now));
  }
  return reports;
}

/** The shop serves, and then another virtual cluster names its host. */
async function contested(): Promise<FakeWorld> {
  const fake = fakeWorld();
  await visit(fake, 8);
  fake.claims = [mine, rival];
  fake.did = [];
  return fake;
}

describe("a host of another virtual cluster", () => {
  test("is refused immediately: nothing is ordered, written or published, and the owner isn't named", async () => {
    const fake = await contested();
    const reports = await walkOf(rival, fake);
    const owner = report(reports, "zone");
    expect(owner).toMatchObject({ state: "blocked" });
    expect(owner.note + owner.remedy).not.toContain("vamp-demo");
    expect(owner.remedy).toContain("lamia.dev/share-with to “tenant-b/grab”");
    expect(
      ["delegation", "record", "certificate", "secret"].map((id) => report(reports, id as "zone").state),
    ).toEqual(Array(4).fill("pending"));
    expect(fake.did).toEqual([]);
  });

  test("stays with its owner when the other Gateway is older: the ownership record in DNS comes first", async () => {
    const fake = await contested();
    fake.claims = [mine, { ...rival, createdAt: "2020-01-01T00:00:00Z" }];
    expect(report(await walkOf(rival, fake), "zone").state).toBe("blocked");
    expect(report(await visit(fake, 2), "serving").state).toBe("done");
  });

  test("gets a new key when another virtual cluster takes it over", async () => {
    const fake = await contested();
    fake.claims = [rival];
    fake.records.clear();
    fake.records.set(`${markName(shop.host)} TXT`, {
      name: markName(shop.host),
      type: "TXT",
      ttlSeconds: 60,
      values: [markValue("installation-1", rival.gateway, [])],
    });
    await walkOf(rival, fake, 6);
    expect(fake.did).toContain(`key ${shop.host}`);
    expect(fake.kept.get(shop.host)).toMatchObject({
      holder: "tenant-b",
      certificate: { serial: "SERIAL-order-2" },
    });
  });

  test("is served with the owner's certificate, without an order, if it is shared", async () => {
    const fake = await contested();
    fake.claims = [{ ...mine, sharedWith: [{ namespace: "tenant-b", name: "grab" }] }, rival];
    const reports = await walkOf(rival, fake, 3);
    expect(report(reports, "secret")).toMatchObject({ state: "done", fact: { serial: "SERIAL-order-1" } });
    expect(fake.did.filter((entry) => entry.startsWith("order-"))).toEqual([]);
    expect(fake.kept.get(shop.host)?.holder).toBe("vamp-demo");
  });

  test("is decided without DNS while no name server answers, and then nothing is withdrawn", async () => {
    const fake = await contested();
    fake.secrets.set("tenant-b/grab-tls", leaked);
    fake.delegated = [null];
    const other = { ...rival, server: shop.server && { ...shop.server, credentialName: "grab-tls" } };
    fake.claims = [mine, { ...other, createdAt: "2020-01-01T00:00:00Z" }];
    fake.world = inNamespaceOf(fake);
    expect(report(await walkOf(other, fake), "zone").state).toBe("blocked");
    expect(fake.secrets.has("tenant-b/grab-tls")).toBe(true);
    fake.delegated = [["ns1.dns.test", "ns2.dns.test"]];
    await walkOf(other, fake);
    expect(fake.secrets.has("tenant-b/grab-tls")).toBe(false);
  });
});

const leaked = {
  serial: "SERIAL-order-1",
  host: shop.host,
  isRight: true,
  clientCa: null,
  unwantedSince: null,
};

/** Each virtual cluster has its own ingress, in its own namespace. */
function inNamespaceOf(fake: FakeWorld): FakeWorld["world"] {
  const ingress = loadBalancer({ ipv4: ["192.0.2.10"], ipv6: [], hostname: null });
  return {
    ...fake.world,
    cluster: {
      ...fake.world.cluster,
      ingresses: async ({ gateway }) => [
        { ...ingress, namespace: gateway.namespace === "vamp-demo" ? "istio-system" : gateway.namespace },
      ],
    },
  };
}

describe("a published Secret", () => {
  test("is withdrawn by either walk from where it should never have been, and the owner's stays", async () => {
    for (const target of [mine, rival]) {
      const fake = await contested();
      fake.world = inNamespaceOf(fake);
      const name = shop.server?.credentialName ?? "";
      fake.secrets.set(`tenant-b/${name}`, leaked);
      await walkOf(target, fake);
      expect([...fake.secrets.keys()]).toEqual([`istio-system/${name}`]);
    }
  });

  test("that nobody uses any more is deleted after a minute, and stays when somebody uses it again", async () => {
    const fake = fakeWorld();
    await visit(fake, 8);
    fake.secrets.set("istio-system/old-name", { ...leaked });
    const secret = report(await visit(fake), "secret");
    expect(Date.parse(secret.retryAt ?? "") - Date.parse(secret.at)).toBe(60_000);
    expect(fake.secrets.has("istio-system/old-name")).toBe(true);
    fake.now = new Date(fake.now.getTime() + 61_000);
    await visit(fake);
    expect(fake.secrets.has("istio-system/old-name")).toBe(false);

    const name = `istio-system/${shop.server?.credentialName}`;
    fake.secrets.set(name, {
      ...(fake.secrets.get(name) as typeof leaked),
      unwantedSince: "2026-01-01T00:00:00Z" as never,
    });
    await visit(fake);
    expect(fake.secrets.get(name)?.unwantedSince).toBeNull();
  });

  test("is written again when its key isn't the vault's, even if the certificate is", async () => {
    const fake = fakeWorld();
    await visit(fake, 8);
    const name = `istio-system/${shop.server?.credentialName}`;
    fake.secrets.set(name, { ...leaked, isRight: false });
    fake.did = [];
    await visit(fake);
    expect(fake.did).toEqual([`publish ${name}`]);
  });

  test("of another Secured Host with the same name isn't overwritten, and no certificate is ordered", async () => {
    const fake = fakeWorld();
    fake.secrets.set(`istio-system/${shop.server?.credentialName}`, { ...leaked, host: "other.example.org" });
    const certificate = report(await visit(fake, 3), "certificate");
    expect(certificate).toMatchObject({ state: "blocked" });
    expect(certificate.note).toContain("of another Secured Host");
    expect(certificate.note).not.toContain("other.example.org");
    expect(fake.orders.size).toBe(0);
  });
});

describe("a foreign Secret with the name in the Gateway", () => {
  const name = `istio-system/${shop.server?.credentialName}`;
  const theirs = { ...leaked, host: null, serial: "THEIRS" };

  async function withTheirs(secret: typeof theirs) {
    const fake = fakeWorld();
    await visit(fake, 8);
    fake.secrets.set(name, secret);
    fake.did = [];
    return { fake, secret: report(await visit(fake), "secret") };
  }

  test("blocks, with what to do, and stays as it is", async () => {
    const { fake, secret } = await withTheirs(theirs);
    expect(secret).toMatchObject({
      state: "blocked",
      note: expect.stringContaining(name),
      remedy: expect.stringContaining("443"),
    });
    expect(fake.secrets.get(name)).toBe(theirs);
    expect(fake.did).toEqual([]);
  });

  test("does no harm if it is a copy of the host's certificate", async () => {
    const copy = { ...theirs, serial: "SERIAL-order-1" };
    const { fake, secret } = await withTheirs(copy);
    expect(secret).toMatchObject({ state: "done", fact: { serial: "SERIAL-order-1" } });
    expect(fake.secrets.get(name)).toBe(copy);
    expect(fake.did).toEqual([]);
  });

  test("doesn't hide the refusal if it can't be read afterwards", async () => {
    const fake = fakeWorld();
    await visit(fake, 8);
    fake.secrets.delete(name);
    fake.world.vault.publish = () => Promise.reject(new Failure("rejected", "The API server refuses it."));
    expect(report(await visit(fake), "secret")).toMatchObject({ note: "The API server refuses it." });
  });
});

test("a foreign Secret that Lamia's replaces keeps serving until Lamia's is published, and is never written", async () => {
  const fake = fakeWorld();
  const server = shop.server as NonNullable<SecuredHost["server"]>;
  const target = { ...shop, server: { ...server, credentialName: "old" }, replacesSecret: "old" };
  const old = { ...leaked, host: null, serial: "THEIRS" };
  fake.secrets.set("istio-system/old", old);
  const reports = await walkOf(target, fake, 8);
  expect(report(reports, "secret").state).toBe("done");
  const own = credentialNameFor(shop.host);
  const did = fake.did.filter((each) => each.includes(own));
  expect(did.slice(0, 2)).toEqual([`publish istio-system/${own}`, `name ${own}`]);
  expect(fake.secrets.get("istio-system/old")).toEqual(old);
});

test("a foreign Secret is replaced, whoever asks, only by a certificate for all hosts of the server", async () => {
  const fake = fakeWorld();
  const server = shop.server as NonNullable<SecuredHost["server"]>;
  const hosts = [...server.hosts, "other.democluster.net"];
  const target = { ...shop, server: { ...server, hosts, credentialName: "old" }, replacesSecret: "old" };
  fake.secrets.set("istio-system/old", { ...leaked, host: null, serial: "THEIRS" });
  const reports = await walkOf(target, fake, 8);
  expect(report(reports, "certificate")).toMatchObject({
    state: "blocked",
    note: expect.stringContaining("other.democluster.net"),
  });
  expect(fake.did.filter((each) => each.startsWith("name "))).toEqual([]);

  const { registrableDomain } = fake.world;
  const byZone = { ...target, certificateScope: "zone" as const };
  expect(serverObstacle(byZone, registrableDomain)).toBeNull();
  expect(serverObstacle(byZone, registrableDomain, [shop.host])).not.toBeNull();
  const byServer = { ...target, certificateScope: "server" as const, serverHosts: [shop.host] };
  expect(serverObstacle(byServer, registrableDomain)).not.toBeNull();
  expect(serverObstacle({ ...byServer, serverHosts: hosts }, registrableDomain)).toBeNull();
  expect(serverObstacle({ ...target, replacesSecret: "another" }, registrableDomain)).toBeNull();
});

describe("a Secret that no Gateway in the cache uses", () => {
  const old = "istio-system/old-name";
  const server = shop.server as NonNullable<SecuredHost["server"]>;
  const renamed: SecuredHost = { ...shop, server: { ...server, credentialName: "old-name" } };

  async function afterGrace(now: FakeWorld["claimsNow"]) {
    const fake = fakeWorld();
    await visit(fake, 8);
    fake.secrets.set(old, { ...leaked, unwantedSince: "2026-01-01T00:00:00Z" as never });
    fake.claimsNow = now;
    return { fake, secret: report(await visit(fake), "secret") };
  }

  test("stays if the API server has a Gateway that names it", async () => {
    const { fake } = await afterGrace({ claims: [shop, renamed], released: [] });
    expect(fake.secrets.has(old)).toBe(true);
  });

  test("stays if a Gateway that Lamia has released names it", async () => {
    const { fake } = await afterGrace({ claims: [shop], released: [renamed] });
    expect(fake.secrets.has(old)).toBe(true);
  });

  test("stays while the API server doesn't answer; the walk says so and checks again soon", async () => {
    const { fake, secret } = await afterGrace(null);
    expect(fake.secrets.has(old)).toBe(true);
    expect(secret).toMatchObject({ state: "done", note: expect.stringContaining("API server doesn’t say") });
    expect(Date.parse(secret.retryAt ?? "") - fake.now.getTime()).toBeLessThanOrEqual(15_000);
  });

  test("is deleted if the API server confirms it", async () => {
    const { fake } = await afterGrace({ claims: [shop], released: [] });
    expect(fake.secrets.has(old)).toBe(false);
  });

  test("of a Gateway that lost the host stays while the API server doesn't answer, and the refusal says so", async () => {
    const fake = await contested();
    fake.world = inNamespaceOf(fake);
    const leak = `tenant-b/${server.credentialName}`;
    fake.secrets.set(leak, leaked);
    fake.claimsNow = null;
    const zone = report(await walkOf(rival, fake), "zone");
    expect(fake.secrets.has(leak)).toBe(true);
    expect(zone.note).toContain("API server doesn’t say");
  });
});

describe("no certificate is ordered", () => {
  const server = shop.server as NonNullable<SecuredHost["server"]>;
  test.each<[string, SecuredHost, RegExp]>([
    ["without a server", { ...shop, server: null }, /no server on port 443/],
    ["for plain HTTP", { ...shop, server: { ...server, protocol: "HTTP" } }, /has no certificate/],
    ["for PASSTHROUGH", { ...shop, server: { ...server, tlsMode: "PASSTHROUGH" } }, /through/],
    ["for AUTO_PASSTHROUGH", { ...shop, server: { ...server, tlsMode: "AUTO_PASSTHROUGH" } }, /through/],
    ["for ISTIO_MUTUAL", { ...shop, server: { ...server, tlsMode: "ISTIO_MUTUAL" } }, /mesh’s own/],
    [
      "beside other certificates",
      { ...shop, server: { ...server, hasOtherCertificate: true } },
      /elsewhere than credentialName/,
    ],
    [
      "for a host that the server does not have",
      { ...shop, server: { ...server, hosts: ["x.example.org"] } },
      /only for x.example.org/,
    ],
    ["for a second host of one server", { ...shop, serverTakenBy: "first.democluster.net" }, /is for first/],
    ["for MUTUAL without a CA", { ...shop, server: { ...server, tlsMode: "MUTUAL" } }, /No CA/],
  ])("%s, and the step says why", async (_, target, why) => {
    const fake = fakeWorld();
    const certificate = report(await walkOf(target, fake, 3), "certificate");
    expect(certificate).toMatchObject({ state: "blocked", note: expect.stringMatching(why) });
    expect(certificate.remedy).not.toBe("");
    expect(fake.orders.size).toBe(0);
  });

  test("to renew one whose server no longer needs it; the existing one keeps serving", async () => {
    const fake = fakeWorld();
    await visit(fake, 8);
    fake.now = new Date(fake.now.getTime() + 61 * 86_400_000);
    const certificate = report(
      await walkOf({ ...shop, server: { ...server, protocol: "HTTP" } }, fake),
      "certificate",
    );
    expect(certificate).toMatchObject({
      state: "done",
      fact: { renewalProblem: expect.stringContaining("HTTP") },
    });
    expect(fake.orders.size).toBe(1);
  });

  test("with mode MUTUAL, the CA is published next to the certificate", async () => {
    const fake = fakeWorld();
    fake.clientCa = { state: "found", pem: "CA" };
    const target = { ...shop, server: { ...server, tlsMode: "MUTUAL" } };
    await walkOf(target, fake, 8);
    expect(fake.secrets.get(`istio-system/${server.credentialName}`)?.clientCa).toBe("CA");
    fake.clientCa = { state: "found", pem: "NEW CA" };
    await walkOf(target, fake);
    expect(fake.secrets.get(`istio-system/${server.credentialName}`)?.clientCa).toBe("NEW CA");
  });
});

describe("a stored certificate without a virtual cluster", () => {
  const old = (fake: FakeWorld) =>
    fake.kept.set(shop.host, {
      certificate: certificateInfo("OLD", fake.now),
      order: null,
      issue: { ca: null, detour: null },
      request: null,
      revocations: [],
      holder: null,
    });
  const mark = (fake: FakeWorld, gateway: SecuredHost["gateway"]) =>
    fake.records.set(`${markName(shop.host)} TXT`, {
      name: markName(shop.host),
      type: "TXT",
      ttlSeconds: 60,
      values: [markValue("installation-1", gateway, [])],
    });

  test("belongs to its virtual cluster from the first visit, so that a later move doesn't hand out its key", async () => {
    const fake = fakeWorld();
    old(fake);
    await visit(fake, 2);
    expect(fake.kept.get(shop.host)).toMatchObject({ certificate: { serial: "OLD" }, holder: "vamp-demo" });
    fake.claims = [rival];
    mark(fake, rival.gateway);
    await walkOf(rival, fake, 6);
    expect(fake.kept.get(shop.host)).toMatchObject({
      certificate: { serial: "SERIAL-order-1" },
      holder: "tenant-b",
    });
  });

  test("belongs to the virtual cluster that DNS names, even if only another one is left", async () => {
    const fake = fakeWorld();
    old(fake);
    fake.claims = [rival];
    mark(fake, mine.gateway);
    const published: string[] = [];
    const { publish } = fake.world.vault;
    fake.world.vault.publish = async (host, ...rest) => {
      published.push(fake.kept.get(host)?.certificate?.serial ?? "");
      return publish(host, ...rest);
    };
    await walkOf(rival, fake, 6);
    expect(fake.kept.get(shop.host)?.holder).toBe("tenant-b");
    expect(published).not.toContain("OLD");
  });

  test("stays unassigned while no name server answers, and keeps being used", async () => {
    const fake = fakeWorld();
    old(fake);
    const { delegation } = fake.world.resolver;
    fake.world.resolver.delegation = async (apex) => ({
      ...(await delegation(apex)),
      answers: [{ server: "a0.net.test", values: null, problem: "no answer" }],
    });
    const written: string[] = [];
    fake.world.vault.hold = async (_, holder) => void written.push(holder);
    const zone = { id: "z", apex: "democluster.net", nameServers: [], provider: "", owner: shop.gateway };
    const facts = { delegation: { zone } } as unknown as Parameters<typeof certificateStep.run>[1];
    expect(await certificateStep.run(shop, facts, fake.world)).toMatchObject({ fact: { serial: "OLD" } });
    expect(fake.kept.get(shop.host)?.holder).toBeNull();
    expect(written).toEqual([]);
  });
});

test("a stored certificate that belongs to no virtual cluster stays in use", async () => {
  const fake = fakeWorld();
  fake.kept.set(shop.host, {
    certificate: certificateInfo("OLD", fake.now),
    order: null,
    issue: { ca: null, detour: null },
    request: null,
    revocations: [],
    holder: null,
  });
  await visit(fake, 2);
  expect(fake.orders.size).toBe(0);
  expect(fake.did).toContain(`publish istio-system/${shop.server?.credentialName}`);
});
