import type { z } from "zod";
import type { Problem } from "@/lib/api/problem";
import { regexEngineReady } from "@/lib/istio/condition/regex-problem";
import type { Access } from "../access/access";
import { asItIs, type Shown, shownTo } from "../access/discreet";
import type { Identity } from "../access/identity";
import { type Needs, requireSecondFactor, seesOf } from "../access/permissions";
import { actAs, actingOf } from "../audit/acting";
import { recordAct, recordRefusal } from "../audit/record-act";
import type { ClusterRuntime } from "../cluster-runtime";
import { clusterOf, getPanel, type Panel } from "../panel";
import { headOf, refuseForeign } from "./authentication";
import { isPlainText, readBody } from "./body";
import type { Operation } from "./operation";
import { ProblemError, parseInput, problemOf } from "./problem-error";
import { texts } from "./texts";

/** Has an operation answer a request: authenticates, parses, runs. Every error becomes a problem document. */
export async function serve<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  operation: Operation<Params, Query, Body>,
  request: Request,
  params: Record<string, string>,
): Promise<Response> {
  let panel: Panel | undefined;
  const startedAt = performance.now();
  let response: Response;
  let shown: Shown = asItIs;
  try {
    panel = await getPanel();
    const { environment } = panel.installation;
    refuseForeign(headOf(request), environment);
    const identity = await identityFor(operation, request, params, panel);
    const discreet = shownTo(seesOf(identity), clusterOf(panel).cache);
    shown = discreet;
    const acting = actingOf(identity, request);
    const known = panel;
    response = await actAs(acting, () => answer(operation, request, params, known, identity, discreet));
  } catch (thrown) {
    response = problemResponse(shown(problemOf(thrown)));
    if (response.status >= 500)
      panel?.installation.log.error({ err: thrown, path: operation.path }, "request failed");
  }
  const seconds = (performance.now() - startedAt) / 1000;
  panel?.installation.metrics.observeRequest(operation.method, operation.path, response.status, seconds);
  return response;
}

type Described = Pick<Operation, "open" | "needs" | "method" | "path" | "isSettingUp">;

/**
 * Who sends the request, and may. Open operations answer strangers, too, and also work while nobody can be identified.
 * Throws `sign-in-needed` or `forbidden`.
 */
async function identityFor(
  { open = false, needs, method, path, isSettingUp }: Described,
  { headers }: Request,
  params: Record<string, string>,
  panel: Panel,
): Promise<Identity | null> {
  const { access } = panel.installation;
  if (open) return access.identify(headers).catch(() => null);
  if (!needs) throw new Error(`${path} has no rule`);
  const { decider } = clusterOf(panel);
  const known = await requireIdentity(headers, access);
  requireSecondFactor(known, isSettingUp);
  const identity = await decider.decided(known);
  await decider.require(identity, { needs, method, path, params });
  return identity;
}

async function answer<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  operation: Operation<Params, Query, Body>,
  request: Request,
  params: Record<string, string>,
  panel: Panel,
  identity: Identity | null,
  shown: Shown,
): Promise<Response> {
  const cluster = onBehalfOf(clusterOf(panel), identity, operation.needs);
  const query = Object.fromEntries(new URL(request.url).searchParams);
  refuseOddText({ ...params, ...query });
  // Schemas of bodies validate regular expressions with a library that loads separately.
  if (operation.body) await regexEngineReady;
  const call = {
    params: parseInput(operation.params, params, "bad-request"),
    query: parseInput(operation.query, query, "bad-request"),
    body: operation.body
      ? bodyOf(operation, operation.body, await readBody(request, operation.isBodyOptional))
      : (undefined as z.output<Body>),
    request,
    identity,
    sees: seesOf(identity),
    shown,
    installation: panel.installation,
    cluster,
  };
  // Thousands of changes are checked in slices, not at once by whoever asks first. A deletion shows nothing of the checks.
  if (!operation.open && operation.method !== "delete") await cluster.mesh.catchUp();
  const { recorder } = panel.installation;
  const result = await operation.run(call).catch(async (thrown: unknown) => {
    await recordRefusal(recorder, operation, thrown);
    throw thrown;
  });
  await recordAct(recorder, operation, params, call.body);
  if (result instanceof Response) return result;
  if (result === undefined) return new Response(null, { status: 204 });
  return Response.json(shown(result), {
    status: operation.status ?? 200,
    headers: { "cache-control": "no-store" },
  });
}

/** The cluster, with a client that asks the API server as whoever the decider says. */
function onBehalfOf(
  cluster: ClusterRuntime,
  identity: Identity | null,
  needs: Needs | undefined,
): ClusterRuntime {
  if (cluster.decider.by === "lamia") return cluster;
  return Object.create(cluster, { client: { value: cluster.decider.clientFor(identity, needs) } });
}

/** Who sent it. Throws `sign-in-needed` for a stranger. */
export async function requireIdentity(headers: Headers, access: Access): Promise<Identity> {
  const identity = await access.identify(headers);
  if (identity) return identity;
  throw new ProblemError("sign-in-needed", texts.sendToken);
}

function refuseOddText(values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values))
    if (!isPlainText(name) || !isPlainText(String(value ?? "")))
      throw new ProblemError("bad-request", texts.addressNotUnicode);
}

function bodyOf<Body extends z.ZodType>(
  { isBodyReadInRun }: Pick<Operation, "isBodyReadInRun">,
  schema: Body,
  body: unknown,
): z.output<Body> {
  return isBodyReadInRun ? (body as z.output<Body>) : parseInput(schema, body, "invalid");
}

export function problemResponse(problem: Problem): Response {
  const headers: Record<string, string> = {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  };
  if (problem.status === 401) headers["www-authenticate"] = 'Bearer realm="lamia"';
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
