import { describe, expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { RevocationReason } from "@/lib/gateway/model";
import { certificateInfo } from "@/lib/gateway/testing/fake-vault";
import { type FakeWorld, fakeWorld, shop } from "@/lib/gateway/testing/fake-world";
import { report, visit } from "@/lib/gateway/testing/visit";
import { walkEvents } from "@/lib/gateway/walk/events";
import { walkStateOf } from "@/lib/gateway/walk/reporting";
import { revokeBeforeForgetting } from "./revocation";

async function serving(): Promise<FakeWorld> {
  const fake = fakeWorld();
  await visit(fake, 8);
  fake.did.length = 0;
  return fake;
}

async function ask(fake: FakeWorld, reason: RevocationReason | null): Promise<string> {
  const { certificate, order } = await fake.world.vault.read(shop.host);
  const serial = certificate?.serial ?? "";
  await fake.world.vault.request(shop.host, { serial, reason, pendingOrder: order?.startedAt ?? null });
  return serial;
}

const serialNow = (fake: FakeWorld) => fake.kept.get(shop.host)?.certificate?.serial;

describe("a certificate that is re-issued", () => {
  test("is replaced once, with a new key, long before its renewal, and is not revoked", async () => {
    const fake = await serving();
    const old = await ask(fake, null);
    expect(walkStateOf(await visit(fake, 8))).toBe("serving");
    expect(serialNow(fake)).not.toBe(old);
    await visit(fake, 4);
    expect(fake.did.filter((entry) => entry.startsWith("key "))).toHaveLength(1);
    expect(fake.did.filter((entry) => entry.startsWith("revoke "))).toEqual([]);
  });

  test("stays in use, and Lamia tries again within five minutes, while the CA is down", async () => {
    const fake = await serving();
    const old = await ask(fake, null);
    fake.caFailure = new Failure("unreachable", "The CA doesn’t answer.");
    const certificate = report(await visit(fake), "certificate");
    expect(certificate).toMatchObject({ state: "done", fact: { serial: old } });
    expect(certificate.note).toContain("The old one stays in use.");
    expect(Date.parse(certificate.retryAt ?? "") - Date.parse(certificate.at)).toBeLessThanOrEqual(300_000);
    fake.caFailure = null;
    await visit(fake, 8);
    expect(serialNow(fake)).not.toBe(old);
  });

  test("gives up a pending order, because its key may be known, too", async () => {
    const fake = await serving();
    fake.now = new Date(fake.now.getTime() + 61 * 86_400_000);
    await visit(fake, 2);
    expect(fake.kept.get(shop.host)?.order).toMatchObject({ url: "order-2" });
    await ask(fake, "keyCompromise");
    await visit(fake, 8);
    expect(serialNow(fake)).toBe("SERIAL-order-3");
    expect(fake.records.has(`_acme-challenge.${shop.host} TXT`)).toBe(false);
  });

  test("shows how far its successor is", async () => {
    const fake = await serving();
    await ask(fake, null);
    expect(report(await visit(fake, 2), "certificate").fact).toMatchObject({
      replacement: expect.stringContaining("checking the challenge"),
    });
  });
});

describe("a certificate that a user wants revoked", () => {
  test("is revoked once the ingress serves the new one, and an event says so", async () => {
    const fake = await serving();
    const old = await ask(fake, "keyCompromise");
    fake.did.length = 0;
    const before = await visit(fake);
    const after = await visit(fake, 8, before);
    const published = fake.did.findIndex((entry) => entry.startsWith("publish "));
    expect(fake.did.indexOf(`revoke ${old} keyCompromise`)).toBeGreaterThan(published);
    expect(fake.did.filter((entry) => entry.startsWith("revoke "))).toHaveLength(1);
    expect(report(after, "serving").fact).not.toHaveProperty("revoked");
  });

  test("is not revoked while the ingress still serves it", async () => {
    const fake = await serving();
    const old = await ask(fake, "superseded");
    const { publish } = fake.world.vault;
    // Envoy has not loaded the new one yet.
    fake.world.vault.publish = async (...given) => {
      await publish(...given);
      fake.served = old;
    };
    const reports = await visit(fake, 8);
    expect(report(reports, "serving")).toMatchObject({ state: "waiting" });
    expect(fake.did.filter((entry) => entry.startsWith("revoke "))).toEqual([]);
    fake.served = serialNow(fake) ?? null;
    const revoked = report(await visit(fake), "serving");
    expect(fake.did).toContain(`revoke ${old} superseded`);
    const events = walkEvents(shop, reports, [revoked]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: "certificate.revoked", message: expect.stringContaining(old) }),
    );
  });

  test("is asked for again while the CA is down, and the site keeps serving", async () => {
    const fake = await serving();
    const old = await ask(fake, "unspecified");
    const { revoke } = fake.world.ca;
    fake.world.ca = {
      ...fake.world.ca,
      revoke: () => Promise.reject(new Failure("unreachable", "The CA doesn’t answer.")),
    };
    const reports = await visit(fake, 9);
    expect(walkStateOf(reports)).toBe("serving");
    expect(report(reports, "serving").note).toContain(`Certificate ${old} isn’t revoked yet.`);
    fake.world.ca = { ...fake.world.ca, revoke };
    await visit(fake, 2);
    expect(fake.did.filter((entry) => entry.startsWith("revoke "))).toEqual([`revoke ${old} unspecified`]);
  });

  test("stays on the list, with a remedy, if the settings no longer name its CA", async () => {
    const fake = await serving();
    await ask(fake, "superseded");
    await visit(fake, 1);
    const kept = await fake.world.vault.read(shop.host);
    fake.kept.set(shop.host, {
      ...kept,
      revocations: [
        { serial: "OLD", reason: "superseded", certificate: "OLD", notAfter: null, ca: "https://gone.test" },
      ],
    });
    const note = report(await visit(fake, 8), "serving").note;
    expect(note).toContain("Name it in acme_ca");
    expect((await fake.world.vault.read(shop.host)).revocations).toContainEqual(
      expect.objectContaining({ serial: "OLD" }),
    );
  });

  test("is reported as still in use where a gateway that Lamia no longer manages has its Secret", async () => {
    const fake = await serving();
    const old = await ask(fake, "keyCompromise");
    const left = { serial: old, host: shop.host, isRight: false, clientCa: null };
    fake.secrets.set("istio-system/left", { ...left, unwantedSince: fake.now.toISOString() });
    const server = {
      index: 0,
      protocol: "HTTPS",
      hosts: [shop.host],
      tlsMode: "SIMPLE",
      credentialName: "left",
    };
    fake.claimsNow = { claims: [shop], released: [{ ...shop, server }] };
    let reports = await visit(fake);
    const events = [];
    for (let count = 0; count < 9; count += 1) {
      const before = reports;
      reports = await visit(fake, 1, before);
      events.push(...walkEvents(shop, before, reports));
    }
    expect(fake.did).toContain(`revoke ${old} keyCompromise`);
    const event = events.find(({ type }) => type === "certificate.revoked");
    expect(event).toMatchObject({
      level: "warning",
      message: expect.stringContaining("still in istio-system/left"),
      remedy: expect.stringContaining("Add the gateway’s virtual cluster again"),
    });
  });

  test("is taken off the list if it expires before it can be revoked, and an event says so", async () => {
    const fake = await serving();
    const kept = await fake.world.vault.read(shop.host);
    const notAfter = fake.now.toISOString();
    const over = { serial: "OVER", reason: "superseded", certificate: "OVER", notAfter, ca: null } as const;
    fake.kept.set(shop.host, { ...kept, revocations: [over] });
    const dropped = report(await visit(fake, 1), "serving");
    expect(dropped.note).toContain("Certificate OVER has expired");
    expect(walkEvents(shop, [], [dropped])).toContainEqual(
      expect.objectContaining({ type: "certificate.revocation-dropped", level: "info" }),
    );
    expect((await fake.world.vault.read(shop.host)).revocations).toEqual([]);
    expect(fake.did.filter((entry) => entry.startsWith("revoke "))).toEqual([]);
  });

  test("is still revoked after the host has moved to another virtual cluster", async () => {
    const fake = await serving();
    const old = await ask(fake, "keyCompromise");
    const moved = { ...shop, gateway: { namespace: "other", name: "shop" } };
    await fake.world.vault.begin(shop.host, [shop.host], "other");
    expect((await fake.world.vault.read(shop.host)).revocations).toMatchObject([{ serial: old }]);
    fake.claims = [moved];
    await visit(fake, 9, [], moved);
    expect(fake.did).toContain(`revoke ${old} keyCompromise`);
  });

  test("doesn't hold up other revocations if it can't be revoked", async () => {
    const fake = await serving();
    const kept = await fake.world.vault.read(shop.host);
    const lost = {
      serial: "LOST",
      reason: "superseded",
      certificate: "LOST",
      notAfter: null,
      ca: "https://gone.test",
    } as const;
    const next = {
      serial: "NEXT",
      reason: "keyCompromise",
      certificate: "NEXT",
      notAfter: null,
      ca: null,
    } as const;
    fake.kept.set(shop.host, { ...kept, revocations: [lost, next] });
    await visit(fake, 2);
    expect(fake.did).toContain("revoke NEXT keyCompromise");
    expect((await fake.world.vault.read(shop.host)).revocations.map(({ serial }) => serial)).toEqual([
      "LOST",
    ]);
  });
});

describe("a host that shares a certificate since a user asked to revoke its own", () => {
  const wildcard = "*.democluster.net";
  const sharing = { ...shop, certificateScope: "zone" as const, serverHosts: [shop.host] };

  /** The wildcard is there, and the host's own certificate is still in the vault. */
  async function moved(fake: FakeWorld): Promise<void> {
    fake.claims = [sharing];
    const kept = await fake.world.vault.read(shop.host);
    const certificate = certificateInfo("WILD", fake.now, 90, [wildcard, "democluster.net"]);
    fake.kept.set(wildcard, { ...kept, certificate, request: null, revocations: [], holder: "vamp-demo" });
  }

  test("has its own one revoked once the shared one serves", async () => {
    const fake = await serving();
    const old = await ask(fake, "keyCompromise");
    await moved(fake);
    await visit(fake, 9, [], sharing);
    expect(fake.served).toBe("WILD");
    expect(fake.did.filter((entry) => entry.startsWith("revoke "))).toEqual([`revoke ${old} keyCompromise`]);
    expect(await fake.world.vault.read(shop.host)).toMatchObject({ certificate: null, revocations: [] });
  });

  test("keeps its own one otherwise", async () => {
    const fake = await serving();
    const old = serialNow(fake);
    await moved(fake);
    await visit(fake, 4, [], sharing);
    expect(serialNow(fake)).toBe(old);
    expect(fake.did.filter((entry) => entry.startsWith("revoke "))).toEqual([]);
  });
});

test("keys are not forgotten before pending revocations are done, unless the CA refuses", async () => {
  const fake = await serving();
  const kept = await fake.world.vault.read(shop.host);
  const revocation = {
    serial: "OLD",
    reason: "superseded" as const,
    certificate: "OLD",
    notAfter: null,
    ca: null,
  };
  fake.kept.set(shop.host, { ...kept, revocations: [revocation] });
  fake.caFailure = new Failure("unreachable", "The CA doesn’t answer.");
  await expect(revokeBeforeForgetting(shop.host, fake.world)).rejects.toMatchObject({ kind: "unreachable" });
  fake.caFailure = new Failure("rejected", "The CA doesn’t know it.", { remedy: "Ask it." });
  expect(await revokeBeforeForgetting(shop.host, fake.world)).toEqual([
    { serial: "OLD", why: "The CA doesn’t know it. Ask it." },
  ]);
  fake.caFailure = null;
  await revokeBeforeForgetting(shop.host, fake.world);
  expect(fake.did).toContain("revoke OLD superseded");
});

describe("a host that goes before its certificate is replaced", () => {
  test("has it revoked all the same", async () => {
    const fake = await serving();
    const old = await ask(fake, "keyCompromise");
    expect(await revokeBeforeForgetting(shop.host, fake.world)).toEqual([]);
    expect(fake.did).toContain(`revoke ${old} keyCompromise`);
  });

  test("gets a new one if it comes back before its keys are gone", async () => {
    const fake = await serving();
    const old = await ask(fake, "superseded");
    await revokeBeforeForgetting(shop.host, fake.world);
    await visit(fake, 9);
    expect(serialNow(fake)).not.toBe(old);
  });

  test("waits for a CA that doesn't answer, and asks none about a certificate that has expired", async () => {
    const fake = await serving();
    await ask(fake, "superseded");
    fake.caFailure = new Failure("unreachable", "The CA doesn’t answer.");
    await expect(revokeBeforeForgetting(shop.host, fake.world)).rejects.toMatchObject({
      kind: "unreachable",
    });
    fake.now = new Date(fake.now.getTime() + 91 * 86_400_000);
    expect(await revokeBeforeForgetting(shop.host, fake.world)).toEqual([]);
  });
});

test("a walk never revokes the certificate that serves", async () => {
  const fake = await serving();
  const kept = await fake.world.vault.read(shop.host);
  const serial = serialNow(fake) ?? "";
  const revocation = { serial, reason: "superseded" as const, certificate: serial, notAfter: null, ca: null };
  fake.kept.set(shop.host, { ...kept, revocations: [revocation] });
  await visit(fake, 2);
  expect(fake.did.filter((entry) => entry.startsWith("revoke "))).toEqual([]);
});
