import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readEnvironment } from "@/lib/server/environment";
import { checkGateway } from "@/lib/server/operations/gateways";
import { clusterOf, type Panel, startPanel } from "@/lib/server/panel";
import { call } from "@/lib/server/testing/call";
import { spawnWalking, type WalkingProcess } from "@/lib/server/testing/spawn-walking";
import {
  delegateAtOnce,
  isServing,
  putGateway,
  startTestWorld,
  type TestWorld,
  waitUntil,
} from "@/lib/server/testing/test-panel";
import { findPostgres, startPostgres, type TestPostgres } from "@/lib/store/testing/postgres";

const names = ["one", "two", "three", "four", "five", "six"];
let postgres: TestPostgres;
let world: TestWorld;
let panel: Panel;
let environment: Record<string, string>;
const workers: WalkingProcess[] = [];

describe.skipIf(findPostgres() === null)("on PostgreSQL (skipped where it is not installed)", () => {
  beforeAll(async () => {
    [postgres, world] = await Promise.all([startPostgres(), startTestWorld()]);
    environment = { ...world.environment, DATABASE_URL: await postgres.newDatabase() };
    for (let count = 0; count < 2; count += 1) workers.push(spawnWalking(environment, "worker.ts"));
    panel = await startPanel(readEnvironment({ NODE_ENV: "test", ...environment, LAMIA_RUNNER: "off" }));
  });
  afterAll(async () => {
    await panel?.close();
    await Promise.all(workers.map((worker) => worker.kill()));
    await world?.close();
    await postgres?.stop();
  });

  test("workers share the walks, take over those of a killed one, and the panel shows them", async () => {
    delegateAtOnce(world.sandbox);
    for (const name of names) putGateway(world.sandbox, name, `${name}.democluster.net`);
    await waitUntil("the CA has made an order", () => world.sandbox.counts.ordersCreated > 0);
    await workers[0]?.kill();
    for (const name of names)
      await waitUntil(
        `the panel shows ${name} as served`,
        () => isServing({ cluster: clusterOf(panel) }, name),
        90,
      );
    expect(world.sandbox.counts.certificatesIssued).toBe(names.length);
    const { items } = await panel.installation.store.events.list({ limit: 200 });
    const sent = items.filter(({ type }) => type === "answering").map(({ host }) => host);
    expect(sent.sort()).toEqual(names.map((name) => `${name}.democluster.net`).sort());
  });

  test("a pause that the CA asks of one worker keeps both from asking, and ends at its second", async () => {
    workers[0] = spawnWalking(environment, "worker.ts");
    const { levers, counts } = world.sandbox;
    const pauseInMs = 8_000;
    levers.caRetryAfterSeconds = pauseInMs / 1000;
    const orders = counts.ordersCreated;
    putGateway(world.sandbox, "paused", "paused.democluster.net");
    await waitUntil("the CA has refused an order", () => counts.ordersDeferred > 0);
    const refusedAt = Date.now();
    // From now on it would take one.
    levers.caRetryAfterSeconds = null;
    const params = { vc: "vamp-demo", name: "paused" };
    while (Date.now() - refusedAt < pauseInMs - 500) {
      await call(clusterOf(panel), checkGateway, { params });
      expect(counts).toMatchObject({ ordersCreated: orders, ordersDeferred: 1 });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await waitUntil("it is served", () => isServing({ cluster: clusterOf(panel) }, "paused"), 90);
    expect(counts).toMatchObject({ ordersCreated: orders + 1, ordersDeferred: 1 });
  });
});
