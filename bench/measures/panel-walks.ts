import { gatewayObject, gatewaysPath } from "@/bench/cluster";
import { ask, nowMs } from "@/bench/processes/spawn";
import type { Stage } from "@/bench/stage";

/** What a walk must achieve. */
export interface Site {
  /** Of the Gateway. */
  name: string;
  host: string;
  /** Of the zone that contains the host. */
  apex: string;
  /** It shares the wildcard certificate of its domain. */
  sharesWildcard?: boolean;
}

export function site(name: string, apex: string): Site {
  return { name, host: `${name}.${apex}`, apex };
}

/** A run ends in any case: three minutes, and more than enough for thousands. */
export function patienceMs(count: number): number {
  return Math.max(180_000, count * 300);
}

/**
 * Creates the Gateways through the Kubernetes API, like kubectl, and waits until the panel has seen each host serve
 * its certificate. Returns the milliseconds from the first request to the last handshake.
 */
export async function panelWalks(
  { cluster, panel }: Pick<Stage, "cluster" | "panel">,
  sites: readonly Site[],
): Promise<number> {
  const waiting = new Set(sites.map(({ name, host }) => `vamp-demo/${name}:443=${host}`));
  const atMostMs = patienceMs(sites.length);
  const startedAt = nowMs();
  const ended = new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => end(() => reject(tooLate(waiting, sites.length, atMostMs))), atMostMs);
    const hear = ({ served, atMs }: { served?: string; atMs?: number }) => {
      if (served === undefined || !waiting.delete(served) || waiting.size > 0) return;
      end(() => resolve((atMs ?? 0) - startedAt));
    };
    const end = (settle: () => void) => {
      clearTimeout(timer);
      panel.off("message", hear);
      settle();
    };
    panel.on("message", hear);
  });
  const created = Promise.all(
    sites.map(({ name, host, sharesWildcard = false }) =>
      cluster.post(gatewaysPath("vamp-demo"), gatewayObject("vamp-demo", name, host, { sharesWildcard })),
    ),
  );
  const [ms] = await Promise.all([ended, created]);
  return ms;
}

function tooLate(waiting: ReadonlySet<string>, all: number, atMostMs: number): Error {
  const [first] = waiting;
  return new Error(
    `${waiting.size} of ${all} hosts did not serve within ${atMostMs / 1000} s, e.g. ${first}.`,
  );
}

/** Exists and serves from the start; other measures may use it. */
export const warmUpSite = site("warm-up", "democluster.net");

/** One unmeasured walk of each, which creates zones, accounts and connections and compiles the code. */
export async function warmUp(stage: Stage): Promise<void> {
  await ask<number>(stage.floor, "one", site("floor-warm-up", "democluster.net"));
  await panelWalks(stage, [warmUpSite]);
}
