import pLimit from "p-limit";
import { z } from "zod";
import {
  wildcardChoiceSchema,
  wildcardResultsSchema,
  wildcardReviewSchema,
  wildcardsSchema,
} from "@/lib/api/wildcard";
import type { WildcardGateway, WildcardPlan } from "@/lib/gateway/certificate/wildcard-offer";
import { formFromGateway } from "@/lib/istio/gateway/to-form";
import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import { certificateScopeKey } from "@/lib/model/secured-hosts";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { operation } from "@/lib/server/http/operation";
import { ProblemError } from "@/lib/server/http/problem-error";
import { requireWritable } from "@/lib/server/saving/allowed";
import { saveForm } from "@/lib/server/saving/save-form";
import { gatewayOf } from "../gateways";
import { namespaceOf, virtualClusterParams } from "../virtual-clusters";
import { planOf, reviewOf, revisionOf, wildcardsIn } from "./offers";
import { texts } from "./texts";

/** One wildcard certificate for the gateways of a virtual cluster below one domain: reviewed, used, and given back. */

const listPath = "/virtual-clusters/{vc}/wildcards";
const path = `${listPath}/{domain}`;
const tag = "Certificates";
const params = virtualClusterParams.extend({ domain: z.string().trim().toLowerCase() });
type Of = z.output<typeof params>;

export const listWildcards = operation({
  method: "get",
  needs: ["viewer", "virtual-cluster"],
  path: listPath,
  summary: texts.list,
  tag,
  params: virtualClusterParams,
  query: z.object({ gateway: z.string().optional().meta({ description: texts.ofGateway }) }),
  answer: wildcardsSchema,
  async run({ params: { vc }, query: { gateway }, cluster }) {
    namespaceOf(cluster, vc);
    return wildcardsIn(cluster, vc, gateway);
  },
});

export const reviewWildcard = operation({
  method: "get",
  needs: ["viewer", "virtual-cluster"],
  path,
  summary: texts.review,
  tag,
  params,
  answer: wildcardReviewSchema,
  async run({ params, cluster }) {
    return reviewOf(cluster, params.vc, requirePlan(cluster, params));
  },
});

export const useWildcard = operation({
  method: "post",
  needs: ["editor", "virtual-cluster"],
  path,
  summary: texts.use,
  tag,
  params,
  body: wildcardChoiceSchema,
  answer: wildcardResultsSchema,
  act: "wildcard.asked",
  async run({ params, body, cluster, installation }) {
    const plan = await confirmed(cluster, params, body, ({ gateways }) => gateways);
    const { obstacle } = await reviewOf(cluster, params.vc, plan);
    if (obstacle) throw new ProblemError("conflict", `${obstacle.note} ${obstacle.remedy}`);
    const results = await saveEach(cluster, params.vc, body.gateways, "zone");
    const message = texts.asked({ domain: params.domain, count: succeeded(results) });
    await installation.store.events.add([eventOf(params, "wildcard.asked", message)]);
    return { results };
  },
});

export const giveBackWildcard = operation({
  method: "post",
  needs: ["editor", "virtual-cluster"],
  path: `${path}/undo`,
  summary: texts.giveBack,
  tag,
  params,
  body: wildcardChoiceSchema,
  answer: wildcardResultsSchema,
  act: "wildcard.given-back",
  async run({ params, body, cluster, installation }) {
    await confirmed(cluster, params, body, ({ sharing }) => sharing.filter(({ isOwnChoice }) => isOwnChoice));
    const results = await saveEach(cluster, params.vc, body.gateways, null);
    const message = texts.givenBack({ domain: params.domain, count: succeeded(results) });
    await installation.store.events.add([eventOf(params, "wildcard.given-back", message)]);
    return { results };
  },
});

function requirePlan(cluster: ClusterRuntime, { vc, domain }: Of): WildcardPlan {
  namespaceOf(cluster, vc);
  const plan = planOf(cluster, vc, domain);
  if (!plan) throw new ProblemError("not-found", texts.noHosts({ domain, namespace: vc }));
  return plan;
}

/** The plan, if it is still the one that the user saw; otherwise a `conflict` with the present one. */
async function confirmed(
  cluster: ClusterRuntime,
  params: Of,
  { gateways, revision }: z.output<typeof wildcardChoiceSchema>,
  choices: (plan: WildcardPlan) => readonly WildcardGateway[],
): Promise<WildcardPlan> {
  requireWritable(cluster, params.vc);
  const plan = requirePlan(cluster, params);
  const names = new Set(choices(plan).map(({ name }) => name));
  if (revision === revisionOf(cluster, params.vc, plan) && gateways.every((name) => names.has(name)))
    return plan;
  const current = await reviewOf(cluster, params.vc, plan);
  throw new ProblemError("conflict", texts.changed({ domain: params.domain }), undefined, current);
}

const atOnce = 4;
type Results = z.infer<typeof wildcardResultsSchema>["results"];

/** Like a save of each gateway's form. One that can't be saved keeps no other from it. */
function saveEach(
  cluster: ClusterRuntime,
  namespace: string,
  gateways: readonly string[],
  scope: "zone" | null,
): Promise<Results> {
  const limited = pLimit(atOnce);
  const save = async (gateway: string) => {
    try {
      await saveScope(cluster, gatewayOf(cluster, { vc: namespace, name: gateway }), scope);
      return { gateway, problem: null };
    } catch (thrown) {
      if (!(thrown instanceof ProblemError)) throw thrown;
      return { gateway, problem: thrown.problem.detail ?? thrown.problem.title };
    }
  };
  return Promise.all([...new Set(gateways)].map((gateway) => limited(save, gateway)));
}

async function saveScope(cluster: ClusterRuntime, gateway: GatewayObject, scope: "zone" | null) {
  const { name, namespace = "", resourceVersion } = gateway.metadata;
  const form = formFromGateway(gateway as Parameters<typeof formFromGateway>[0]);
  const { [certificateScopeKey]: _, ...others } = form.metadata ?? {};
  const metadata = scope === null ? others : { ...others, [certificateScopeKey]: scope };
  await saveForm(cluster, {
    ...{ kind: "Gateway", namespace, name, resourceVersion },
    form: { ...form, metadata },
    ...{ force: false, ignoreFindings: false },
  });
}

function succeeded(results: Results): number {
  return results.filter(({ problem }) => problem === null).length;
}

function eventOf({ vc, domain }: Of, type: string, message: string) {
  const at = new Date().toISOString();
  return {
    at,
    level: "info" as const,
    type,
    virtualCluster: vc,
    gateway: null,
    host: `*.${domain}`,
    message,
  };
}
