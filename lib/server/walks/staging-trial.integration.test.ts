import { afterAll, beforeAll, expect, test } from "vitest";
import { readStagingTrial, startStagingTrial } from "@/lib/server/operations/staging-trials";
import { call, thrownProblem } from "@/lib/server/testing/call";
import {
  delegateAtOnce,
  hostOf,
  keyOf,
  publishedSecret,
  putGateway,
  serve,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";
import { newTrial, trialTaskKind } from "./staging-trial";

let panel: TestPanel;
const params = { vc: "vamp-demo", name: "tried" };
const host = hostOf("tried");

beforeAll(async () => {
  panel = await startTestPanel();
});
afterAll(() => panel?.close());

interface Trial {
  state: string;
  note: string | null;
}

const read = () => call<Trial>(panel.cluster, readStagingTrial, { params, query: { host } });
const over = () =>
  waitUntil("the trial is over", async () => {
    const task = await panel.installation.store.tasks.find(trialTaskKind, host);
    return task?.state === "done" ? read() : null;
  });
const secrets = () =>
  panel.sandbox.kubernetes.objects
    .list({ group: "", plural: "secrets" })
    .filter(({ metadata }) => !metadata.name.startsWith("lamia-acme-account"))
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name} ${metadata.resourceVersion}`)
    .sort();

test("is refused before the zone is delegated", async () => {
  putGateway(panel.sandbox, "tried", host);
  await waitUntil("the zone is there", () => panel.cluster.live.get(keyOf("tried")));
  const problem = await thrownProblem(call(panel.cluster, startStagingTrial, { params, body: { host } }));
  expect(problem).toMatchObject({ status: 409, detail: expect.stringContaining("delegated first") });
});

test("takes a whole order at the staging CA, and leaves Secrets and DNS as they were", async () => {
  delegateAtOnce(panel.sandbox);
  await serve(panel, ["tried"]);
  const world = await panel.cluster.worlds.worldFor("vamp-demo");
  const challenge = `_acme-challenge.${host}`;
  const txt = async () => {
    const [zone] = await world.dns.zones({ fresh: true });
    return zone && (await world.dns.read(zone, challenge, "TXT"));
  };
  await waitUntil("the real order has tidied up", async () => (await txt()) === null);
  await waitUntil("its order is forgotten", async () => !(await world.vault.read(host)).order);
  const before = secrets();
  const issued = panel.sandbox.counts.certificatesIssued;
  expect(await call(panel.cluster, startStagingTrial, { params, body: { host } })).toMatchObject({
    state: "running",
  });
  expect(await over()).toMatchObject({
    state: "succeeded",
    note: expect.stringContaining("It works."),
  });
  expect(panel.sandbox.counts.certificatesIssued).toBe(issued + 1);
  expect(secrets()).toEqual(before);
  expect(publishedSecret(panel.sandbox, "tried")).toBeDefined();
  expect(await txt()).toBeNull();
});

test("says what would go wrong", async () => {
  panel.sandbox.levers.caRetryAfterSeconds = 3600;
  await call(panel.cluster, startStagingTrial, { params, body: { host } });
  expect(await over()).toMatchObject({ state: "failed", note: expect.stringContaining("slow down") });
  panel.sandbox.levers.caRetryAfterSeconds = null;
});

test("that was interrupted is over, and whoever continues it removes its challenge", async () => {
  const about = { virtualCluster: "vamp-demo", gateway: "tried", host, ca: "Staging" };
  const challenges = [{ name: `_acme-challenge.${host}`, value: "left-behind" }];
  const world = await panel.cluster.worlds.worldFor("vamp-demo");
  const [zone] = await world.dns.zones({ fresh: true });
  if (!zone) throw new Error("There is no zone.");
  const set = {
    name: challenges[0]?.name ?? "",
    type: "TXT" as const,
    ttlSeconds: 60,
    values: ["left-behind"],
  };
  await world.dns.change(zone, [{ seen: null, next: set }]);
  const payload = { ...newTrial(about, new Date()), isBegun: true, challenges };
  await panel.cluster.walking?.runner.addTask({ kind: trialTaskKind, subject: host, payload });
  expect(await over()).toMatchObject({ state: "failed", note: expect.stringContaining("restarted") });
  expect(await world.dns.read(zone, set.name, "TXT")).toBeNull();
});
