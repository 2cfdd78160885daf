import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { PrimaryAndSecondary } from "@/lib/dns/testing/primary-and-secondary";
import { readEnvironment } from "@/lib/server/environment";
import { clusterOf, type Panel, startPanel } from "@/lib/server/panel";
import { delegateAtOnce, startTestWorld, type TestWorld, waitUntil } from "@/lib/server/testing/test-panel";
import { type DnsWire, startDnsWire } from "./dns-wire";
import { startHttpWire, type Wire } from "./http-wire";
import { apiOf, configure, endpointsAt, type Provider, type Setup, serversOf } from "./setup";
import { startUpdateWire } from "./update-wire";

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

export interface Stage extends Provider {
  world: TestWorld;
  wires: Wires;
  setup: Setup;
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
  const servers = await serversOf(setup, world);
  const wires = await wiresTo(world, setup, servers);
  const provider = await configure(setup, world, wires.provider.origin, servers);
  const environment: Record<string, string> = {
    ...world.environment,
    KUBECONFIG: kubeconfigOver(wires.kubernetes, world),
    LAMIA_ACME_DIRECTORY: `${wires.ca.origin}/directory`,
    ...endpointsAt(wires.provider.origin, setup, world),
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
    ...provider,
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

async function wiresTo(world: TestWorld, setup: Setup, servers: PrimaryAndSecondary | null): Promise<Wires> {
  const { sandbox, home } = world;
  const { acme, dns } = sandbox.file;
  const places = (servers?.program.addresses ?? []).map((address) => ({ address, port: servers?.port ?? 0 }));
  const [primary] = places;
  const [kubernetes, provider, ca, names] = await Promise.all([
    startHttpWire(sandbox.kubernetes.url, home),
    primary ? startUpdateWire(primary) : startHttpWire(new URL(apiOf(setup, world)).origin, home),
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
export function secretsOf({ world }: Pick<Stage, "world">): ReadonlySet<string> {
  const there = world.sandbox.kubernetes.objects.list({ group: "", plural: "secrets" });
  return new Set(there.map(({ metadata: { namespace, name } }) => `${namespace}/${name}`));
}
