import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RecordSet, Zone } from "@/lib/gateway/model";
import { markName, markValue } from "@/lib/gateway/ownership";
import { walkStateOf } from "@/lib/gateway/reporting";
import { readEnvironment } from "./environment";
import { type Runtime, startRuntime } from "./runtime";
import { type ApiProxy, startApiProxy } from "./testing/api-proxy";
import {
  delegateAtOnce,
  putGateway,
  removeGateway,
  startTestWorld,
  type TestWorld,
  waitUntil,
} from "./testing/test-panel";

let world: TestWorld;
let proxy: ApiProxy;
let runtime: Runtime;

const hostOf = (name: string) => `${name}.democluster.net`;
const keyOf = (name: string) => `vamp-demo/${name}:443=${hostOf(name)}`;
const secrets = { group: "", plural: "secrets" };
const published = (name: string) =>
  world.sandbox.kubernetes.objects.get(secrets, "istio-system", `${name}-tls`);

async function start(): Promise<void> {
  const environment = {
    ...world.environment,
    NODE_ENV: "test" as const,
    KUBECONFIG: proxy.kubeconfig,
    LAMIA_LOG_LEVEL: "fatal",
  };
  runtime = await startRuntime(readEnvironment(environment));
  await waitUntil("the runner starts", () => runtime.walking);
}

beforeAll(async () => {
  world = await startTestWorld();
  proxy = await startApiProxy(world.sandbox.file.kubeconfig, world.home);
  delegateAtOnce(world.sandbox);
  await start();
  await (await runtime.worlds.worldFor("vamp-demo")).dns.createZone("democluster.net");
});
afterAll(async () => {
  await runtime?.close();
  await proxy?.close();
  await world?.close();
});
beforeEach(async () => {
  proxy.answer = () => null;
  await runtime.store.database.query("UPDATE cleanup_task SET seen_at = seen_at - interval '11 minutes'");
});

async function serve(...names: string[]): Promise<void> {
  for (const name of names) putGateway(world.sandbox, name, hostOf(name));
  for (const name of names)
    await waitUntil(
      `${name} is serving`,
      () => walkStateOf(runtime.live.get(keyOf(name))?.reports ?? []) === "serving",
      180,
    );
}

async function dnsOf() {
  const { dns } = await runtime.worlds.worldFor("vamp-demo");
  const zone = (await dns.zones()).find(({ apex }) => apex === "democluster.net") as Zone;
  return { dns, zone };
}

async function recordsOf(name: string): Promise<(RecordSet | null)[]> {
  const { dns, zone } = await dnsOf();
  return Promise.all([dns.read(zone, hostOf(name), "A"), dns.read(zone, markName(hostOf(name)), "TXT")]);
}

async function put(...sets: RecordSet[]): Promise<void> {
  const { dns, zone } = await dnsOf();
  await dns.change(
    zone,
    sets.map((next) => ({ seen: null, next })),
  );
}

const record = (name: string, address: string): RecordSet => ({
  name: hostOf(name),
  type: "A",
  ttlSeconds: 300,
  values: [address],
});
const mark = (name: string, owner: string, address: string): RecordSet => ({
  name: markName(hostOf(name)),
  type: "TXT",
  ttlSeconds: 300,
  values: [markValue(owner, { namespace: "vamp-demo", name }, [{ type: "A", values: [address] }])],
});

describe("what is ours, compared with what is wanted", () => {
  test("a gateway that went while Lamia was down and its database was lost leaves nothing behind", async () => {
    await serve("lost", "stays");
    await runtime.close();
    rmSync(join(world.home, "database"), { recursive: true, force: true });
    removeGateway(world.sandbox, "lost");
    await start();
    await waitUntil("its Secret is gone", () => published("lost") === undefined);
    await waitUntil("its records are gone", async () =>
      (await recordsOf("lost")).every((set) => set === null),
    );
    await serve("stays");
    expect(await recordsOf("stays")).not.toContain(null);
    expect(world.sandbox.counts.certificatesIssued).toBe(2);
  });

  test("records of ours that no Gateway names go; those of another installation, or of nobody, never", async () => {
    const { owner } = await runtime.worlds.worldFor("vamp-demo");
    await put(record("orphan", "192.0.2.7"), mark("orphan", owner, "192.0.2.7"));
    await put(record("theirs", "192.0.2.8"), mark("theirs", "another-installation", "192.0.2.8"));
    await put(record("nobodys", "192.0.2.9"));
    await runtime.close();
    await start();
    await waitUntil("the orphan is gone", async () =>
      (await recordsOf("orphan")).every((set) => set === null),
    );
    expect(await recordsOf("theirs")).not.toContain(null);
    expect((await recordsOf("nobodys"))[0]).not.toBeNull();
  });

  test("a zone that cannot be read, or a cluster that is not seen whole, takes nothing away", async () => {
    const { owner } = await runtime.worlds.worldFor("vamp-demo");
    await put(record("doubtful", "192.0.2.10"), mark("doubtful", owner, "192.0.2.10"));
    await runtime.close();
    proxy.answer = ({ path }) => (path.includes("/gateways") && !path.includes("namespaces") ? 404 : null);
    await start();
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect(await recordsOf("doubtful")).not.toContain(null);
    expect(await recordsOf("stays")).not.toContain(null);
    expect(published("stays")).toBeDefined();
    expect((await runtime.store.cleanups.pending()).length).toBe(0);
    proxy.answer = () => null;
    await waitUntil("the orphan is gone", async () =>
      (await recordsOf("doubtful")).every((set) => set === null),
    );
    expect(published("stays")).toBeDefined();
  });

  test("Secrets of ours whose host no Gateway names go, and with them the challenges of an order", async () => {
    const { vault } = await runtime.worlds.worldFor("vamp-demo");
    const { zone } = await dnsOf();
    const challenge = { name: `_acme-challenge.${hostOf("pending")}`, value: "a-value-of-ours" };
    const order = await vault.begin(hostOf("pending"), [hostOf("pending")], "vamp-demo");
    await vault.save(hostOf("pending"), { ...order, challenges: [challenge] });
    await put({
      name: challenge.name,
      type: "TXT",
      ttlSeconds: 60,
      values: [challenge.value, "of-somebody"],
    });
    await runtime.close();
    await start();
    const { vault: now, dns: after } = await runtime.worlds.worldFor("vamp-demo");
    await waitUntil("its keys are gone", async () => (await now.read(hostOf("pending"))).order === null);
    expect((await after.read(zone, challenge.name, "TXT"))?.values).toEqual(["of-somebody"]);
  });
});

describe("29 serving gateways", () => {
  test("and one 404 on the list of Gateways: nothing happens", async () => {
    const names = Array.from({ length: 29 }, (_, index) => `storm${index}`);
    await serve(...names);
    const { certificatesIssued } = world.sandbox.counts;
    const before = await Promise.all(names.map(recordsOf));
    let refused = 0;
    proxy.answer = ({ method, path }) => {
      const isList = method === "GET" && /\/gateways(\?|$)/.test(path) && !path.includes("namespaces");
      if (!isList || refused >= 3) return null;
      refused += 1;
      return 404;
    };
    proxy.cut();
    await waitUntil("the list was refused", () => refused > 0, 60);
    await waitUntil(
      "the cluster is seen again",
      () => runtime.cache.stateOf("Gateway").state === "connected",
      180,
    );
    await new Promise((resolve) => setTimeout(resolve, 6000));
    expect(await Promise.all(names.map(recordsOf))).toEqual(before);
    for (const name of names) expect(published(name), name).toBeDefined();
    expect(world.sandbox.counts.certificatesIssued).toBe(certificatesIssued);
    const done = await runtime.store.cleanupTasks.list({ q: "=storm", states: ["done", "open", "braked"] });
    expect(done.items).toEqual([]);
    for (const name of names)
      expect(walkStateOf(runtime.live.get(keyOf(name))?.reports ?? []), name).toBe("serving");
  }, 180_000);
});
