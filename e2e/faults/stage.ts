import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { acmeKeys } from "@/lib/acme/metadata-keys";
import { createProviderRegistry, providers } from "@/lib/dns/registry";
import { hostedAccounts } from "@/lib/dns/testing/accounts";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import { readEnvironment } from "@/lib/server/environment";
import { clusterOf, type Panel, startPanel } from "@/lib/server/panel";
import { cloudDnsMetadata, putMetadata } from "@/lib/server/testing/configure-provider";
import { delegateAtOnce, startTestWorld, type TestWorld, waitUntil } from "@/lib/server/testing/test-panel";
import { type DnsWire, startDnsWire } from "./dns-wire";
import { type HttpWire, startHttpWire } from "./http-wire";

/** How the walks of a stage prove names and write records. */
export const setups = ["Cloud DNS", "Cloudflare", "HTTP-01"] as const;
export type Setup = (typeof setups)[number];

/** The connections between the panel and the outside world. */
export interface Wires {
  kubernetes: HttpWire;
  provider: HttpWire;
  ca: HttpWire;
  names: DnsWire;
}

/**
 * Half a second: a schedule is long enough to notice a removed host, and a host that comes back at once is in time.
 */
const graceInSeconds = "0.5";

export interface Stage {
  world: TestWorld;
  wires: Wires;
  setup: Setup;
  /** The same provider as somebody else uses it, by another connection. */
  others: DnsProvider;
  /** The zones of that provider. */
  zones: TestWorld["sandbox"]["dns"]["zones"];
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
  const wires = await wiresTo(world, setup);
  const { others, zones } = configure(world, setup);
  const environment: Record<string, string> = {
    ...world.environment,
    KUBECONFIG: kubeconfigOver(wires.kubernetes, world),
    LAMIA_ACME_DIRECTORY: `${wires.ca.origin}/directory`,
    LAMIA_GOOGLE_DNS_ENDPOINT: wires.provider.origin,
    LAMIA_DNS_ENDPOINTS: `cloudflare=${wires.provider.origin}/cloudflare`,
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
      await world.close();
    },
  };
  await stage.start();
  await waitUntil("the runner starts", () => stage.panel && clusterOf(stage.panel).walking);
  return stage;
}

/** Gives the virtual cluster the provider and the way to prove names. */
function configure({ sandbox }: TestWorld, setup: Setup): Pick<Stage, "others" | "zones"> {
  const isCloudflare = setup === "Cloudflare";
  const hosted = sandbox.dns.providers.cloudflare;
  const metadata = isCloudflare
    ? hostedAccounts.cloudflare.right(hosted?.credentials ?? {})
    : cloudDnsMetadata(sandbox);
  const { keys } = isCloudflare ? providers.cloudflare : providers.google;
  const challenge = setup === "HTTP-01" ? { acme_challenge: "http-01" } : {};
  putMetadata(sandbox, [...keys, ...acmeKeys], { ...metadata, ...challenge });
  const registry = createProviderRegistry({
    googleDnsEndpoint: sandbox.file.cloudDns.endpoint,
    googleTokenEndpoint: `${sandbox.file.cloudDns.endpoint}/token`,
    endpoints: { cloudflare: hosted?.endpoint ?? "" },
  });
  const zones = isCloudflare
    ? sandbox.dns.others.find(({ id }) => id === "cloudflare")?.zones
    : sandbox.dns.zones;
  if (!zones) throw new Error("the provider has no zones");
  return { others: registry.providerFor(metadata), zones };
}

async function wiresTo({ sandbox, home }: TestWorld, setup: Setup): Promise<Wires> {
  const api =
    setup === "Cloudflare" ? sandbox.dns.providers.cloudflare?.endpoint : sandbox.file.cloudDns.endpoint;
  const [kubernetes, provider, ca, names] = await Promise.all([
    startHttpWire(sandbox.kubernetes.url, home),
    startHttpWire(new URL(api ?? "").origin, home),
    startHttpWire(sandbox.file.acme.directory, home),
    startDnsWire(sandbox.file.dns.port),
  ]);
  sandbox.acme.frontedBy(ca.origin);
  return { kubernetes, provider, ca, names };
}

function kubeconfigOver(wire: HttpWire, { sandbox, home }: TestWorld): string {
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
