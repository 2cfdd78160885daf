import type { z } from "zod";
import { hostChoiceSchema, stagingTrialSchema } from "@/lib/api/certificate";
import type { CertificateAuthority } from "@/lib/gateway/world";
import {
  newTrial,
  readyFor,
  targetOf,
  trialOf,
  trialProblem,
  trialTaskKind,
} from "@/lib/server/walks/staging-trial";
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
  needs: ["viewer", "virtual-cluster"],
  path,
  summary: texts.readTrial,
  tag,
  params: gatewayParams,
  query: hostChoiceSchema,
  answer: stagingTrialSchema,
  async run({ params, query: { host }, cluster }) {
    requireHost(cluster, params, host);
    const { reason } = await hindranceOf(cluster, params, host);
    return { ...(await trialOfHost(cluster, params, host)), hindrance: reason };
  },
});

export const startStagingTrial = operation({
  method: "post",
  needs: ["operator", "virtual-cluster"],
  path,
  summary: texts.startTrial,
  tag,
  params: gatewayParams,
  body: hostChoiceSchema,
  answer: stagingTrialSchema,
  status: 202,
  act: "certificate.tried",
  async run({ params, body: { host }, cluster }) {
    const { vc: virtualCluster, name: gateway } = params;
    const { walking } = cluster;
    requireWritable(cluster, virtualCluster);
    requireHost(cluster, params, host);
    if (!walking) throw new ProblemError("cluster-unreachable", texts.clusterSilent);
    const { ca, reason } = await hindranceOf(cluster, params, host);
    if (reason !== null || !ca) throw new ProblemError("conflict", reason ?? texts.trialWithoutResult);
    const before = await trialOfHost(cluster, params, host);
    if (before.state === "running") return { ...before, hindrance: null };
    const payload = newTrial({ virtualCluster, gateway, host, ca: ca.title }, new Date());
    await walking.runner.addTask({ kind: trialTaskKind, subject: host, payload });
    return { ...(await trialOfHost(cluster, params, host)), hindrance: null };
  },
});

/** The staging CA, and why no trial can be started. */
async function hindranceOf(
  cluster: ClusterRuntime,
  { vc: virtualCluster, name: gateway }: z.output<typeof gatewayParams>,
  host: string,
): Promise<{ ca: CertificateAuthority | null; reason: string | null }> {
  const [ca, world] = await Promise.all([
    cluster.worlds.stagingFor(virtualCluster),
    cluster.worlds.worldFor(virtualCluster, {
      host,
      wish: targetOf(cluster, { virtualCluster, gateway, host })?.dnsWish,
    }),
  ]);
  const isReady = readyFor(cluster, { virtualCluster, gateway, host }) !== null;
  const reason =
    trialProblem(world) ??
    (ca ? null : texts.noStaging({ ca: world.ca.title })) ??
    (isReady ? null : texts.trialTooEarly({ host }));
  return { ca, reason };
}

async function trialOfHost(
  { installation: { store }, worlds }: ClusterRuntime,
  { vc }: z.output<typeof gatewayParams>,
  host: string,
): Promise<Omit<z.input<typeof stagingTrialSchema>, "hindrance">> {
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
