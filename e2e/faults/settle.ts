import { setTimeout as sleep } from "node:timers/promises";
import { confirmCleanupTasks, retryCleanupTask } from "@/lib/server/operations/cleanup-tasks";
import { checkGateway } from "@/lib/server/operations/gateways";
import type { Runtime } from "@/lib/server/runtime";
import { call } from "@/lib/server/testing/call";
import { difference, foundPicture, notAnswering, wantedPicture } from "./invariants";
import { type Site, wantedSlots } from "./site";
import type { Stage } from "./stage";

/** What Lamia is given once everything works again; then whatever is wrong is wrong for good. */
const patienceInMs = 60_000;
/** A person presses *Check now* on what does not serve, so that nobody waits for the end of a long pause. */
const checksEveryMs = 3000;

export interface Settled {
  inMs: number;
  /** What is still not as it should be. */
  wrong: string[];
  braked: number;
}

/** Waits until the world is as the site's owner wants it, confirming what the brake holds. */
export async function settle(
  stage: Stage,
  site: Site,
  ignoredSecrets: ReadonlySet<string>,
): Promise<Settled> {
  const begun = performance.now();
  let checkedAt = begun;
  let braked = 0;
  for (;;) {
    const { runtime } = stage;
    if (!runtime) throw new Error("the panel is down");
    const wrong = await lookedAt(stage, runtime, site, ignoredSecrets);
    const inMs = performance.now() - begun;
    if (wrong.length === 0) return { inMs, wrong, braked };
    if (inMs > patienceInMs)
      return { inMs, wrong: [...new Set([...wrong, ...(await wrongOnPage(runtime, site))])], braked };
    braked += await confirmBraked(runtime, site);
    if (performance.now() - checkedAt > checksEveryMs) {
      checkedAt = performance.now();
      await checkWhatIsWrong(runtime, site, wrong);
    }
    await sleep(50);
  }
}

/** From what is quickly looked at to what is not. */
async function lookedAt(
  stage: Stage,
  runtime: Runtime,
  site: Site,
  ignoredSecrets: ReadonlySet<string>,
): Promise<string[]> {
  const { world } = stage;
  const { objects } = world.sandbox.kubernetes;
  const owner =
    objects.get({ group: "", plural: "namespaces" }, undefined, "lamia-system")?.metadata.uid ?? "";
  const wanted = wantedPicture(site, { address: world.sandbox.file.ingress.address, owner });
  const inWorld = difference(wanted, foundPicture(world, ignoredSecrets));
  if (inWorld.length > 0) return inWorld;
  const onPage = await wrongOnPage(runtime, site);
  return onPage.length > 0 ? onPage : notAnswering(world, site);
}

/** The panel says of each wanted host that it serves, knows no other, and has nothing more to remove. */
async function wrongOnPage({ live, store }: Runtime, site: Site): Promise<string[]> {
  const wrong: string[] = [];
  const keys = new Set<string>(
    wantedSlots(site).map(({ gateway, host }) => `vamp-demo/${gateway}:443=${host}`),
  );
  for (const key of keys) {
    const serving = live.get(key as never)?.reports.find(({ step }) => step === "serving");
    if (serving?.state !== "done")
      wrong.push(`page: ${key} does not serve: ${serving?.note ?? "nothing is known"}`);
  }
  for (const key of await store.walks.keys())
    if (!keys.has(key)) wrong.push(`page: a walk of nobody: ${key}`);
  for (const { subject, state, lastProblem } of await store.cleanups.pending())
    wrong.push(`page: the cleanup of ${subject} is ${state}${lastProblem ? `: ${lastProblem}` : ""}`);
  return wrong;
}

async function confirmBraked(runtime: Runtime, site: Site): Promise<number> {
  if (!runtime.walking) return 0;
  const wanted = new Set(wantedSlots(site).map(({ gateway, host }) => `vamp-demo/${gateway}=${host}`));
  const pending = await runtime.store.cleanups.pending();
  const ids = pending
    .filter(({ state, subject }) => state === "braked" && !wanted.has(subject))
    .map(({ id }) => id);
  if (ids.length > 0) await call(runtime, confirmCleanupTasks, { body: { ids } });
  return ids.length;
}

async function checkWhatIsWrong(runtime: Runtime, site: Site, wrong: readonly string[]): Promise<void> {
  if (!runtime.walking) return;
  const known = new Set(runtime.index.all().map((target) => target.gateway.name));
  for (const { gateway, host } of wantedSlots(site))
    if (gateway && known.has(gateway) && wrong.some((line) => line.includes(host)))
      await call(runtime, checkGateway, { params: { vc: "vamp-demo", name: gateway } });
  for (const { id, state } of await runtime.store.cleanups.pending())
    if (state === "open" || state === "grace") await call(runtime, retryCleanupTask, { params: { id } });
}
