import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { ProblemError } from "@/lib/server/http/problem-error";
import { confirmCleanupTasks, retryCleanupTask } from "@/lib/server/operations/cleanup-tasks";
import { checkGateway } from "@/lib/server/operations/gateways";
import { clusterOf } from "@/lib/server/panel";
import { call } from "@/lib/server/testing/call";
import { difference, foundPicture, notAnswering, wantedPicture } from "./invariants";
import { type Site, wantedSlots } from "./site";
import type { Stage } from "./stage";

/** Once everything works again, a difference that stays unchanged for this long is permanent. */
const unchangedInMs = 120_000;
/** A slow machine needs time, but a state that still changes after this long goes in circles. */
const patienceInMs = 360_000;
/** A user presses *Check now* on hosts that don't serve, so that the test needn't wait out a long delay. */
const checksEveryMs = 3000;

export interface Settled {
  inMs: number;
  /** The remaining differences from the wanted state. */
  wrong: string[];
  braked: number;
}

/**
 * Waits for the wanted state, and confirms cleanups that the brake has paused. Gives up when the differences no
 * longer change.
 */
export async function settle(
  stage: Stage,
  site: Site,
  ignoredSecrets: ReadonlySet<string>,
): Promise<Settled> {
  const begun = performance.now();
  let checkedAt = begun;
  let braked = 0;
  let last = { text: "", since: begun };
  for (;;) {
    if (!stage.panel) throw new Error("the panel is down");
    const cluster = clusterOf(stage.panel);
    const wrong = await lookedAt(stage, cluster, site, ignoredSecrets);
    const now = performance.now();
    const inMs = now - begun;
    if (wrong.length === 0) return { inMs, wrong, braked };
    const text = wrong.join("\n");
    if (text !== last.text) last = { text, since: now };
    if (now - last.since > unchangedInMs || inMs > patienceInMs)
      return { inMs, wrong: [...new Set([...wrong, ...(await wrongOnPage(cluster, site))])], braked };
    braked += await confirmBraked(cluster, site);
    if (performance.now() - checkedAt > checksEveryMs) {
      checkedAt = performance.now();
      await checkWhatIsWrong(cluster, site, wrong);
    }
    await sleep(50);
  }
}

/** The first line names the difference, because summaries of the tests show only that line. */
export function complaint(subject: string, { inMs, wrong }: Settled, more: readonly string[] = []): string {
  const [first = "", ...others] = wrong;
  const rest = others.length > 0 ? `, and ${others.length} more` : "";
  return [
    `${subject}: still wrong after ${Math.round(inMs / 1000)} s: ${first}${rest}`,
    ...more,
    ...wrong.map((line) => `  ${line}`),
  ].join("\n");
}

/** Like `settle`, but throws if the wanted state isn't reached. */
export async function untilAllIsWell(
  stage: Stage,
  site: Site,
  ignoredSecrets: ReadonlySet<string>,
): Promise<void> {
  const settled = await settle(stage, site, ignoredSecrets);
  if (settled.wrong.length > 0) throw new Error(complaint("the world", settled));
}

/** From quick checks to slow ones. */
async function lookedAt(
  stage: Stage,
  cluster: ClusterRuntime,
  site: Site,
  ignoredSecrets: ReadonlySet<string>,
): Promise<string[]> {
  const { world } = stage;
  const { objects } = world.sandbox.kubernetes;
  const owner =
    objects.get({ group: "", plural: "namespaces" }, undefined, "lamia-system")?.metadata.uid ?? "";
  const wanted = wantedPicture(site, { address: world.sandbox.file.ingress.address, owner });
  const inWorld = difference(wanted, await foundPicture(stage, ignoredSecrets));
  if (inWorld.length > 0) return inWorld;
  const onPage = await wrongOnPage(cluster, site);
  return onPage.length > 0 ? onPage : notAnswering(world, site);
}

/** Lists where the panel doesn't report a wanted host as served, knows another host, or still has a cleanup. */
async function wrongOnPage({ live, installation: { store } }: ClusterRuntime, site: Site): Promise<string[]> {
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

async function confirmBraked(cluster: ClusterRuntime, site: Site): Promise<number> {
  if (!cluster.walking) return 0;
  const wanted = new Set(wantedSlots(site).map(({ gateway, host }) => `vamp-demo/${gateway}=${host}`));
  const pending = await cluster.installation.store.cleanups.pending();
  const ids = pending
    .filter(({ state, subject }) => state === "braked" && !wanted.has(subject))
    .map(({ id }) => id);
  if (ids.length > 0) await call(cluster, confirmCleanupTasks, { body: { ids } });
  return ids.length;
}

async function checkWhatIsWrong(
  cluster: ClusterRuntime,
  site: Site,
  wrong: readonly string[],
): Promise<void> {
  if (!cluster.walking) return;
  const known = new Set(cluster.index.all().map((target) => target.gateway.name));
  for (const { gateway, host } of wantedSlots(site))
    if (gateway && known.has(gateway) && wrong.some((line) => isAbout(line, host)))
      await call(cluster, checkGateway, { params: { vc: "vamp-demo", name: gateway } });
  for (const { id, state } of await cluster.installation.store.cleanups.pending())
    if (state === "open" || state === "grace")
      // It may have ended since it was listed.
      await call(cluster, retryCleanupTask, { params: { id } }).catch((thrown: unknown) => {
        if (!(thrown instanceof ProblemError) || thrown.problem.status !== 404) throw thrown;
      });
}

/** Secrets are named after the host, with hyphens, or after its first label. */
function isAbout(line: string, host: string): boolean {
  return line.includes(host) || line.split(/[^a-z0-9]+/).includes(host.split(".")[0] ?? host);
}
