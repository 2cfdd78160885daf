import { isIPv6 } from "node:net";
import { acmeKeys } from "@/lib/acme/metadata-keys";
import type { Metadata, MetadataKey } from "@/lib/dns/provider-definition";
import { createProviderRegistry, providers } from "@/lib/dns/registry";
import { createResolver } from "@/lib/dns/resolver";
import { hostedAccounts } from "@/lib/dns/testing/accounts";
import {
  bind,
  isInstalled,
  type PrimaryAndSecondary,
  serverNames,
  startPrimaryAndSecondary,
} from "@/lib/dns/testing/primary-and-secondary";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import { cloudDnsMetadata, putMetadata } from "@/lib/server/testing/configure-provider";
import type { TestWorld } from "@/lib/server/testing/test-panel";

/** How the walks of a stage prove names and write records. */
export const setups = ["Cloud DNS", "Cloudflare", "HTTP-01", "RFC 2136", "webhook"] as const;
export type Setup = (typeof setups)[number];

/** Those of the short form, in `npm test`. */
export const shortSetups: readonly Setup[] = setups.slice(0, 3);

/** RFC 2136 is played with BIND. */
export const canPlay = (setup: Setup) => setup !== "RFC 2136" || isInstalled(bind);

interface HeldRecords {
  name: string;
  type: string;
  rrdatas: readonly string[];
}

/** The setups with a provider of the sandbox other than Cloud DNS, and its ID there. */
const hostedIds: Partial<Record<Setup, string>> = { Cloudflare: "cloudflare", webhook: "webhook-sandbox" };

/** RFC 2136 has servers of its own. The CA asks every name server at the port of the sandbox's. */
export async function serversOf(setup: Setup, { sandbox }: TestWorld): Promise<PrimaryAndSecondary | null> {
  if (setup !== "RFC 2136") return null;
  return startPrimaryAndSecondary(bind, { zones: ["democluster.net"], port: sandbox.file.dns.port });
}

/** The URL of the provider's API; not for RFC 2136. */
export function apiOf(setup: Setup, world: TestWorld): string {
  const id = hostedIds[setup];
  return id ? endpointOf(world, id) : world.sandbox.file.cloudDns.endpoint;
}

function endpointOf({ sandbox }: TestWorld, id: string): string {
  return sandbox.dns.providers[id]?.endpoint ?? "";
}

/** The panel's settings for reaching the provider's API at that origin. */
export function endpointsAt(origin: string, setup: Setup, world: TestWorld): Record<string, string> {
  const id = hostedIds[setup];
  if (id) return { LAMIA_DNS_ENDPOINTS: `${id}=${origin}${new URL(endpointOf(world, id)).pathname}` };
  // The address of the server is in the virtual cluster's metadata.
  return setup === "RFC 2136"
    ? { LAMIA_ALLOWED_TARGETS: "127.0.0.0/8" }
    : { LAMIA_GOOGLE_DNS_ENDPOINT: origin };
}

export interface Provider {
  /** As somebody else uses it, by another connection. */
  others: DnsProvider;
  /** What each of its zones holds, as a zone file would say it. */
  zones(): Promise<HeldRecords[][]>;
}

/**
 * Gives the virtual cluster the provider and the way to prove names.
 * @param origin where the panel reaches the provider
 */
export async function configure(
  setup: Setup,
  world: TestWorld,
  origin: string,
  servers: PrimaryAndSecondary | null,
): Promise<Provider> {
  const { sandbox } = world;
  const { dns, cloudDns } = sandbox.file;
  const registry = createProviderRegistry({
    googleDnsEndpoint: cloudDns.endpoint,
    googleTokenEndpoint: `${cloudDns.endpoint}/token`,
    endpoints: Object.fromEntries(Object.values(hostedIds).map((id) => [id, endpointOf(world, id)])),
    resolver: createResolver({ rootServers: [{ address: dns.address, port: dns.port }], port: dns.port }),
  });
  const set = (keys: readonly MetadataKey[], metadata: Metadata) =>
    putMetadata(sandbox, [...keys, ...acmeKeys], {
      ...metadata,
      ...(setup === "HTTP-01" ? { acme_challenge: "http-01" } : {}),
    });
  const google = cloudDnsMetadata(sandbox);
  if (servers) {
    const settingsAt = (server: string) => ({
      rfc2136_server: server,
      rfc2136_key_name: "lamia",
      rfc2136_key_secret: servers.secrets.lamia,
    });
    set(providers.rfc2136.keys, settingsAt(origin));
    await nameServersAt(servers, sandbox, registry.providerFor(google));
    const others = registry.providerFor(settingsAt(`${bind.addresses[0]}:${servers.port}`));
    return { others, zones: async () => [await heldAt(others)] };
  }
  const id = hostedIds[setup];
  const zones = id ? sandbox.dns.others.find((each) => each.id === id)?.zones : sandbox.dns.zones;
  if (!zones) throw new Error("the provider has no zones");
  let [keys, metadata]: [readonly MetadataKey[], Metadata] = [providers.google.keys, google];
  if (setup === "Cloudflare") {
    const credentials = sandbox.dns.providers.cloudflare?.credentials ?? {};
    [keys, metadata] = [providers.cloudflare.keys, hostedAccounts.cloudflare.right(credentials)];
  } else if (setup === "webhook") {
    [keys, metadata] = [providers.webhook.keys, { webhook_provider: "sandbox" }];
    // A webhook can't create zones.
    zones.create({ name: "democluster", dnsName: "democluster.net.", description: "", labels: {} });
  }
  set(keys, metadata);
  return {
    others: registry.providerFor(metadata),
    zones: async () => zones.list().map(({ content }) => [...content.all()]),
  };
}

/** The names of BIND's servers are in a zone of Cloud DNS, and the registry delegates to them. */
async function nameServersAt(
  servers: PrimaryAndSecondary,
  { dns }: TestWorld["sandbox"],
  cloudDns: DnsProvider,
): Promise<void> {
  const zone = await cloudDns.createZone("dns-home.net");
  const addresses = serverNames.map((name, at) => {
    const address = servers.program.addresses[at] ?? "";
    const type = isIPv6(address) ? ("AAAA" as const) : ("A" as const);
    return { seen: null, next: { name, type, ttlSeconds: 60, values: [address] } };
  });
  await cloudDns.change(zone, addresses);
  dns.registrations.set(
    "democluster.net.",
    serverNames.map((name) => `${name}.`),
  );
}

async function heldAt(provider: DnsProvider): Promise<HeldRecords[]> {
  const [zone] = await provider.zones({ holding: "democluster.net" });
  const sets = zone ? await provider.records(zone) : [];
  return sets.map(({ name, type, values }) => ({
    name: `${name}.`,
    type,
    rrdatas: type === "TXT" ? values.map((value) => `"${value}"`) : values,
  }));
}
