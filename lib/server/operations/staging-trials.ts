import type { z } from "zod";
import { reissueSchema, stagingTrialSchema } from "@/lib/api/certificate";
import { newTrial, readyFor, trialOf, trialProblem, trialTaskKind } from "@/lib/server/walks/staging-trial";
import type { ClusterRuntime } from "../cluster-runtime";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { requireWritable } from "../saving/allowed";
import { requireHost } from "./certificate-requests";
import { gatewayParams, gatewayPath } from "./gateways";
import { texts } from "./texts";

/** “Try on staging”: whether a certificate could be ordered, without ordering one. */

const path = `${gatewayPath}/staging-trial`;
const tag = "Certificates";

export const readStagingTrial = operation({
  method: "get",
  path,
  summary: texts.readTrial,
  tag,
  params: gatewayParams,
  query: reissueSchema,
  answer: stagingTrialSchema,
  async run({ params, query: { host }, cluster }) {
    requireHost(cluster, params, host);
    return viewOf(cluster, params, host);
  },
});

export const startStagingTrial = operation({
  method: "post",
  path,
  summary: texts.startTrial,
  tag,
  params: gatewayParams,
  body: reissueSchema,
  answer: stagingTrialSchema,
  status: 202,
  async run({ params, body: { host }, cluster }) {
    const { vc: virtualCluster, name: gateway } = params;
    const { walking, worlds } = cluster;
    requireWritable(cluster, virtualCluster);
    requireHost(cluster, params, host);
    if (!walking) throw new ProblemError("cluster-unreachable", texts.clusterSilent);
    const [ca, world] = await Promise.all([
      worlds.stagingFor(virtualCluster),
      worlds.worldFor(virtualCluster, { host }),
    ]);
    if (!ca) throw new ProblemError("conflict", texts.noStaging({ ca: world.ca.title }));
    const problem = trialProblem(world);
    if (problem !== null) throw new ProblemError("conflict", problem);
    if (!readyFor(cluster, { virtualCluster, gateway, host }))
      throw new ProblemError("conflict", texts.trialTooEarly({ host }));
    const before = await viewOf(cluster, params, host);
    if (before.state === "running") return before;
    const payload = newTrial({ virtualCluster, gateway, host, ca: ca.title }, new Date());
    await walking.runner.addTask({ kind: trialTaskKind, subject: host, payload });
    return viewOf(cluster, params, host);
  },
});

async function viewOf(
  { installation: { store }, worlds }: ClusterRuntime,
  { vc }: z.output<typeof gatewayParams>,
  host: string,
): Promise<z.input<typeof stagingTrialSchema>> {
  const task = await store.tasks.find(trialTaskKind, host);
  const trial = trialOf(task?.payload);
  if (!task || trial?.virtualCluster !== vc) {
    const ca = await worlds.stagingFor(vc);
    return { state: "none", ca: ca?.title ?? null, note: null, remedy: null, at: null };
  }
  const { ca, result, note, startedAt: at } = trial;
  // Until its challenges are gone, too: another trial would forget them.
  if (task.state === "open")
    return { state: "running", ca, note: task.lastProblem ?? note, remedy: null, at };
  if (result)
    return {
      state: result.issuer === null ? "failed" : "succeeded",
      ca,
      note: result.message,
      remedy: result.remedy,
      at,
    };
  return { state: "failed", ca, note: task.lastProblem ?? texts.trialWithoutResult, remedy: null, at };
}
