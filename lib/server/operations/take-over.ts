import { z } from "zod";
import { seenTakeOverSchema, type TakeOverView, takeOverSchema } from "@/lib/api/gateway";
import { asFailure } from "@/lib/gateway/failure";
import type { RecordSet } from "@/lib/gateway/model";
import { type NoTakeOver, planTakeOver, type TakeOver, takeOver } from "@/lib/gateway/ownership/take-over";
import type { World } from "@/lib/gateway/world";
import { walkedHostsOf } from "@/lib/kubernetes/gateways/secured-hosts";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import type { ClusterRuntime } from "../cluster-runtime";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { requireWritable } from "../saving/allowed";
import { gatewayOf, gatewayParams, gatewayPath } from "./gateways";
import { texts } from "./texts";

const path = `${gatewayPath}/secured-hosts/{host}/take-over`;
export const hostParams = gatewayParams.extend({ host: z.string().toLowerCase() });
const tag = "Gateways";

export const readTakeOver = operation({
  method: "get",
  needs: ["viewer", "virtual-cluster"],
  path,
  summary: texts.readTakeOver,
  tag,
  params: hostParams,
  answer: takeOverSchema,
  async run({ params, cluster }) {
    const { target, world } = await aboutHost(cluster, params);
    const planned = await planTakeOver(target, world);
    if (planned.kind === "impossible") throw new ProblemError("conflict", wordsOf(planned));
    return viewOf(target, world, planned);
  },
});

export const takeOverRecords = operation({
  method: "post",
  needs: ["editor", "virtual-cluster"],
  path,
  summary: texts.takeOver,
  tag,
  params: hostParams,
  body: seenTakeOverSchema,
  answer: takeOverSchema,
  status: 202,
  act: "records.taken-over",
  async run({ params, body, cluster, installation }) {
    requireWritable(cluster, params.vc);
    const { target, world } = await aboutHost(cluster, params);
    const done = await takeOver(target, world, body).catch(async (thrown: unknown) => {
      const failure = asFailure(thrown);
      if (failure.kind !== "conflict") throw thrown;
      const now = await planTakeOver(target, world);
      if (now.kind === "impossible") throw new ProblemError("conflict", wordsOf(now));
      throw new ProblemError("conflict", failure.message, undefined, viewOf(target, world, now));
    });
    await installation.store.events.add([
      {
        at: new Date().toISOString(),
        level: "info",
        type: "record.taken-over",
        virtualCluster: params.vc,
        gateway: params.name,
        host: target.host,
        message: texts.takenOver({ host: target.host, records: inWords(done.replaces) }),
      },
    ]);
    await cluster.walking?.runner.wake([target.host], { fresh: true });
    return viewOf(target, world, done);
  },
});

export async function aboutHost(cluster: ClusterRuntime, { vc, name, host }: z.infer<typeof hostParams>) {
  const holder = cluster.cache.get("Namespace", null, vc);
  const target = walkedHostsOf(gatewayOf(cluster, { vc, name }), holder).find((each) => each.host === host);
  if (!target) throw new ProblemError("not-found", texts.noSecuredHost({ name, host }));
  return { target, world: await cluster.worlds.worldFor(vc, { fresh: true, host, wish: target.dnsWish }) };
}

/** The schema leaves out what only Lamia needs to know. */
function viewOf({ host }: SecuredHost, { dns }: World, planned: TakeOver): TakeOverView {
  return takeOverSchema.parse({ ...planned, host, provider: dns.title });
}

function wordsOf({ note, remedy }: NoTakeOver): string {
  return remedy ? `${note} ${remedy}` : note;
}

function inWords(sets: readonly RecordSet[]): string {
  return sets.map(({ type, values }) => `${type} ${values.join(", ")}`).join("; ");
}
