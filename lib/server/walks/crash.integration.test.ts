import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { credentialNameFor } from "@/lib/model/secured-hosts";
import { readEnvironment } from "@/lib/server/environment";
import { clusterOf, startPanel } from "@/lib/server/panel";
import { spawnWalking, type WalkingProcess } from "@/lib/server/testing/spawn-walking";
import { putGateway, startTestWorld, type TestWorld, waitUntil } from "@/lib/server/testing/test-panel";
import { tlsProber } from "@/lib/tls/prober";

/**
 * One walk, killed without warning at every boundary that is visible from outside, and restarted each time with the same
 * database. Only the Secrets carry it through the order.
 */
const host = "crash.democluster.net";
let world: TestWorld;
let walking: WalkingProcess | null = null;

beforeAll(async () => {
  world = await startTestWorld();
});
afterAll(async () => {
  await walking?.kill();
  await world?.close();
});

const secrets = { group: "", plural: "secrets" };
const vault = () =>
  world.sandbox.kubernetes.objects.get(
    secrets,
    "lamia-system",
    `lamia-host-${credentialNameFor(host).replace(/^lamia-/, "")}`,
  )?.data as Record<string, string> | undefined;
const order = () => {
  const text = vault()?.["order.json"];
  return text
    ? (JSON.parse(Buffer.from(text, "base64").toString()) as { url: string | null; collected: boolean })
    : null;
};
const zone = () => world.sandbox.dns.zones.list().find(({ dnsName }) => dnsName === "democluster.net.");
const published = () => world.sandbox.kubernetes.objects.get(secrets, "istio-system", "crash-tls");
const counts = () => world.sandbox.counts;

/** Each of these becomes true during the walk, in this order. */
const boundaries: [string, () => unknown][] = [
  ["the zone was created", () => zone()],
  ["a DNS change was made", () => counts().dnsChanges > 0],
  ["the key and the intent are stored, the CA knows nothing", () => vault()?.["order.key"]],
  ["the CA has made the order", () => counts().ordersCreated > 0],
  ["the order's URL is stored", () => order()?.url],
  ["the CA has issued", () => counts().certificatesIssued > 0],
  ["the certificate is kept", () => vault()?.["tls.crt"]],
  ["the Secret is published", () => published()],
];

describe("a walk that is killed", () => {
  test("at each boundary in turn, ends with exactly one certificate", async () => {
    putGateway(world.sandbox, "crash", host);
    for (const [what, isReached] of boundaries) {
      walking = spawnWalking(world.environment);
      if (what.startsWith("the key")) world.sandbox.levers.autoDelegateAfterSeconds = 0;
      await waitUntil(what, isReached);
      await walking.kill();
    }
    walking = spawnWalking(world.environment);
    await waitUntil("the site is served", isServed);
    expect(counts().certificatesIssued).toBe(1);
    await waitUntil("the challenge is gone", () => order() === null);
    await walking.kill();
  }, 900_000);

  test("and loses its database is recognized as serving again, without a new order", async () => {
    const { ordersCreated } = counts();
    rmSync(join(world.home, "database"), { recursive: true, force: true });
    const panel = await startPanel(readEnvironment({ NODE_ENV: "test", ...world.environment }));
    try {
      const key = `vamp-demo/crash:443=${host}`;
      await waitUntil("the panel knows", () =>
        clusterOf(panel)
          .live.get(key)
          ?.reports.some(({ step, state }) => step === "serving" && state === "done"),
      );
      expect(counts().ordersCreated).toBe(ordersCreated);
      expect(counts().certificatesIssued).toBe(1);
    } finally {
      await panel.close();
    }
  });
});

async function isServed(): Promise<boolean> {
  const { address, ports } = world.sandbox.file.ingress;
  const prober = tlsProber(
    [{ from: { address, port: 443 }, to: { address, port: ports["443"] } }],
    () => true,
  );
  return prober.handshake(address, 443, host).then(
    () => true,
    () => false,
  );
}
