import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createProviderRegistry } from "@/lib/dns/registry";
import { createResolver } from "@/lib/dns/resolver";
import { type OutsideDns, startOutsideDns } from "@/lib/dns/testing/outside-dns";
import { trust } from "@/lib/dns/testing/trust";
import type { DnsChallenge } from "@/lib/gateway/certificate/pending-order";
import type { DnsProvider, Resolver } from "@/lib/gateway/dns/ports";
import type { Zone } from "@/lib/gateway/model";
import { createCertificateAuthority } from "./authority";
import { pebbleIsInstalled, type RunningPebble, startPebble } from "./testing/pebble";
import { type RecursiveDns, startRecursiveDns } from "./testing/recursive-dns";
import { memoryAccounts, signingRequest } from "./testing/test-authority";

const installed = pebbleIsInstalled();
if (!installed) console.warn("SKIPPED: issuance by Pebble. Install Debian's package `pebble` to run it.");

describe.skipIf(!installed)("Pebble, the test server of Let's Encrypt", () => {
  let outside: OutsideDns;
  let provider: DnsProvider;
  let resolver: Resolver;
  let zone: Zone;
  let recursive: RecursiveDns;
  let pebble: RunningPebble;
  let distrust: () => void;
  let made = 0;
  const freshName = () => `p${++made}.${zone.apex}`;

  beforeAll(async () => {
    outside = await startOutsideDns();
    const world = { rootServers: [outside.dns.dns], port: outside.dns.dns.port };
    provider = createProviderRegistry(outside.options).providerFor(outside.metadata);
    resolver = createResolver(world);
    zone = await provider.createZone("pebble.net");
    await fetch(`${outside.dns.registrar.url}/domains/${zone.apex}/name-servers`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ nameServers: zone.nameServers }),
    });
    recursive = await startRecursiveDns(world);
    pebble = await startPebble({
      dnsServer: `${recursive.address}:${recursive.port}`,
      environment: { PEBBLE_WFE_NONCEREJECT: "10" },
    });
    distrust = trust(pebble.caCertificatePem);
  });
  afterAll(async () => {
    distrust();
    await pebble.close();
    await recursive.close();
    await outside.close();
  });

  const authority = () =>
    createCertificateAuthority({
      directory: pebble.directory,
      accounts: memoryAccounts(),
      termsAgreed: true,
    });

  async function publish(challenges: readonly DnsChallenge[]): Promise<void> {
    for (const [name, all] of Map.groupBy(challenges, (challenge) => challenge.name)) {
      const values = all.map(({ value }) => value).sort();
      // The values of an earlier order for the same name are still there.
      const seen = await provider.read(zone, name, "TXT");
      await provider.change(zone, [{ seen, next: { name, type: "TXT", ttlSeconds: 60, values } }]);
      await vi.waitFor(
        async () => {
          const answers = await resolver.ask(zone.nameServers, name, "TXT");
          expect(answers.map((answer) => answer.values)).toEqual(zone.nameServers.map(() => values));
        },
        { timeout: 60_000, interval: 50 },
      );
    }
  }

  async function issue(ca: ReturnType<typeof authority>, wanted: string[]): Promise<string> {
    const url = await ca.order(wanted, null);
    const signed = signingRequest(wanted);
    for (const endsAt = Date.now() + 120_000; Date.now() < endsAt; ) {
      const state = await ca.state(url);
      // Pebble waits two seconds for DNS, whose server here is this busy process; a walk would also order again.
      if (state.status === "invalid" && /i\/o timeout/.test(state.problem)) return issue(ca, wanted);
      if (state.status === "invalid") throw new Error(state.problem);
      if (state.status === "valid") return ca.collect(url);
      if (state.status === "ready") await ca.finalize(url, await signed);
      if (state.status === "pending" && state.challenges.some(({ status }) => status === "pending")) {
        await publish(state.challenges);
        await ca.accept(url);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${wanted.join(", ")} was not issued in time`);
  }

  test("issues a certificate that chains to its root, though it sometimes refuses nonces", async () => {
    const name = freshName();
    const chain = (await issue(authority(), [name])).match(/-----BEGIN.+?-----END CERTIFICATE-----/gs) ?? [];
    const certificates = chain.map((pem) => new X509Certificate(pem));
    expect(certificates[0]?.subjectAltName).toBe(`DNS:${name}`);
    const root = new X509Certificate(pebble.rootCertificatePem);
    expect(certificates.at(-1)?.verify(root.publicKey)).toBe(true);
  });

  test("issues for a name and its wildcard", async () => {
    const name = freshName();
    const chain = await issue(authority(), [name, `*.${name}`]);
    expect(new X509Certificate(chain).subjectAltName).toContain(`DNS:*.${name}`);
  });

  test("has no renewal information, which is no error", async () => {
    expect(await authority().renewalWindow("a.b")).toBeNull();
  });

  test("200 orders at once are issued", async () => {
    const ca = authority();
    const chains = await Promise.all(Array.from({ length: 200 }, () => issue(ca, [freshName()])));
    expect(chains).toHaveLength(200);
  });
});
