import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { isIPv6 } from "node:net";
import { join } from "node:path";
import { parse, stringify } from "yaml";
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
import { readEnvironment } from "@/lib/server/environment";
import { clusterOf, type Panel, startPanel } from "@/lib/server/panel";
import { cloudDnsMetadata, putMetadata } from "@/lib/server/testing/configure-provider";
import { delegateAtOnce, startTestWorld, type TestWorld, waitUntil } from "@/lib/server/testing/test-panel";
import { type DnsWire, startDnsWire, startUpdateWire } from "./dns-wire";
import { startHttpWire, type Wire } from "./http-wire";

/** How the walks of a stage prove names and write records. */
export const setups = ["Cloud DNS", "Cloudflare", "HTTP-01", "RFC 2136", "webhook"] as const;
export type Setup = (typeof setups)[number];

/** Those of the short form, in `npm test`. */
export const shortSetups: readonly Setup[] = setups.slice(0, 3);

/** RFC 2136 is played with BIND. */
export const canPlay = (setup: Setup) => setup !== "RFC 2136" || isInstalled(bind);

/** The connections between the panel and the outside world. */
export interface Wires {
  kubernetes: Wire;
  provider: Wire;
  ca: Wire;
  names: DnsWire;
}

/**
 * Half a second: a schedule is long enough to notice a removed host, and a host that comes back at once is in time.
 */
const graceInSeconds = "0.5";

interface HeldRecords {
  name: string;
  type: string;
  rrdatas: readonly string[];
}

export interface Stage {
  world: TestWorld;
  wires: Wires;
  setup: Setup;
  /** The same provider as somebody else uses it, by another connection. */
  others: DnsProvider;
  /** What each zone of that provider holds, as a zone file would say it. */
  zones(): Promise<HeldRecords[][]>;
  /** The environment of a panel process. */
  environment: Record<string, string>;
  /** Null while it is stopped. */
  panel: Panel | null;
  start(): Promise<void>;
  /** @param isDatabaseLost as if somebody had deleted it, or its volume were lost */
  stop(isDatabaseLost?: boolean): Promise<void>;
  close(): Promise<void>;
}

/** The sandbox, a panel that reaches it through breakable wires, and settings for further processes. */
export async function openStage(
  settings: Record<string, string> = {},
  setup: Setup = "Cloud DNS",
): Promise<Stage> {
  const world = await startTestWorld();
  delegateAtOnce(world.sandbox);
  // The CA asks every name server at the port of the sandbox's.
  const port = world.sandbox.file.dns.port;
  const servers =
    setup === "RFC 2136" ? await startPrimaryAndSecondary(bind, { zones: ["democluster.net"], port }) : null;
  const wires = await wiresTo(world, setup, servers);
  const { others, zones } = await configure(world, setup, wires, servers);
  const environment: Record<string, string> = {
    ...world.environment,
    KUBECONFIG: kubeconfigOver(wires.kubernetes, world),
    LAMIA_ACME_DIRECTORY: `${wires.ca.origin}/directory`,
    ...endpointsOver(wires.provider, world, setup),
    LAMIA_DNS_ROOT_SERVERS: wires.names.rootServer,
    LAMIA_DNS_PORT: String(wires.names.port),
    LAMIA_CLEANUP_GRACE_SECONDS: graceInSeconds,
    LAMIA_LOG_LEVEL: process.env.LAMIA_FAULTS_LOG ?? "fatal",
    ...settings,
  };
  const stage: Stage = {
    world,
    wires,
    setup,
    others,
    zones,
    environment,
    panel: null,
    async start() {
      stage.panel = await startPanel(readEnvironment({ NODE_ENV: "test", ...environment }));
    },
    async stop(isDatabaseLost = false) {
      await stage.panel?.close();
      stage.panel = null;
      if (isDatabaseLost) rmSync(join(world.home, "database"), { recursive: true, force: true });
    },
    async close() {
      await stage.stop();
      await Promise.all(Object.values(wires).map((wire) => wire.close()));
      await servers?.close();
      await world.close();
    },
  };
  await stage.start();
  await waitUntil("the runner starts", () => stage.panel && clusterOf(stage.panel).walking);
  return stage;
}

/** The setups with a provider of the sandbox other than Cloud DNS, and its ID there. */
const hostedIds: Partial<Record<Setup, string>> = { Cloudflare: "cloudflare", webhook: "webhook-sandbox" };

function endpointOf({ sandbox }: TestWorld, id: string): string {
  return sandbox.dns.providers[id]?.endpoint ?? "";
}

/** The provider's API, by the wire. */
function endpointsOver({ origin }: Wire, world: TestWorld, setup: Setup): Record<string, string> {
  const id = hostedIds[setup];
  if (id) return { LAMIA_DNS_ENDPOINTS: `${id}=${origin}${new URL(endpointOf(world, id)).pathname}` };
  return setup === "RFC 2136" ? {} : { LAMIA_GOOGLE_DNS_ENDPOINT: origin };
}

/** Gives the virtual cluster the provider and the way to prove names. */
async function configure(
  world: TestWorld,
  setup: Setup,
  wires: Wires,
  servers: PrimaryAndSecondary | null,
): Promise<Pick<Stage, "others" | "zones">> {
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
    set(providers.rfc2136.keys, settingsAt(wires.provider.origin));
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

async function wiresTo(world: TestWorld, setup: Setup, servers: PrimaryAndSecondary | null): Promise<Wires> {
  const { sandbox, home } = world;
  const { cloudDns, acme, dns } = sandbox.file;
  const id = hostedIds[setup];
  const places = (servers?.program.addresses ?? []).map((address) => ({ address, port: servers?.port ?? 0 }));
  const [primary] = places;
  const [kubernetes, provider, ca, names] = await Promise.all([
    startHttpWire(sandbox.kubernetes.url, home),
    primary
      ? startUpdateWire(primary)
      : startHttpWire(new URL(id ? endpointOf(world, id) : cloudDns.endpoint).origin, home),
    startHttpWire(acme.directory, home),
    startDnsWire(dns.port, places),
  ]);
  sandbox.acme.frontedBy(ca.origin);
  return { kubernetes, provider, ca, names };
}

function kubeconfigOver(wire: Wire, { sandbox, home }: TestWorld): string {
  const config = parse(readFileSync(sandbox.file.kubeconfig, "utf8")) as {
    clusters: { cluster: { server: string } }[];
  };
  for (const { cluster } of config.clusters) cluster.server = wire.origin;
  const file = join(home, "kubeconfig-by-wire");
  writeFileSync(file, stringify(config));
  return file;
}

/** The Secrets that exist before the site: all of them are foreign. */
export function secretsOf({ world }: Stage): ReadonlySet<string> {
  const there = world.sandbox.kubernetes.objects.list({ group: "", plural: "secrets" });
  return new Set(there.map(({ metadata: { namespace, name } }) => `${namespace}/${name}`));
}
