import { describe, expect, test } from "vitest";
import { pebbleIsInstalled, startPebble } from "@/lib/acme/testing/pebble";
import { startRecursiveDns } from "@/lib/acme/testing/recursive-dns";
import { trust } from "@/lib/dns/testing/trust";
import type { CertificateFact } from "@/lib/gateway/steps/certificate";
import {
  delegateAtOnce,
  putGateway,
  reportOf,
  startTestPanel,
  waitUntil,
  walkState,
} from "@/lib/server/testing/test-panel";

const skip = pebbleIsInstalled() ? false : "pebble is not installed";

describe.skipIf(skip !== false)("the same walk with Pebble as the CA", () => {
  test("ends in serving a certificate that Pebble has issued", async () => {
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
});
