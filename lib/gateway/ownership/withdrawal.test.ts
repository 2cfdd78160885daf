import { expect, test } from "vitest";
import { type FakeWorld, fakeWorld, loadBalancer, shop } from "@/lib/gateway/testing/fake-world";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { heldHost, placesOf, withdrawFromLosers, withdrawUnwanted } from "./withdrawal";

const { host } = shop;
const server = shop.server as NonNullable<SecuredHost["server"]>;
const mine: SecuredHost = { ...shop, createdAt: "2026-05-01T00:00:00Z" };
const rival: SecuredHost = {
  ...shop,
  gateway: { namespace: "tenant-b", name: "grab" },
  createdAt: "2026-05-02T00:00:00Z",
  server: { ...server, credentialName: "grab-tls" },
};
const used = `istio-system/${server.credentialName}`;

/** The shop's Secret, and these, which no Gateway in the cache names. `unwantedSince` is in seconds from now. */
function withSecrets(others: Record<string, number | null>): FakeWorld {
  const fake = fakeWorld();
  for (const [id, since] of Object.entries({ [used]: null, ...others }))
    fake.secrets.set(id, {
      serial: "1",
      host,
      isRight: true,
      clientCa: null,
      unwantedSince: since === null ? null : new Date(fake.now.getTime() + since * 1000).toISOString(),
    });
  return fake;
}

const left = (fake: FakeWorld) => [...fake.secrets.keys()].filter((id) => id !== used);
const secondsTo = (fake: FakeWorld, at: Date | null) => at && (at.getTime() - fake.now.getTime()) / 1000;

test("a Secret stays for a full minute after it was first unwanted, however often it is checked", async () => {
  const fake = withSecrets({ "istio-system/old": null });
  expect(secondsTo(fake, (await withdrawUnwanted(host, fake.world)).checkAgainAt)).toBe(60);
  fake.now = new Date(fake.now.getTime() + 59_999);
  expect(secondsTo(fake, (await withdrawUnwanted(host, fake.world)).checkAgainAt)).toBe(0.001);
  expect(left(fake)).toEqual(["istio-system/old"]);
  fake.now = new Date(fake.now.getTime() + 1);
  expect(await withdrawUnwanted(host, fake.world)).toEqual({ checkAgainAt: null, doubt: null });
  expect(left(fake)).toEqual([]);
});

test("each Secret has its own minute, and the next check comes when the first one ends", async () => {
  const fake = withSecrets({ "istio-system/one": -10, "istio-system/two": -50, "istio-system/gone": -61 });
  expect(secondsTo(fake, (await withdrawUnwanted(host, fake.world)).checkAgainAt)).toBe(10);
  expect(left(fake)).toEqual(["istio-system/one", "istio-system/two"]);
});

test("what the API server says is still wanted stays, while other Secrets are deleted", async () => {
  const fake = withSecrets({ "istio-system/back": -61, "istio-system/gone": -61 });
  const back = { ...shop, server: { ...server, credentialName: "back" } };
  fake.claimsNow = { claims: [shop, back], released: [] };
  expect(await withdrawUnwanted(host, fake.world)).toEqual({ checkAgainAt: null, doubt: null });
  expect(left(fake)).toEqual(["istio-system/back"]);
});

test("a released Gateway keeps the Secret of this host that it names, and no other", async () => {
  const named = (credentialName: string, of = host) => ({
    ...shop,
    host: of,
    server: { ...server, credentialName },
  });
  const fake = withSecrets({ "istio-system/kept": -61, "istio-system/gone": -61 });
  const released = [named("kept"), named("gone", "other.example.org"), { ...shop, server: null }];
  fake.claimsNow = { claims: [shop], released };
  expect(await withdrawUnwanted(host, fake.world)).toEqual({ checkAgainAt: null, doubt: null });
  expect(left(fake)).toEqual(["istio-system/kept"]);
});

test("a doubt about one Secret keeps only that one, and it is checked again soon", async () => {
  const fake = withSecrets({ "istio-system/one": -61, "istio-system/two": -61 });
  const answers = [null, { claims: [shop], released: [] }];
  fake.world.cluster.claimsNow = async () => answers.shift() ?? null;
  const { checkAgainAt, doubt } = await withdrawUnwanted(host, fake.world);
  expect(left(fake)).toEqual(["istio-system/one"]);
  expect(secondsTo(fake, checkAgainAt)).toBe(15);
  expect(doubt).toContain("API server");
});

test("Gateways that lost the host lose their Secret at once; a Secret that nobody uses keeps its minute", async () => {
  const fake = withSecrets({ "istio-system/old": null, "istio-system/grab-tls": null });
  fake.claims = [mine, rival];
  expect(await withdrawFromLosers(host, fake.world)).toBeNull();
  expect(left(fake)).toEqual(["istio-system/old"]);
});

test("when one of two Secrets is in doubt, the report says so, even though the other is deleted", async () => {
  const fake = withSecrets({ "istio-system/grab-tls": null, "istio-system/third-tls": null });
  const third = {
    ...rival,
    gateway: { namespace: "tenant-c", name: "grab" },
    server: { ...server, credentialName: "third-tls" },
  };
  fake.claims = [mine, rival, third];
  const answers = [null, { claims: fake.claims, released: [] }];
  fake.world.cluster.claimsNow = async () => answers.shift() ?? null;
  expect(await withdrawFromLosers(host, fake.world)).toContain("API server");
  expect(left(fake)).toEqual(["istio-system/grab-tls"]);
});

test("while no ownership record can be read, nothing is withdrawn or noted, whatever the API server says", async () => {
  const fake = withSecrets({ "istio-system/grab-tls": null, "istio-system/old": null });
  fake.claims = [mine, rival];
  fake.delegated = [null];
  fake.claimsNow = { claims: [mine], released: [] };
  expect(await withdrawFromLosers(host, fake.world)).toBeNull();
  expect(await withdrawUnwanted(host, fake.world)).toEqual({ checkAgainAt: null, doubt: null });
  expect(left(fake)).toEqual(["istio-system/grab-tls", "istio-system/old"]);
  expect([...fake.secrets.values()].every(({ unwantedSince }) => unwantedSince === null)).toBe(true);
});

test("a rival that only the API server knows, and whose ownership record can't be read, keeps the Secret", async () => {
  const fake = withSecrets({ "istio-system/grab-tls": -61 });
  fake.delegated = [null];
  fake.claims = [mine];
  fake.claimsNow = { claims: [mine, { ...rival, createdAt: "2030-01-01T00:00:00Z" }], released: [] };
  expect((await withdrawUnwanted(host, fake.world)).doubt).toContain("API server");
  expect(left(fake)).toEqual(["istio-system/grab-tls"]);
});

test("when nothing is published, nothing is asked", async () => {
  const fake = fakeWorld();
  fake.world.cluster.claims = () => Promise.reject(new Error("asked all the same"));
  expect(await withdrawFromLosers(host, fake.world)).toBeNull();
  expect(await withdrawUnwanted(host, fake.world)).toEqual({ checkAgainAt: null, doubt: null });
});

test("a Secret is looked for once in each namespace of the ingresses, even if its server is gone", async () => {
  const fake = fakeWorld();
  const ingress = loadBalancer({ ipv4: ["192.0.2.10"], ipv6: [], hostname: null });
  fake.ingresses = ["b", "a", "b"].map((namespace) => ({ ...ingress, namespace }));
  expect(await placesOf({ ...shop, server: null }, fake.world)).toEqual([
    { namespace: "a", name: server.credentialName },
    { namespace: "b", name: server.credentialName },
  ]);
});

test("a refusal says what the other virtual cluster holds: the host, the wildcard that covers it, or a name that it covers", async () => {
  const noteOf = async (target: SecuredHost, holder: SecuredHost) => {
    const fake = fakeWorld();
    fake.claims = [holder, target];
    const held = await heldHost(target, fake.world);
    return "refusal" in held ? held.refusal.note : null;
  };
  const wildcard = `*.${host.split(".").slice(1).join(".")}`;
  const same = await noteOf(rival, mine);
  const under = await noteOf(rival, { ...mine, host: wildcard });
  const over = await noteOf({ ...rival, host: wildcard }, mine);
  expect(new Set([same, under, over]).size).toBe(3);
  expect(same).toContain(host);
  expect(under).toContain(wildcard);
  expect(over).toContain(wildcard);
  expect(over).not.toContain(host);
});
