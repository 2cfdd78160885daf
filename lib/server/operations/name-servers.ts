import type { z } from "zod";
import {
  type NameServersView,
  nameServersQuerySchema,
  nameServersSchema,
  seenNameServersSchema,
} from "@/lib/api/name-servers";
import { asFailure } from "@/lib/gateway/failure";
import {
  changeNameServers,
  type Direction,
  type NameServerPlan,
  planNameServers,
  wordsOf,
} from "@/lib/gateway/registrar/plan";
import { requireAllowed, type Sees } from "../access/permissions";
import type { ClusterRuntime } from "../cluster-runtime";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { requireWritable } from "../saving/allowed";
import { askerOf } from "./certificate-requests";
import { gatewayPath } from "./gateways";
import { aboutHost, hostParams } from "./take-over";
import { texts } from "./texts";

const path = `${gatewayPath}/secured-hosts/{host}/name-servers`;
const tag = "Gateways";

export const readNameServers = operation({
  method: "get",
  needs: ["viewer", "virtual-cluster"],
  path,
  summary: texts.readNameServers,
  tag,
  params: hostParams,
  query: nameServersQuerySchema,
  answer: nameServersSchema,
  run: ({ params, query, sees, cluster }) => planFor(cluster, params, query.direction, sees),
});

export const setNameServers = operation({
  method: "post",
  needs: ["admin", "virtual-cluster"],
  path,
  summary: texts.setNameServers,
  tag,
  params: hostParams,
  body: seenNameServersSchema,
  answer: nameServersSchema,
  status: 202,
  act: "name-servers.set",
  async run({ params, body, request, identity, sees, cluster, installation }) {
    requireWritable(cluster, params.vc);
    const { direction } = body;
    const { target, world } = await aboutHost(cluster, params);
    // A domain that others use, too, isn't this virtual cluster's alone to move.
    const isOwn = (virtualCluster: string | null) => virtualCluster === params.vc;
    const moved = hostsBelow(cluster)(world.registrableDomain(target.host) ?? target.host);
    if (identity && moved.some((host) => !isSeen(cluster, isOwn, host)))
      requireAllowed(identity, ["admin", "installation"], params);
    const asked = { direction, hostsBelow: hostsBelow(cluster) };
    const done = await changeNameServers(target, world, asked, body).catch(async (thrown: unknown) => {
      if (asFailure(thrown).kind !== "conflict") throw providerProblem(thrown);
      const now = await planNameServers(target, world, asked);
      const current = now.kind === "impossible" ? undefined : viewOf(cluster, now, direction, sees);
      throw new ProblemError("conflict", wordsOfFailure(thrown), undefined, current);
    });
    const { domain, registrar, now, next } = done;
    await installation.store.events.add([
      {
        at: world.clock.now().toISOString(),
        level: "info",
        type: "name-servers.changed",
        virtualCluster: params.vc,
        gateway: params.name,
        host: target.host,
        message: texts.nameServersChanged({
          by: askerOf(request),
          ...{ domain, registrar, before: now.join(", "), after: next.join(", ") },
        }),
      },
    ]);
    await cluster.walking?.runner.wake([...hostsBelow(cluster)(domain)], { fresh: true });
    return viewOf(cluster, done, direction, sees);
  },
});

async function planFor(
  cluster: ClusterRuntime,
  params: z.output<typeof hostParams>,
  direction: Direction,
  sees: Sees,
): Promise<NameServersView> {
  const { target, world } = await aboutHost(cluster, params);
  const asked = { direction, hostsBelow: hostsBelow(cluster) };
  const plan = await planNameServers(target, world, asked).catch((thrown: unknown) => {
    throw providerProblem(thrown);
  });
  if (plan.kind === "impossible") throw new ProblemError("conflict", wordsOf(plan));
  return viewOf(cluster, plan, direction, sees);
}

/** At or below the domain, in every virtual cluster: a change moves them all. */
const hostsBelow =
  ({ index }: ClusterRuntime) =>
  (domain: string) =>
    index
      .hosts()
      .filter((host) => host === domain || host.endsWith(`.${domain}`))
      .sort();

function isSeen({ index }: ClusterRuntime, sees: Sees, host: string): boolean {
  return index.targetsOf(host).every(({ gateway }) => sees(gateway.namespace));
}

function viewOf(
  cluster: ClusterRuntime,
  plan: NameServerPlan,
  direction: Direction,
  sees: Sees,
): NameServersView {
  const { domain, registrar, now, next, comparison } = plan;
  const { now: nowSide, next: nextSide, ...compared } = comparison;
  const hosts = hostsBelow(cluster)(domain).filter((host) => isSeen(cluster, sees, host));
  return { direction, domain, registrar, now, next, ...compared, nowSide, nextSide, hosts };
}

function wordsOfFailure(thrown: unknown): string {
  const { message: note, remedy = null } = asFailure(thrown);
  return wordsOf({ kind: "impossible", note, remedy });
}

/** What the registrar, or the DNS provider, has said; the cluster has nothing to do with it. */
function providerProblem(thrown: unknown): unknown {
  if (thrown instanceof ProblemError) return thrown;
  const { kind, retryAfterSeconds } = asFailure(thrown);
  const words = wordsOfFailure(thrown);
  if (kind === "rate-limited")
    return new ProblemError(
      "too-many-requests",
      texts.tryAgainIn({ words, seconds: Math.ceil(retryAfterSeconds ?? 30) }),
    );
  if (kind === "unreachable" || kind === "refused" || kind === "rejected")
    return new ProblemError("provider-failed", words);
  return thrown;
}
