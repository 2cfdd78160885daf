import { randomBytes, X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { acmeKeys } from "@/lib/acme/metadata-keys";
import { builtCa } from "@/lib/acme/testing/ca-programs";
import { pebbleIsInstalled, startPebble } from "@/lib/acme/testing/pebble";
import { type RecursiveDns, startRecursiveDns } from "@/lib/acme/testing/recursive-dns";
import { startStepCa } from "@/lib/acme/testing/step-ca";
import { providers } from "@/lib/dns/registry";
import { trust } from "@/lib/dns/testing/trust";
import { revealed } from "@/lib/model/settings";
import { reissueCertificate, revokeCertificate } from "@/lib/server/operations/certificate-requests";
import { call } from "@/lib/server/testing/call";
import { cloudDnsMetadata, putMetadata } from "@/lib/server/testing/configure-provider";
import {
  delegateAtOnce,
  hostOf,
  isServing,
  publishedSecret,
  putGateway,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";

/**
 * Walks with CAs that nobody here wrote: a certificate, another one on request, and the revocation of that. Both Pebbles refuse
 * 90 % of all nonces. One reuses no authorization; the other reuses each, needs an external account, and offers three chains.
 */
interface Running {
  directory: string;
  /** What to trust in order to speak to it. */
  caCertificatePem: string;
  /** Where the chain that is asked for ends. */
  rootPem: string;
  settings?: Record<string, string>;
  close(): Promise<void>;
}

const awkward = { PEBBLE_WFE_NONCEREJECT: "90" };

const cas: {
  title: string;
  program: string | null;
  start(program: string, dns: string): Promise<Running>;
}[] = [
  {
    title: "Pebble of the system",
    program: pebbleIsInstalled() ? "pebble" : null,
    async start(program, dnsServer) {
      const environment = { ...awkward, PEBBLE_AUTHZREUSE: "0" };
      const pebble = await startPebble({ program, dnsServer, environment });
      return { ...pebble, rootPem: pebble.rootCertificatePem };
    },
  },
  {
    title: "Pebble 2.10",
    program: builtCa("pebble"),
    async start(program, dnsServer) {
      const hmac = randomBytes(32).toString("base64url");
      const pebble = await startPebble({
        program,
        dnsServer,
        environment: { ...awkward, PEBBLE_AUTHZREUSE: "100" },
        externalAccounts: { "kid-1": hmac },
        alternateRoots: 2,
      });
      const rootPem = pebble.alternateRootPems[1] ?? "";
      const [, acme_preferred_chain = ""] = /CN=(.+)/.exec(new X509Certificate(rootPem).subject) ?? [];
      const settings = {
        acme_eab_kid: "kid-1",
        acme_eab_hmac: hmac,
        acme_profile: "shortlived",
        acme_preferred_chain,
      };
      return { ...pebble, rootPem, settings };
    },
  },
  {
    title: "step-ca",
    program: builtCa("step-ca"),
    async start(program, dnsServer) {
      const stepCa = await startStepCa({ program, dnsServer });
      return { ...stepCa, rootPem: stepCa.rootCertificatePem };
    },
  },
];

let panel: TestPanel;
let recursive: RecursiveDns;

beforeAll(async () => {
  panel = await startTestPanel(async () => ({ LAMIA_NOTIFY_ALLOW_LOOPBACK: "true" }));
  delegateAtOnce(panel.sandbox);
  const { address, port } = panel.sandbox.file.dns;
  recursive = await startRecursiveDns({ rootServers: [{ address, port }], port });
});
afterAll(async () => {
  await panel?.close();
  await recursive?.close();
});

function chainAt(name: string): X509Certificate[] {
  const data = Object(publishedSecret(panel.sandbox, name)?.data) as Record<string, string>;
  const pem = Buffer.from(data["tls.crt"] ?? "", "base64").toString();
  return (pem.match(/-----BEGIN.+?-----END CERTIFICATE-----/gs) ?? []).map(
    (each) => new X509Certificate(each),
  );
}

/** Somebody presses “Check now” now and then: where too many nonces in a row were refused, the next try is in a minute. */
function served(name: string, but: string | undefined): Promise<string> {
  let checkedAt = Date.now();
  return waitUntil("a new certificate is served", async () => {
    if (Date.now() - checkedAt > 3_000) {
      await panel.cluster.walking?.runner.wake(hostOf(name));
      checkedAt = Date.now();
    }
    const { serial } = Object(reportOf(panel, name, hostOf(name), "serving")?.fact) as { serial?: string };
    return isServing(panel, name) && serial !== but && serial;
  });
}

describe.each(cas.map((ca, index) => ({ ...ca, name: `ca${index}` })))(
  "$title",
  ({ program, start, name }) => {
    test.skipIf(program === null)(
      "issues, issues again, and revokes (skipped where it isn't built)",
      async () => {
        const ca = await start(program ?? "", `${recursive.address}:${recursive.port}`);
        const distrust = trust(ca.caCertificatePem);
        try {
          putMetadata(panel.sandbox, [...providers.google.keys, ...acmeKeys], {
            ...cloudDnsMetadata(panel.sandbox),
            ...ca.settings,
            acme_ca: ca.directory,
          });
          await waitUntil("the settings are known", async () => {
            const { own } = await panel.cluster.worlds.providerSettings("vamp-demo");
            return (
              own.acme_ca === ca.directory && revealed(own, "acme_eab_hmac") === ca.settings?.acme_eab_hmac
            );
          });
          putGateway(panel.sandbox, name, hostOf(name));
          const first = await served(name, undefined);
          const chain = chainAt(name);
          expect(chain[0]?.subjectAltName).toBe(`DNS:${hostOf(name)}`);
          expect(chain.at(-1)?.checkIssued(new X509Certificate(ca.rootPem))).toBe(true);

          const params = { vc: "vamp-demo", name };
          await call(panel.cluster, reissueCertificate, { params, body: { host: hostOf(name) } });
          const second = await served(name, first);
          const body = { host: hostOf(name), serial: second, reason: "superseded" };
          await call(panel.cluster, revokeCertificate, { params, body });
          await served(name, second);
          await waitUntil("the CA has revoked it", async () => {
            const { items } = await panel.installation.store.events.list({ limit: 100, host: hostOf(name) });
            return items.some(
              ({ type, message }) => type === "certificate.revoked" && message.includes(second),
            );
          });
          expect(panel.sandbox.counts.ordersCreated).toBe(0);
        } finally {
          distrust();
          await ca.close();
        }
      },
    );
  },
);
