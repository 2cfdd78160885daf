import { z } from "zod";
import {
  type AdoptionRequest,
  type AdoptionView,
  adoptionRequestSchema,
  adoptionSchema,
  type SecretUse,
  type TlsSecretView,
} from "@/lib/api/tls-secret";
import { registrableDomain } from "@/lib/dns/registrable-domain";
import { asFailure } from "@/lib/gateway/failure";
import type { RecordFact } from "@/lib/gateway/steps/record";
import { serverObstacle } from "@/lib/gateway/steps/usable-server";
import { madeFrom, readCertificate } from "@/lib/kubernetes/cert-manager/issuers";
import { beginAdoption, endAdoption } from "@/lib/kubernetes/gateways/adoption";
import { securedHostsOf } from "@/lib/kubernetes/gateways/secured-hosts";
import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import {
  credentialNameFor,
  formatSecuredHosts,
  keyOf,
  parseSecuredHosts,
  type SecuredHost,
  securedHostsAnnotation,
} from "@/lib/model/secured-hosts";
import { foreignSecrets } from "@/lib/server/views/tls-secrets";
import type { ClusterRuntime } from "../cluster-runtime";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { requireWritable } from "../saving/allowed";
import { gatewayOf, gatewayParams, gatewayPath } from "./gateways";
import { texts } from "./texts";

const path = `${gatewayPath}/adoption`;
const tag = "Gateways";

export const readAdoption = operation({
  method: "get",
  needs: ["viewer", "virtual-cluster"],
  path,
  summary: texts.readAdoption,
  tag,
  params: gatewayParams,
  query: z.object({
    port: z.coerce.number().int(),
    host: z.string().trim().toLowerCase(),
    secret: z.string(),
  }),
  answer: adoptionSchema,
  run: ({ params, query, cluster }) => planOf(cluster, params, query),
});

export const adoptHost = operation({
  method: "post",
  needs: ["editor", "virtual-cluster"],
  path,
  summary: texts.adoptHost,
  tag,
  params: gatewayParams,
  body: adoptionRequestSchema,
  answer: adoptionSchema,
  status: 202,
  act: "host.adopted",
  async run({ params, body, cluster, installation }) {
    const gateway = await confirmed(cluster, params, body, "serves");
    await beginAdoption(cluster, gateway, body).catch(asConflict);
    const { host, secret } = body;
    await installation.store.events.add([
      eventOf(params, host, "adoption.begun", texts.adoptionBegun({ host, secret })),
    ]);
    await cluster.walking?.runner.wake([host], { fresh: true });
    return planOf(cluster, params, body);
  },
});

export const giveBackHost = operation({
  method: "post",
  needs: ["editor", "virtual-cluster"],
  path: `${path}/undo`,
  summary: texts.giveBackHost,
  tag,
  params: gatewayParams,
  body: adoptionRequestSchema,
  status: 204,
  act: "host.given-back",
  async run({ params, body, cluster, installation }) {
    const gateway = await confirmed(cluster, params, body, "replaced", "replacing");
    await endAdoption(cluster, gateway, body).catch(asConflict);
    const { host, secret } = body;
    await installation.store.events.add([
      eventOf(params, host, "adoption.ended", texts.adoptionEnded({ host, secret })),
    ]);
  },
});

type Of = Pick<AdoptionRequest, "port" | "host" | "secret">;
type Params = { vc: string; name: string };

async function planOf(
  cluster: ClusterRuntime,
  params: Params,
  { port, host, secret }: Of,
): Promise<AdoptionView> {
  const gateway = gatewayOf(cluster, params);
  const named = foreignSecrets(cluster).flatMap((each) => {
    const use = each.uses.find(
      (use) =>
        use.virtualCluster === params.vc &&
        use.gateway === params.name &&
        use.port === port &&
        use.host === host,
    );
    return use && each.name === secret ? [{ secret: each, use }] : [];
  });
  const [first] = named;
  if (!first) throw new ProblemError("not-found", texts.noSuchUse({ name: params.name, port, host, secret }));
  const { use } = first;
  const target = targetOf(gateway, { port, host });
  const record = cluster.live
    .get(keyOf(target))
    ?.reports.find(({ step, state }) => step === "record" && state === "done")?.fact as
    | RecordFact
    | undefined;
  return {
    ...{ port, host, secret, hosts: use.hosts, use: use.use, state: first.secret.state },
    resourceVersion: gateway.metadata.resourceVersion ?? "",
    places: named.map(({ secret: { namespace, name } }) => `${namespace}/${name}`),
    becomes: credentialNameFor(host),
    certManager: await certManagerOf(cluster, first.secret, use),
    notAfter: first.secret.certificate?.notAfter ?? null,
    hasRecords: record?.ours !== false,
    obstacles:
      use.use === "serves"
        ? obstaclesTo(cluster, params, { ...target, replacesSecret: secret })
        : use.use === "replaced"
          ? obstaclesBack(named, secret)
          : [],
  };
}

/** What matters before the Certificate is removed: whether others need its Secret, and whether it would come back. */
async function certManagerOf(
  cluster: ClusterRuntime,
  { namespace, certManager, uses }: TlsSecretView,
  own: SecretUse,
): Promise<AdoptionView["certManager"]> {
  if (!certManager) return null;
  const named = { namespace, name: certManager.certificate };
  const found = await readCertificate(cluster, named).catch(() => undefined);
  return {
    ...certManager,
    exists: found === undefined ? null : found !== null,
    madeFrom: found ? madeFrom(found.metadata) : null,
    otherServers: uses.filter((each) => each !== own && each.use !== "replaced").length,
  };
}

/** The Secured Host as a walk would see it once it is asked for. */
function targetOf(gateway: GatewayObject, entry: { port: number; host: string }): SecuredHost {
  const annotations = gateway.metadata.annotations ?? {};
  const entries = parseSecuredHosts(annotations[securedHostsAnnotation]);
  const asked = { ...annotations, [securedHostsAnnotation]: formatSecuredHosts([...entries, entry]) };
  const target = securedHostsOf({ ...gateway, metadata: { ...gateway.metadata, annotations: asked } }).find(
    ({ port, host }) => port === entry.port && host === entry.host,
  );
  if (!target)
    throw new ProblemError(
      "not-found",
      texts.noSecuredHost({ name: gateway.metadata.name, host: entry.host }),
    );
  return target;
}

/** Why Lamia can't take over: a certificate of its own would not do what the old one does. */
function obstaclesTo(cluster: ClusterRuntime, { vc }: Params, target: SecuredHost) {
  requireWritable(cluster, vc);
  const obstacle = serverObstacle(target, registrableDomain);
  return obstacle ? [obstacle] : [];
}

/** The old Secret has to be there, and good, before a server serves from it again. */
function obstaclesBack(named: readonly { secret: { state: string; namespace: string } }[], name: string) {
  const good = new Set(["usable", "near-end"]);
  return named
    .filter(({ secret }) => !good.has(secret.state))
    .map(({ secret: { namespace } }) => ({
      note: texts.oldSecretUnusable({ namespace, name }),
      remedy: texts.oldSecretUnusableRemedy,
    }));
}

/** The Gateway, if it is still the one that the user saw and nothing is in the way. */
async function confirmed(
  cluster: ClusterRuntime,
  params: Params,
  body: AdoptionRequest,
  ...uses: AdoptionView["use"][]
): Promise<GatewayObject> {
  requireWritable(cluster, params.vc);
  const gateway = gatewayOf(cluster, params);
  const plan = await planOf(cluster, params, body);
  if (plan.resourceVersion !== body.resourceVersion || !uses.includes(plan.use))
    throw new ProblemError("conflict", texts.gatewayChanged({ name: params.name }), undefined, plan);
  const [obstacle] = plan.obstacles;
  if (obstacle) throw new ProblemError("conflict", `${obstacle.note} ${obstacle.remedy}`, undefined, plan);
  return gateway;
}

function asConflict(thrown: unknown): never {
  const { kind, message } = asFailure(thrown);
  if (kind === "conflict") throw new ProblemError("conflict", message);
  throw thrown;
}

function eventOf({ vc, name }: Params, host: string, type: string, message: string) {
  return {
    at: new Date().toISOString(),
    level: "info" as const,
    type,
    virtualCluster: vc,
    gateway: name,
    host,
    message,
  };
}
