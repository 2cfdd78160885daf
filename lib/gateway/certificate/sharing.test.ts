import { describe, expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import { ownershipOf } from "@/lib/gateway/ownership/host-owner";
import { markName, markValue } from "@/lib/gateway/ownership/marks";
import { wildcardClaims } from "@/lib/gateway/ownership/wildcard-claims";
import { certificate as certificateStep } from "@/lib/gateway/steps/certificate";
import { secret } from "@/lib/gateway/steps/secret";
import { certificateInfo } from "@/lib/gateway/testing/fake-vault";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import { report, visit } from "@/lib/gateway/testing/visit";
import { walkStateOf } from "@/lib/gateway/walk/reporting";
import { familyOf, overlap } from "@/lib/model/hosts";
import { credentialNameFor, type SecuredHost } from "@/lib/model/secured-hosts";
import { certificateIdOf, covers, isCompanion } from "./certificate-id";
import { ordersFor } from "./ordering-member";
import { planCertificate } from "./sharing";

type Rest = Partial<SecuredHost>;

function claim(namespace: string, host: string, rest: Rest = {}): SecuredHost {
  const credentialName = credentialNameFor(host);
  const server = { index: 0, protocol: "HTTPS", hosts: [host], tlsMode: "SIMPLE", credentialName };
  return { ...shop, host, gateway: { namespace, name: host.split(".")[0] ?? "" }, server, ...rest };
}

const zone: Rest = { certificateScope: "zone", createdAt: "2026-01-01T00:00:00Z" };
const younger: Rest = { ...zone, createdAt: "2026-02-01T00:00:00Z" };
const shares = { certificateSharedWith: [{ namespace: "b", name: null }] };

/** As the index of the panel finds claims. */
function worldOf(claims: SecuredHost[]): FakeWorld {
  const fake = fakeWorld();
  const { registrableDomain } = fake.world;
  fake.world.cluster.claims = async (host) => {
    const wildcard = `*.${familyOf(host)}`;
    const asking = claims.filter(
      (each) => each.certificateScope === "zone" && certificateIdOf(each, registrableDomain) === wildcard,
    );
    const names = claims.filter((each) => each.host === host || overlap(each.host, wildcard));
    return [...names, ...wildcardClaims(wildcard, asking)];
  };
  return fake;
}

const plan = (target: SecuredHost, ...claims: SecuredHost[]) =>
  planCertificate(target, target.gateway.namespace, worldOf([target, ...claims]).world);

test("a certificate has one name in the vault, whichever of its hosts asks", () => {
  const { registrableDomain } = fakeWorld().world;
  const idOf = (host: string, rest: Rest) => certificateIdOf(claim("a", host, rest), registrableDomain);
  expect(idOf("x.example.net", {})).toBe("x.example.net");
  expect(idOf("x.example.net", zone)).toBe("*.example.net");
  expect(idOf("example.net", zone)).toBe("*.example.net");
  expect(idOf("*.example.net", zone)).toBe("*.example.net");
  expect(idOf("x.eu.example.net", zone)).toBe("*.eu.example.net");
  const server: Rest = { certificateScope: "server", serverHosts: ["y.example.net", "x.example.net"] };
  expect(idOf("x.example.net", server)).toBe("y.example.net");
});

test("a wildcard covers one label, and its apex only if it is named", () => {
  const names = ["*.example.net"];
  expect(["a.example.net", "example.net", "a.b.example.net"].map((host) => covers(names, host))).toEqual([
    true,
    false,
    false,
  ]);
});

test("a server has room for a second host only if both have the same certificate", () => {
  const { registrableDomain } = fakeWorld().world;
  const second = (host: string, rest: Rest) =>
    isCompanion(claim("a", host, { serverTakenBy: "one.example.net", ...rest }), registrableDomain);
  expect(second("two.example.net", {})).toBe(false);
  expect(second("two.example.net", zone)).toBe(true);
  expect(second("two.example.org", zone)).toBe(false);
  expect(second("two.example.org", { certificateScope: "server" })).toBe(true);
});

describe("a wildcard for a domain", () => {
  const mine = claim("a", "one.example.net", { ...zone, ...shares });

  test("is for its owner and whoever the owner shares it with, and one of the owner's hosts orders it", async () => {
    const theirs = claim("b", "two.example.net", younger);
    const [own, guests] = await Promise.all([plan(mine, theirs), plan(theirs, mine)]);
    expect(own).toMatchObject({ id: "*.example.net", names: ["*.example.net", "example.net"], holder: "a" });
    expect(guests).toMatchObject({ id: "*.example.net", holder: "a" });
    if (!("id" in guests)) throw new Error("nothing planned");
    expect(ordersFor(guests, [], fakeWorld().world)?.host).toBe("one.example.net");
  });

  test("is refused to a virtual cluster that the owner doesn't share it with, without a name of the owner", async () => {
    const refused = await plan(claim("c", "two.example.net", younger), mine);
    expect(refused).toMatchObject({ id: "two.example.net", refused: { isCertain: true } });
    expect(refused).toMatchObject({ names: ["two.example.net"], holder: "c" });
    expect(JSON.stringify(refused)).not.toMatch(/one\.example/);
  });

  test("is not shared by sharing one host with another virtual cluster, but by sharing the wildcard itself", async () => {
    const sharedWith = [{ namespace: "b", name: null }];
    const hostOnly = claim("a", "one.example.net", { ...zone, sharedWith });
    const theirs = claim("b", "two.example.net", younger);
    expect(await plan(theirs, hostOnly)).toMatchObject({ id: "two.example.net", refused: {} });
    const wildcard = claim("a", "*.example.net", { ...zone, sharedWith });
    expect(await plan(theirs, wildcard)).toMatchObject({ id: "*.example.net", holder: "a" });
  });

  test("is shared by each Gateway of its virtual cluster if one of them shares it", async () => {
    const another = claim("a", "zero.example.net", zone);
    const theirs = claim("b", "two.example.net", younger);
    expect(await plan(theirs, another, mine)).toMatchObject({ id: "*.example.net", holder: "a" });
  });

  test("is refused while it would cover a host of another virtual cluster, and each host has its own certificate", async () => {
    const own = claim("b", "shop.example.net", { createdAt: "2025-01-01T00:00:00Z" });
    expect(await plan(mine, own)).toMatchObject({ id: "one.example.net", refused: { id: "*.example.net" } });
    expect(await plan(mine, { ...own, sharedWith: [{ namespace: "a", name: null }] })).toMatchObject({
      id: "*.example.net",
      holder: "a",
    });
  });

  test("that is refused is replaced by one certificate for all hosts of the server", async () => {
    const hosts = ["one.example.net", "two.example.net"];
    const server = { index: 0, protocol: "HTTPS", hosts, tlsMode: "SIMPLE", credentialName: "own" };
    const [one, two] = hosts.map((host) =>
      claim("a", host, { ...zone, serverHosts: hosts, server, gateway: { namespace: "a", name: "shop" } }),
    ) as [SecuredHost, SecuredHost];
    const other = claim("b", "shop.example.net", { createdAt: "2025-01-01T00:00:00Z" });
    for (const [target, rest] of [
      [one, two],
      [two, one],
    ] as const)
      expect(await plan(target, rest, other)).toMatchObject({
        id: hosts[0],
        names: hosts,
        isShared: true,
        refused: {},
      });
  });

  test("is a claim to every name that it covers, so that a younger host of another virtual cluster can't stop a renewal", async () => {
    const stranger = claim("c", "shop.example.net", { createdAt: "2026-03-01T00:00:00Z" });
    expect(await ownershipOf(stranger, worldOf([mine, stranger]).world)).toMatchObject({
      kind: "other",
      owner: { host: "*.example.net" },
    });
    expect(await plan(mine, stranger)).toMatchObject({ id: "*.example.net" });
    const guest = { ...stranger, gateway: { namespace: "b", name: "guest" } };
    expect(await ownershipOf(guest, worldOf([mine, guest]).world)).toMatchObject({ kind: "held" });
  });

  test("is no claim of a guest's to the owner's other names", async () => {
    const guest = claim("b", "two.example.net", { ...zone, createdAt: "2026-01-02T00:00:00Z" });
    const later = claim("a", "three.example.net", younger);
    expect(await ownershipOf(later, worldOf([mine, guest, later]).world)).toMatchObject({ kind: "held" });
  });

  test("takes no host from a virtual cluster that asks for the wildcard, too, and whose host is older", async () => {
    const theirs = claim("b", "two.example.net", { ...zone, createdAt: "2025-01-01T00:00:00Z" });
    const alone = claim("a", "one.example.net", zone);
    const { world } = worldOf([alone, theirs]);
    expect(await ownershipOf(theirs, world)).toMatchObject({ kind: "held", owner: { namespace: "b" } });
    expect(await ownershipOf(alone, world)).toMatchObject({ kind: "other" });
  });

  test("leaves out an apex that belongs to another virtual cluster", async () => {
    expect(await plan(mine, claim("b", "example.net"))).toMatchObject({ names: ["*.example.net"] });
  });

  test("has the apex of its own virtual cluster as long as that owns it, whoever else claims it", async () => {
    const apex = claim("a", "example.net", zone);
    const later = claim("b", "example.net", { createdAt: "2026-03-01T00:00:00Z" });
    const both = ["*.example.net", "example.net"];
    expect(await plan(mine, apex, later)).toMatchObject({ names: both, optional: [] });
    const older = { ...later, createdAt: "2025-01-01T00:00:00Z" };
    const without = await plan(mine, apex, older);
    expect(without).toMatchObject({ names: ["*.example.net"], members: [{ host: "one.example.net" }] });
    // Nobody can read whose it is, so it stays as the certificate has it.
    const fake = worldOf([mine, apex, older]);
    const rest = { order: null, issue: { ca: null, detour: null }, request: null, revocations: [] };
    fake.delegated = [null];
    for (const names of [both, ["*.example.net"]]) {
      const certificate = certificateInfo("WILD", fake.now, 90, names);
      fake.kept.set("*.example.net", { certificate, holder: "a", ...rest });
      expect(await planCertificate(mine, "a", fake.world)).toMatchObject({ names });
    }
  });

  test("isn't ordered again because another virtual cluster claims the apex, and no longer, and again", async () => {
    const member: SecuredHost = { ...shop, ...zone };
    const theirs = claim("b", "democluster.net");
    const rest = { order: null, issue: { ca: null, detour: null }, request: null, revocations: [] };
    for (const claims of [[member, theirs], [member]])
      for (const names of [["*.democluster.net", "democluster.net"], ["*.democluster.net"]]) {
        const fake = worldOf(claims);
        const certificate = certificateInfo("WILD", fake.now, 90, names);
        fake.kept.set("*.democluster.net", { certificate, holder: "vamp-demo", ...rest });
        const facts = { delegation: { zone: { owner: shop.gateway } } };
        const outcome = await certificateStep.run(member, facts as never, fake.world);
        expect(outcome).toMatchObject({ state: "done", fact: { serial: "WILD", renewalProblem: null } });
        expect(fake.did).toEqual([]);
      }
  });

  test("isn't ordered by a host whose server can't use it", async () => {
    const broken = claim("a", "a.example.net", { ...zone, server: null });
    const planned = await plan(broken, mine);
    if (!("id" in planned)) throw new Error("nothing planned");
    expect(ordersFor(planned, [], fakeWorld().world)?.host).toBe("one.example.net");
  });
});

describe("one certificate for a server", () => {
  const serverHosts = ["a.example.net", "b.example.org"];
  const server = (host: string, rest: Rest = {}) =>
    claim("a", host, {
      certificateScope: "server",
      serverHosts,
      server: { index: 0, protocol: "HTTPS", hosts: serverHosts, tlsMode: "SIMPLE", credentialName: null },
      gateway: { namespace: "a", name: "shop" },
      ...rest,
    });
  const [first, second] = serverHosts.map((host) => server(host)) as [SecuredHost, SecuredHost];

  test("has the names of all its hosts, and a new name orders it, so that it is the one that fails", async () => {
    const planned = await plan(second, first);
    if (!("id" in planned)) throw new Error("nothing planned");
    expect(planned).toMatchObject({ id: "a.example.net", names: serverHosts, isShared: true });
    const { world } = fakeWorld();
    expect(ordersFor(planned, serverHosts, world)?.host).toBe("a.example.net");
    expect(ordersFor(planned, ["a.example.net"], world)?.host).toBe("b.example.org");
  });

  test("is not replaced by one for each host when the first host has gone since the walk began", async () => {
    const left = ["b.example.org", "c.example.org"];
    const now = left.map((host) => server(host, { serverHosts: left }));
    const { world } = worldOf(now);
    expect(await planCertificate(second, "a", world)).toHaveProperty("awaits");
    const before = [first, second, server("c.example.org")];
    const stillOld = worldOf(before).world;
    expect(await planCertificate(now[0] ?? first, "a", stillOld)).toHaveProperty("awaits");
    expect(await planCertificate(now[0] ?? first, "a", world)).toMatchObject({
      id: "b.example.org",
      names: left,
    });
    // Of a host that somebody else owns, a guest has that one's certificate.
    expect(await planCertificate(second, "b", world)).toMatchObject({ isShared: false });
  });

  test("leaves out a host that another virtual cluster owns", async () => {
    const older = claim("b", "b.example.org", { createdAt: "2025-01-01T00:00:00Z" });
    expect(await plan(first, second, older)).toMatchObject({ names: ["a.example.net"], isShared: false });
  });

  test("keeps and misses a host while nobody can read whose it is, as the certificate does", async () => {
    const older = claim("b", "b.example.org", { createdAt: "2025-01-01T00:00:00Z" });
    const third = server("c.example.net");
    const all = [first, second, third].map((each) => ({
      ...each,
      createdAt: "2026-05-01T00:00:00Z",
      serverHosts: [...serverHosts, third.host],
    }));
    const [target = first] = all;
    const rest = { order: null, issue: { ca: null, detour: null }, request: null, revocations: [] };
    for (const [rival, isShared] of [
      [older, true],
      [{ ...older, createdAt: "2026-09-01T00:00:00Z" }, false],
    ] as const) {
      const fake = worldOf([...all, rival]);
      fake.delegated = [null];
      const names = all.map(({ host }) => host).filter((host) => isShared || host !== second.host);
      const certificate = certificateInfo("ALL", fake.now, 90, names);
      fake.kept.set("a.example.net", { certificate, holder: "a", ...rest });
      expect(await planCertificate(target, "a", fake.world)).toMatchObject({ names });
      fake.delegated = [[]];
      fake.kept.clear();
      expect(await planCertificate(target, "a", fake.world)).not.toMatchObject({ names });
    }
  });
});

test("Gateways of one virtual cluster that have a host's certificate in one Secret have the same one, of the widest scope", async () => {
  const host = "one.example.net";
  const wide = claim("a", host, zone);
  const [alone, own] = ["alone", "own"].map((name) =>
    claim("a", host, { gateway: { namespace: "a", name } }),
  );
  if (!alone || !own?.server) throw new Error("no claims");
  own.server.credentialName = "own-tls";
  const planned = await Promise.all([plan(alone, wide, own), plan(wide, alone, own), plan(own, alone, wide)]);
  expect(planned.map((each) => ("id" in each ? each.id : null))).toEqual([
    "*.example.net",
    "*.example.net",
    host,
  ]);
  const [guest] = planned;
  if (!guest || !("id" in guest)) throw new Error("nothing planned");
  expect(ordersFor(guest, [], fakeWorld().world)?.gateway).toEqual(wide.gateway);
});

describe("a host whose wildcard is refused", () => {
  const wildcard = "*.democluster.net";
  const member: SecuredHost = { ...shop, ...zone, serverHosts: [shop.host] };
  const older = claim("b", "old.democluster.net", { createdAt: "2025-01-01T00:00:00Z" });

  /** It serves the wildcard, and then `older` turns up. */
  async function refused() {
    const fake = worldOf([member, older]);
    const certificate = certificateInfo("WILD", fake.now, 90, [wildcard, "democluster.net"]);
    const issue = { ca: null, detour: null };
    const asked = { request: null, revocations: [] };
    fake.kept.set(wildcard, { certificate, order: null, issue, holder: "vamp-demo", ...asked });
    const served = { serial: "WILD", host: shop.host, isRight: true, clientCa: null, unwantedSince: null };
    fake.secrets.set(`istio-system/${shop.server?.credentialName}`, served);
    fake.served = "WILD";
    const name = markName(older.host);
    const values = [markValue("installation-1", older.gateway, [])];
    fake.records.set(`${name} TXT`, { name, type: "TXT", ttlSeconds: 60, values });
    return fake;
  }

  test("serves it until a certificate of its own is there, and then that one, and says why", async () => {
    const fake = await refused();
    const first = await visit(fake, 1, [], member);
    expect(report(first, "certificate")).toMatchObject({
      state: "done",
      fact: { serial: "WILD" },
      note: expect.stringContaining("stays in use until then"),
    });
    expect(report(first, "secret").state).toBe("done");
    const after = await visit(fake, 8, first, member);
    expect(report(after, "certificate")).toMatchObject({ fact: { names: [shop.host] } });
    expect(report(after, "certificate").note).toContain("would also cover a host of another virtual cluster");
    expect(fake.served).toBe("SERIAL-order-1");
    expect(fake.did.filter((entry) => entry.startsWith("unpublish"))).toEqual([]);
  });

  test("serves it on while the CA is down, and tells why there is none of its own", async () => {
    const fake = await refused();
    fake.caFailure = new Failure("unreachable", "The CA doesn’t answer.");
    const reports = await visit(fake, 3, [], member);
    expect(report(reports, "certificate").fact).toMatchObject({
      serial: "WILD",
      renewalProblem: expect.stringContaining("doesn’t answer"),
    });
    expect(walkStateOf(reports)).toBe("serving");
  });

  test("orders nothing in a doubt about the owner, and goes on serving", async () => {
    const fake = await refused();
    const kept = { order: null, issue: { ca: null, detour: null }, request: null, revocations: [] };
    // Both have a certificate, and nobody can read whose the names are.
    const own = certificateInfo("OLD", fake.now, 90, [older.host]);
    fake.kept.set(older.host, { certificate: own, holder: "b", ...kept });
    fake.delegated = [null];
    const world = { ...fake.world, resolver: { ...fake.world.resolver, ask: async () => [] } };
    const zoneFact = { owner: { namespace: "vamp-demo", name: "shop" } };
    const facts = { delegation: { zone: zoneFact } };
    const outcome = await certificateStep.run(member, facts as never, world);
    expect(outcome).toMatchObject({
      state: "done",
      fact: { serial: "WILD", renewalProblem: expect.any(String) },
    });
    expect(fake.did).toEqual([]);
  });
});

test("what a host has ordered for itself ends when it comes to share a certificate, but not another Gateway's order", async () => {
  const member: SecuredHost = { ...shop, ...zone };
  const challenge = { name: `_acme-challenge.${shop.host}`, value: "token" };
  const facts = { delegation: { zone: { owner: shop.gateway } } };
  const rest = { issue: { ca: null, detour: null }, request: null, revocations: [] };
  const ended = async (claims: SecuredHost[], holder: string) => {
    const fake = worldOf(claims);
    fake.zones.push({ id: "z", apex: "democluster.net", nameServers: ["ns1.dns.test"] });
    const { name, value } = challenge;
    fake.records.set(`${name} TXT`, { name, type: "TXT", ttlSeconds: 60, values: [value] });
    const order = {
      names: [shop.host],
      url: "old",
      startedAt: "",
      challenges: [challenge],
      collected: false,
    };
    fake.kept.set(shop.host, { certificate: null, order, holder, ...rest });
    const issued = certificateInfo("WILD", fake.now, 90, ["*.democluster.net", "democluster.net"]);
    const shared = { certificate: issued, order: null, holder: "vamp-demo", ...rest };
    fake.kept.set("*.democluster.net", shared);
    await certificateStep.run(member, facts as never, fake.world);
    return fake.did;
  };
  const { name } = challenge;
  expect(await ended([member], "vamp-demo")).toEqual([`remove ${name} TXT`, "abandon old"]);
  expect(await ended([member], "another")).toEqual([]);
  const alone = { ...shop, gateway: { ...shop.gateway, name: "alone" } };
  expect(await ended([member, alone], "vamp-demo")).toEqual([]);
});

test("a host that shares its certificate publishes it under its own name", async () => {
  const fake = worldOf([{ ...shop, ...zone }]);
  const given: unknown[][] = [];
  fake.world.vault.publish = async (...args) => void given.push(args);
  const certificate = { serial: "A", shared: { id: "*.democluster.net", gateways: 1, named: [] } };
  await secret.run({ ...shop, ...zone }, { certificate: certificate as never }, fake.world);
  expect(given).toEqual([
    [shop.host, "istio-system", credentialNameFor(shop.host), null, { id: "*.democluster.net", serial: "A" }],
  ]);
  expect(fake.did).toContain('421 {"istio":"ingressgateway"}');
});

test("an ingress that can't answer 421 is served all the same, and the walk says what browsers may get", async () => {
  const fake = worldOf([{ ...shop, ...zone }]);
  fake.misdirectedFailure = new Failure("refused", "Lamia may not write it.", { remedy: "Allow it." });
  fake.world.vault.publish = async () => {};
  const certificate = { serial: "A", shared: { id: "*.democluster.net", gateways: 2, named: [] } };
  const outcome = await secret.run({ ...shop, ...zone }, { certificate: certificate as never }, fake.world);
  expect(outcome).toMatchObject({
    state: "done",
    note: expect.stringMatching(/may get 404.*Lamia may not write it\. Allow it\./),
  });
});
