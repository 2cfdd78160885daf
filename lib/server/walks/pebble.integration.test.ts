import { randomBytes, X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { acmeKeys } from "@/lib/acme/metadata-keys";
import { pebbleIsInstalled, startPebble } from "@/lib/acme/testing/pebble";
import { startRecursiveDns } from "@/lib/acme/testing/recursive-dns";
import { providers } from "@/lib/dns/registry";
import { trust } from "@/lib/dns/testing/trust";
import type { CertificateFact } from "@/lib/gateway/certificate/certificate-fact";
import { revealed } from "@/lib/model/settings";
import { cloudDnsMetadata, putMetadata } from "@/lib/server/testing/configure-provider";
import {
  delegateAtOnce,
  publishedSecret,
  putGateway,
  reportOf,
  startTestPanel,
  waitUntil,
  walkState,
} from "@/lib/server/testing/test-panel";

const skip = pebbleIsInstalled() ? false : "pebble is not installed";

describe.skipIf(skip !== false)("the same walk with Pebble as the CA", () => {
  test("ends with a certificate from Pebble being served", async () => {
    let pebble: Awaited<ReturnType<typeof startPebble>> | undefined;
    let recursive: Awaited<ReturnType<typeof startRecursiveDns>> | undefined;
    let distrust = () => {};
    const panel = await startTestPanel(async ({ file }) => {
      recursive = await startRecursiveDns({
        rootServers: [{ address: file.dns.address, port: file.dns.port }],
        port: file.dns.port,
      });
      pebble = await startPebble({ dnsServer: `${recursive.address}:${recursive.port}` });
      distrust = trust(pebble.caCertificatePem);
      return { LAMIA_ACME_DIRECTORY: pebble.directory };
    });
    try {
      delegateAtOnce(panel.sandbox);
      putGateway(panel.sandbox, "pebble", "pebble.democluster.net");
      const key = "vamp-demo/pebble:443=pebble.democluster.net";
      await waitUntil("it is serving", () => walkState(panel, key) === "serving");
      const certificate = reportOf(panel, "pebble", "pebble.democluster.net", "certificate")
        ?.fact as CertificateFact;
      expect(certificate.issuer).toMatch(/^Pebble Intermediate CA/);
      expect(panel.sandbox.counts.ordersCreated).toBe(0);
    } finally {
      await panel.close();
      await pebble?.close();
      await recursive?.close();
      distrust();
    }
  });

  test("validates by HTTP at the ingress, without a DNS provider", async () => {
    let pebble: Awaited<ReturnType<typeof startPebble>> | undefined;
    let recursive: Awaited<ReturnType<typeof startRecursiveDns>> | undefined;
    let distrust = () => {};
    const panel = await startTestPanel(async ({ file }) => {
      recursive = await startRecursiveDns({
        rootServers: [{ address: file.dns.address, port: file.dns.port }],
        port: file.dns.port,
      });
      pebble = await startPebble({
        dnsServer: `${recursive.address}:${recursive.port}`,
        httpPort: Number(file.ingress.ports["80"]),
      });
      distrust = trust(pebble.caCertificatePem);
      return { LAMIA_ACME_DIRECTORY: pebble.directory };
    });
    try {
      const { sandbox, installation } = panel;
      delegateAtOnce(sandbox);
      const host = "http.democluster.net";
      // The address of whoever manages the zone.
      const byHand = installation.dnsProviders.providerFor(cloudDnsMetadata(sandbox));
      const zone = await byHand.createZone("democluster.net");
      const next = { name: host, type: "A" as const, ttlSeconds: 60, values: [sandbox.file.ingress.address] };
      await byHand.change(zone, [{ seen: null, next }]);
      putMetadata(sandbox, acmeKeys, { acme_challenge: "http-01" });
      await waitUntil("the setting is known", async () => {
        const { challengeType } = await panel.cluster.worlds.worldFor("vamp-demo");
        return challengeType === "http-01";
      });
      putGateway(sandbox, "http", host);
      await waitUntil("it is serving", () => walkState(panel, `vamp-demo/http:443=${host}`) === "serving");
      const { fact } = reportOf(panel, "http", host, "certificate") ?? {};
      expect(fact).toMatchObject({ issuer: expect.stringMatching(/^Pebble Intermediate CA/) });
      const { address } = sandbox.file.ingress;
      putGateway(sandbox, "address", address, { hosts: ["*"] });
      const walk = `vamp-demo/address:443=${address}`;
      await waitUntil("the address is serving", () => walkState(panel, walk) === "serving");
      expect(reportOf(panel, "address", address, "certificate")?.fact).toMatchObject({ names: [address] });
      expect((await byHand.records(zone)).filter(({ type }) => type === "TXT")).toEqual([]);
    } finally {
      await panel.close();
      await pebble?.close();
      await recursive?.close();
      distrust();
    }
  });

  test("uses the CA in the metadata, with an external account, a chain, and its own key type", async () => {
    let pebble: Awaited<ReturnType<typeof startPebble>> | undefined;
    let recursive: Awaited<ReturnType<typeof startRecursiveDns>> | undefined;
    let distrust = () => {};
    const hmac = randomBytes(32).toString("base64url");
    const panel = await startTestPanel(async ({ file }) => {
      recursive = await startRecursiveDns({
        rootServers: [{ address: file.dns.address, port: file.dns.port }],
        port: file.dns.port,
      });
      pebble = await startPebble({
        dnsServer: `${recursive.address}:${recursive.port}`,
        externalAccounts: { "kid-1": hmac },
        alternateRoots: 1,
      });
      distrust = trust(pebble.caCertificatePem);
      return { LAMIA_NOTIFY_ALLOW_LOOPBACK: "true" };
    });
    try {
      if (!pebble) throw new Error("Pebble has not started");
      delegateAtOnce(panel.sandbox);
      const root = new X509Certificate(pebble.alternateRootPems[0] ?? "");
      const [, preferred = ""] = /CN=(.+)/.exec(root.subject) ?? [];
      const { directory } = pebble;
      const offers = await (await fetch(directory)).json();
      // Debian's Pebble is older than profiles.
      const profile = z.object({ meta: z.object({ profiles: z.object({}) }) }).safeParse(offers).success
        ? "shortlived"
        : undefined;
      const google = cloudDnsMetadata(panel.sandbox);
      const settings = {
        ...google,
        acme_ca: directory,
        acme_eab_kid: "kid-1",
        acme_eab_hmac: hmac,
        acme_profile: profile,
        acme_preferred_chain: preferred,
        acme_key_type: "ec-p384",
      };
      putMetadata(panel.sandbox, [...providers.google.keys, ...acmeKeys], settings);
      await waitUntil("the settings are known", async () => {
        const { own } = await panel.cluster.worlds.providerSettings("vamp-demo");
        return revealed(own, "acme_eab_hmac") === hmac && own.acme_ca === directory;
      });
      putGateway(panel.sandbox, "named", "named.democluster.net");
      await waitUntil(
        "it is serving",
        () => walkState(panel, "vamp-demo/named:443=named.democluster.net") === "serving",
      );
      const chain = Buffer.from(
        String(Reflect.get(Object(publishedSecret(panel.sandbox, "named")?.data), "tls.crt")),
        "base64",
      ).toString();
      const certificates = (chain.match(/-----BEGIN.+?-----END CERTIFICATE-----/gs) ?? []).map(
        (pem) => new X509Certificate(pem),
      );
      expect(certificates[0]?.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: "secp384r1" });
      expect(certificates.at(-1)?.checkIssued(root)).toBe(true);
      if (profile) {
        const { validFrom, validTo } = certificates[0] ?? {};
        const days = (Date.parse(validTo ?? "") - Date.parse(validFrom ?? "")) / 86_400_000;
        expect(days).toBeCloseTo(6, 0);
      }

      // Another CA from the next renewal on: the certificate in use stays.
      putMetadata(panel.sandbox, [...providers.google.keys, ...acmeKeys], google);
      await waitUntil("the settings are known", async () => {
        const world = await panel.cluster.worlds.worldFor("vamp-demo");
        return world.ca.id === panel.sandbox.file.acme.directory;
      });
      await waitUntil("it is visited again", () =>
        (reportOf(panel, "named", "named.democluster.net", "certificate")?.note ?? "").startsWith(
          "Issued by",
        ),
      );
      const fact = reportOf(panel, "named", "named.democluster.net", "certificate")?.fact;
      expect(fact).toMatchObject({ issuer: expect.stringMatching(/^Pebble Intermediate CA/) });
      expect(panel.sandbox.counts.ordersCreated).toBe(0);
    } catch (e) {
      console.log(
        String(e),
        JSON.stringify(panel.cluster.live.get("vamp-demo/named:443=named.democluster.net")?.reports, null, 1),
      );
      throw e;
    } finally {
      await panel.close();
      await pebble?.close();
      await recursive?.close();
      distrust();
    }
  });
});
