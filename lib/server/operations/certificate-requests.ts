import { z } from "zod";
import { hostChoiceSchema, orderOutlookSchema, reissueSchema, revokeSchema } from "@/lib/api/certificate";
import { caOf, nextOrderKind } from "@/lib/gateway/certificate/order-progress";
import { ordersFor } from "@/lib/gateway/certificate/ordering-member";
import { planCertificate } from "@/lib/gateway/certificate/sharing";
import type { ReissueRequest, RevocationReason } from "@/lib/gateway/model";
import type { Kept, World } from "@/lib/gateway/world";
import { securedHostsOf } from "@/lib/kubernetes/gateways/secured-hosts";
import type { ClusterRuntime } from "../cluster-runtime";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { requireWritable } from "../saving/allowed";
import { gatewayOf, gatewayParams, gatewayPath } from "./gateways";
import { texts } from "./texts";

/** What users ask for a certificate that serves. The walk does it: it reads the request from the vault. */

const tag = "Certificates";
const answer = z.object({ host: z.string(), serial: z.string() });

export const reissueCertificate = operation({
  method: "post",
  needs: ["editor", "virtual-cluster"],
  path: `${gatewayPath}/reissue`,
  summary: texts.reissue,
  tag,
  params: gatewayParams,
  body: reissueSchema,
  answer,
  status: 202,
  act: "certificate.reissue-asked",
  run: ({ params, body, cluster, request }) =>
    ask(cluster, { gateway: params, ...body, reason: null, by: askerOf(request) }),
});

export const revokeCertificate = operation({
  method: "post",
  needs: ["editor", "virtual-cluster"],
  path: `${gatewayPath}/revoke`,
  summary: texts.revoke,
  tag,
  params: gatewayParams,
  body: revokeSchema,
  answer,
  status: 202,
  act: "certificate.revocation-asked",
  run: ({ params, body, cluster, request }) =>
    ask(cluster, { gateway: params, ...body, by: askerOf(request) }),
});

export const readOrderOutlook = operation({
  method: "get",
  needs: ["viewer", "virtual-cluster"],
  path: `${gatewayPath}/order-outlook`,
  summary: texts.readOutlook,
  tag,
  params: gatewayParams,
  query: hostChoiceSchema,
  answer: orderOutlookSchema,
  async run({ params, query: { host }, cluster }) {
    requireHost(cluster, params, host);
    const world = await cluster.worlds.worldFor(params.vc);
    const { id, names: wanted } = await certificateOf(cluster, params, host, world);
    const kept = await world.vault.read(id);
    const names = kept.certificate?.names ?? wanted;
    const { uses, hindrance } = await world.ca.outlook(names, nextOrderKind(kept, world));
    return {
      ca: world.ca.title,
      hindrance: hindrance && { until: hindrance.until.toISOString(), message: hindrance.message },
      uses: uses.map(({ freeAt: _, ...use }) => use),
    };
  },
});

/** Throws `not-found`. */
export function requireHost(cluster: ClusterRuntime, gateway: Asked["gateway"], host: string): void {
  const isNamed = securedHostsOf(gatewayOf(cluster, gateway)).some((each) => each.host === host);
  if (!isNamed) throw new ProblemError("not-found", texts.noSecuredHost({ name: gateway.name, host }));
}

/** The certificate that the host uses, and whose walk orders the next one. */
async function certificateOf(
  { index }: ClusterRuntime,
  { vc: namespace, name }: Asked["gateway"],
  host: string,
  world: World,
): Promise<{ id: string; names: string[]; orderer: string }> {
  const target = index
    .targetsOf(host)
    .find(({ gateway }) => gateway.namespace === namespace && gateway.name === name);
  const plan = target ? await planCertificate(target, namespace, world) : null;
  if (!plan || !("id" in plan)) return { id: host, names: [host], orderer: host };
  const { certificate } = await world.vault.read(plan.id);
  const orderer = ordersFor(plan, certificate?.names ?? [], world)?.host ?? host;
  return { id: plan.id, names: [...plan.names], orderer };
}

interface Asked {
  gateway: z.output<typeof gatewayParams>;
  host: string;
  /** The certificate that the user has seen. */
  serial?: string | undefined;
  reason: RevocationReason | null;
  by: "token" | "browser";
}

/** There is one account: what can be told is whether a browser signed in, or a program sent the token. */
export function askerOf({ headers }: Request): Asked["by"] {
  return headers.has("authorization") ? "token" : "browser";
}

async function ask(cluster: ClusterRuntime, { gateway, host, serial: seen, reason, by }: Asked) {
  const { vc: namespace, name } = gateway;
  const { walking, installation } = cluster;
  requireWritable(cluster, namespace);
  requireHost(cluster, gateway, host);
  if (!walking) throw new ProblemError("cluster-unreachable", texts.clusterSilent);
  const world = await cluster.worlds.worldFor(namespace);
  const { id, orderer } = await certificateOf(cluster, gateway, host, world);
  const kept = await world.vault.read(id);
  const serial = serialOf(kept, { namespace, host }, world);
  if (seen !== undefined && seen !== serial)
    throw new ProblemError("conflict", texts.certificateReplaced({ host, seen, serial }));
  if (reason !== null && !caOf(kept.issue.ca, world))
    throw new ProblemError("conflict", texts.caNotNamed({ host }));
  await world.vault.request(id, requestOf(kept, serial, reason));
  // The request stands: whatever becomes of the event, the walk begins.
  await walking.runner.wake([...new Set([host, orderer])], { fresh: true });
  await installation.store.events.add([
    {
      at: world.clock.now().toISOString(),
      level: "info",
      type: reason === null ? "certificate.reissue-asked" : "certificate.revocation-asked",
      virtualCluster: namespace,
      gateway: name,
      host,
      message:
        reason === null
          ? texts.reissueAsked({ host, serial, by })
          : texts.revocationAsked({ host, serial, reason, by }),
    },
  ]);
  return { host, serial };
}

function serialOf(
  { certificate, holder }: Kept,
  { namespace, host }: { namespace: string; host: string },
  { clock }: World,
): string {
  if (holder !== null && holder !== namespace)
    throw new ProblemError("conflict", texts.certificateOfOther({ host }));
  if (!certificate || Date.parse(certificate.notAfter) <= clock.now().getTime())
    throw new ProblemError("conflict", texts.noCertificateYet({ host }));
  return certificate.serial;
}

/**
 * Asking again for the same certificate starts nothing over, and takes back no revocation. A reason that is new gives up the
 * order that is pending: its key may be what the reason is about.
 */
export function requestOf(
  { request, order }: Pick<Kept, "request" | "order">,
  serial: string,
  reason: RevocationReason | null,
): ReissueRequest {
  const before = request?.serial === serial ? request : null;
  const pendingOrder = order && !order.collected ? order.startedAt : null;
  const isNewReason = reason !== null && reason !== before?.reason;
  return {
    serial,
    reason: reason ?? before?.reason ?? null,
    pendingOrder: before && !isNewReason ? before.pendingOrder : pendingOrder,
  };
}
