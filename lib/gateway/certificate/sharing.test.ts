import { describe, expect, test } from "vitest";
import { secret } from "@/lib/gateway/steps/secret";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
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
const shares = { sharedWith: [{ namespace: "b", name: null }] };

function worldOf(claims: SecuredHost[]): FakeWorld {
  const fake = fakeWorld();
  fake.claims = claims;
  fake.world.cluster.claims = async (host) =>
    claims.filter(
      (each) => each.host === host || (host.startsWith("*.") && each.host.endsWith(host.slice(1))),
    );
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
    if (!("id" in guests)) throw new Error("refused");
    expect(ordersFor(guests, [], fakeWorld().world)?.host).toBe("one.example.net");
  });

  test("is refused to a virtual cluster that the owner doesn't share it with, without a name of the owner", async () => {
    const refused = await plan(claim("c", "two.example.net", younger), mine);
    expect(refused).toMatchObject({ refusal: { isCertain: true } });
    expect(JSON.stringify(refused)).not.toMatch(/one\.example/);
  });

  test("is refused while it would cover a host of another virtual cluster that has a certificate of its own", async () => {
    const own = claim("b", "shop.example.net", { createdAt: "2025-01-01T00:00:00Z" });
    expect(await plan(mine, own)).toHaveProperty("refusal");
    expect(await plan(mine, { ...own, sharedWith: [{ namespace: "a", name: null }] })).toMatchObject({
      holder: "a",
    });
  });

  test("leaves out an apex that belongs to another virtual cluster", async () => {
    expect(await plan(mine, claim("b", "example.net"))).toMatchObject({ names: ["*.example.net"] });
  });

  test("isn't ordered by a host whose server can't use it", async () => {
    const broken = claim("a", "a.example.net", { ...zone, server: null });
    const planned = await plan(broken, mine);
    if (!("id" in planned)) throw new Error("refused");
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
    if (!("id" in planned)) throw new Error("refused");
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
});

test("a host that shares its certificate publishes it under its own name", async () => {
  const fake = worldOf([{ ...shop, ...zone }]);
  const given: unknown[][] = [];
  fake.world.vault.publish = async (...args) => void given.push(args);
  const certificate = { serial: "A", shared: { id: "*.democluster.net", gateways: 1, named: [] } };
  await secret.run({ ...shop, ...zone }, { certificate: certificate as never }, fake.world);
  expect(given).toEqual([
    [shop.host, "istio-system", credentialNameFor(shop.host), null, { id: "*.democluster.net" }],
  ]);
});
