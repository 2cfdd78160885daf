import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { acmeKeys } from "@/lib/acme/metadata-keys";
import { accessTokens } from "@/lib/dns/google/client";
import { parseServiceAccount } from "@/lib/dns/google/metadata-keys";
import { createProviderRegistry, providers } from "@/lib/dns/registry";
import { gatewayAddressKey } from "@/lib/model/gateway-address";
import { revealed } from "@/lib/model/settings";
import { cloudDnsMetadata, putMetadata } from "@/lib/server/testing/configure-provider";
import {
  delegateAtOnce,
  putGateway,
  removeGateway,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
  walkState,
} from "@/lib/server/testing/test-panel";

/** Each world differs in one thing from the usual one; the walk is the same, from nothing to serving and back to nothing. */
interface Unusual {
  title: string;
  host: string;
  /** In addition to the settings of Cloud DNS. */
  settings?(): Record<string, string>;
  /** Instead of the key. */
  withoutKey?: true;
  before?(): Promise<void> | void;
  proof(found: Found): void;
}

interface Found {
  zoneId: string;
  /** Of the host, at the provider. */
  records: string[];
  note(step: "certificate" | "record"): string;
}

const lb = "lb-7.balancers.net";
const zones = () => panel.sandbox.dns.zones;
const closed = "https://127.0.0.1:9/directory";

const worlds: Unusual[] = [
  {
    title: "no key, but the machine’s own identity",
    host: "shop.no-key.net",
    withoutKey: true,
    settings: () => ({ google_credentials: "ambient" }),
    proof: ({ records }) => expect(records).toEqual([`A ${panel.sandbox.file.ingress.address}`]),
  },
  {
    title: "a private zone beside the public one",
    host: "shop.two-views.net",
    before: () => void zones().create({ ...zoneOf("two-views.net", "inside"), privateVisibilityConfig: {} }),
    proof({ zoneId }) {
      expect(zoneId).not.toBe("inside");
      // SOA and NS.
      expect(zones().find("inside")?.content.size).toBe(2);
    },
  },
  {
    title: "an ingress with a name, no address",
    host: "shop.named.net",
    settings: () => ({ [gatewayAddressKey]: lb }),
    async before() {
      const { dns } = await panel.cluster.worlds.worldFor("vamp-demo");
      const zone = await dns.createZone("balancers.net");
      const values = [panel.sandbox.file.ingress.address];
      await dns.change(zone, [{ seen: null, next: { name: lb, type: "A", ttlSeconds: 60, values } }]);
    },
    proof: ({ records }) => expect(records).toEqual([`CNAME ${lb}`]),
  },
  {
    title: "a delegated zone for the subdomain",
    host: "shop.eu.delegated-below.net",
    async before() {
      const { dns } = await panel.cluster.worlds.worldFor("vamp-demo");
      const above = await dns.createZone("delegated-below.net");
      const below = await dns.createZone("eu.delegated-below.net");
      const next = { name: below.apex, type: "NS" as const, ttlSeconds: 300, values: [...below.nameServers] };
      await dns.change(above, [{ seen: null, next }]);
    },
    proof: ({ zoneId }) => expect(zones().find(zoneId)?.dnsName).toBe("eu.delegated-below.net."),
  },
  {
    title: "a CA that is down, and a second one",
    host: "shop.two-cas.net",
    settings: () => ({ acme_ca: closed, acme_fallback_ca: panel.sandbox.file.acme.directory }),
    proof: ({ note }) => expect(note("certificate")).toContain("127.0.0.1:9"),
  },
];

let panel: TestPanel;
let machine: Server;

beforeAll(async () => {
  panel = await startTestPanel(async () => ({
    LAMIA_NOTIFY_ALLOW_LOOPBACK: "true",
    LAMIA_DNS_AMBIENT_CREDENTIALS: "true",
  }));
  delegateAtOnce(panel.sandbox);
  const parsed = parseServiceAccount(cloudDnsMetadata(panel.sandbox).google_service_account);
  if (!parsed.ok) throw new Error(parsed.mistake);
  const { token } = await accessTokens(parsed.value, `${panel.sandbox.file.cloudDns.endpoint}/token`)();
  // The metadata server of Google's machines.
  machine = createServer((request, response) => {
    const isToken = request.url?.includes("/token");
    response.writeHead(200, { "metadata-flavor": "Google", "content-type": "application/json" });
    response.end(
      JSON.stringify(isToken ? { access_token: token, expires_in: 3_600, token_type: "Bearer" } : {}),
    );
  });
  await new Promise<void>((listening) => machine.listen(0, "127.0.0.1", listening));
  vi.stubEnv("GCE_METADATA_HOST", `127.0.0.1:${(machine.address() as AddressInfo).port}`);
  vi.stubEnv("METADATA_SERVER_DETECTION", "assume-present");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await panel?.close();
  machine?.close();
  machine?.closeAllConnections();
});

function zoneOf(apex: string, name: string) {
  return { name, dnsName: `${apex}.`, description: "", labels: {} };
}

/** As somebody else sees the zones. */
const provider = () =>
  createProviderRegistry({
    googleDnsEndpoint: panel.sandbox.file.cloudDns.endpoint,
    googleTokenEndpoint: `${panel.sandbox.file.cloudDns.endpoint}/token`,
  }).providerFor(cloudDnsMetadata(panel.sandbox));

test.each(worlds.map((world, at) => ({ ...world, name: `unusual${at}` })))(
  "$title",
  async ({ name, host, settings = () => ({}), withoutKey, before, proof }) => {
    const { google_project_id, google_service_account } = cloudDnsMetadata(panel.sandbox);
    const usual = { google_project_id, ...(withoutKey ? {} : { google_service_account }) };
    const wanted: Record<string, string> = { ...usual, ...settings() };
    const addressKey = { ...acmeKeys[0], key: gatewayAddressKey };
    putMetadata(panel.sandbox, [...providers.google.keys, ...acmeKeys, addressKey], wanted);
    await waitUntil("the settings are known", async () => {
      const { own } = await panel.cluster.worlds.providerSettings("vamp-demo");
      return Object.entries(wanted).every(([key, value]) => revealed(own, key) === value);
    });
    await before?.();
    putGateway(panel.sandbox, name, host);
    await waitUntil(
      `${host} is serving`,
      () => walkState(panel, `vamp-demo/${name}:443=${host}`) === "serving",
    );
    const step = (id: "zone" | "record" | "certificate") => reportOf(panel, name, host, id);
    const { id: zoneId } = Object(step("zone")?.fact) as { id: string };
    const [zone] = (await provider().zones()).filter((each) => each.id === zoneId);
    if (!zone) throw new Error("the zone is not listed");
    const records = (await provider().records(zone)).filter((each) => each.name === host);
    proof({
      zoneId,
      records: records.map(({ type, values }) => `${type} ${values.join(" ")}`),
      note: (id) => step(id)?.note ?? "",
    });

    // The brake covers ten minutes: hosts removed before must not count here.
    await panel.installation.store.database.query(
      "UPDATE cleanup_task SET seen_at = seen_at - interval '11 minutes'",
    );
    removeGateway(panel.sandbox, name);
    await waitUntil("nothing of the host is left", async () =>
      (await provider().records(zone)).every((each) => !each.name.endsWith(host)),
    );
  },
);
