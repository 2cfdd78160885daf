import pLimit from "p-limit";
import type { Impersonated } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { type AccessAttributes, isAllowed as clusterAllows } from "@/lib/kubernetes/permissions";
import { changeRights, resourceName, rightsOf } from "@/lib/model/cluster-rights";
import { everywhere, type Grant, isAllowed, type Role } from "@/lib/model/roles";
import { ProblemError } from "../http/problem-error";
import type { Decider } from "./decider";
import { type Identity, limited } from "./identity";
import { actingAs, actingAsNobody, impersonatedOf, type Naming } from "./impersonation";
import { type Needs, requireAllowed } from "./permissions";
import { texts } from "./texts";

const istio = "networking.istio.io";

/** The kinds that have addresses of their own in the API. */
const kindsAt: Readonly<Record<string, [group: string, resource: string]>> = {
  gateways: [istio, "gateways"],
  "virtual-services": [istio, "virtualservices"],
  "destination-rules": [istio, "destinationrules"],
  "service-entries": [istio, "serviceentries"],
  "envoy-filters": [istio, "envoyfilters"],
  deployments: ["apps", "deployments"],
  services: ["", "services"],
};
const verbs: Readonly<Record<string, string>> = {
  post: "create",
  put: "patch",
  patch: "patch",
  delete: "delete",
};

const keptForMs = 4000;
const mostKept = 20_000;
const reviewsAtOnce = 12;

interface Subject {
  sub: string;
  isEmailVerified: boolean;
}

interface Parts {
  client: ClusterClient;
  naming: Naming;
  /** Names of the namespaces that Lamia manages. */
  virtualClusters(): readonly string[];
  /** Who the user is at the OIDC provider; null for an account of Lamia's own, whose email address nobody has verified. */
  subjectOf(userId: string): Promise<Subject | null>;
}

/**
 * The cluster's RBAC is the law. The API server is asked as the user, and what is shown and offered follows from
 * SelfSubjectAccessReviews, which count for four seconds. Lamia's own roles matter only for what is about the
 * installation and takes an admin; that, and what the installation token asks for, Lamia does as itself.
 */
export function kubernetesDecides({ client, naming, virtualClusters, subjectOf }: Parts): Decider {
  const gate = pLimit(reviewsAtOnce);
  const kept = new Map<string, { answer: Promise<unknown>; until: number }>();

  /** What was asked a moment ago isn't asked again. */
  function remembered<Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const now = performance.now();
    const known = kept.get(key);
    if (known && known.until > now) return known.answer as Promise<Answer>;
    if (kept.size >= mostKept) kept.clear();
    const answer = ask();
    kept.set(key, { answer, until: now + keptForMs });
    answer.catch(() => kept.delete(key));
    return answer;
  }

  const may = (as: Impersonated, attributes: AccessAttributes): Promise<boolean> =>
    remembered(JSON.stringify([as, attributes]), () => gate(() => clusterAllows(client, attributes, as)));

  /** In a namespace, or in all of them if none is named. */
  async function roleIn(as: Impersonated, namespace?: string): Promise<Role | null> {
    const mayOne = async (asked: readonly AccessAttributes[]) =>
      (await Promise.all(asked.map((each) => may(as, { ...each, namespace })))).includes(true);
    if (!(await mayOne(rightsOf.viewer))) return null;
    if (await mayOne(rightsOf.admin)) return "admin";
    return (await mayOne(rightsOf.editor)) ? "editor" : "viewer";
  }

  async function grantsOf(as: Impersonated): Promise<Grant[]> {
    const inAll = await roleIn(as);
    const all: Grant[] = inAll === null ? [] : [{ role: inAll, scope: everywhere }];
    if (inAll === "admin") return all;
    const each = virtualClusters().map(async (scope): Promise<Grant[]> => {
      const role = await roleIn(as, scope);
      return role === null ? [] : [{ role, scope }];
    });
    return [...all, ...(await Promise.all(each)).flat()];
  }

  async function kindsIn(as: Impersonated, scope: string): Promise<string[]> {
    const namespace = scope === everywhere ? undefined : scope;
    const asked = Object.entries(changeRights).map(async ([kind, right]) =>
      (await may(as, { ...right, namespace })) ? [kind] : [],
    );
    return (await Promise.all(asked)).flat();
  }

  async function impersonated({ user }: Identity): Promise<Impersonated | null> {
    if (user === null) return null;
    const subject = await remembered(`subject:${user.id}`, () => subjectOf(user.id));
    return subject && impersonatedOf({ ...user, ...subject }, naming);
  }

  return {
    by: "kubernetes",
    async decided(identity) {
      if (!isPerson(identity)) return identity;
      const as = await impersonated(identity);
      const grants = as === null ? [] : await grantsOf(as);
      return {
        ...identity,
        grants: identity.limit === undefined ? grants : limited(grants, identity.limit),
        installationGrants: identity.grants,
        impersonated: as,
      };
    },
    async require(identity, { needs, method, path, params }) {
      if (!isPerson(identity)) return requireAllowed(identity, needs, params);
      const own = { ...identity, grants: identity.installationGrants ?? [] };
      if (isOfLamia(needs)) return requireAllowed(own, needs, params);
      const as = identity.impersonated ?? null;
      if (!isAllowed(identity.grants, needs, params.vc)) throw missing(as, needs, params.vc);
      const attributes = attributesOf(method, path, params);
      if (as !== null && attributes !== null && !(await may(as, attributes))) throw refused(as, attributes);
    },
    async changesOf(identity) {
      const as = identity?.impersonated ?? null;
      if (identity === null || !isPerson(identity) || as === null) return null;
      const scopes = [...new Set([everywhere, ...identity.grants.map(({ scope }) => scope)])];
      const all = await Promise.all(
        scopes.map(async (scope) => ({ scope, kinds: await kindsIn(as, scope) })),
      );
      return all.filter(({ kinds }) => kinds.length > 0);
    },
    clientFor(identity, needs) {
      if (identity === null || !isPerson(identity) || (needs && isOfLamia(needs))) return client;
      return identity.impersonated ? actingAs(client, identity.impersonated) : actingAsNobody(client);
    },
  };
}

function isPerson({ kind }: Identity): boolean {
  return kind === "user" || kind === "api-token";
}

/** What Lamia's own roles decide: users, tokens, settings, and which namespaces are managed. */
function isOfLamia([role, place]: Needs): boolean {
  return place === "installation" && role === "admin";
}

/** What a request does with one object, or with those of a kind; null if it isn't about an object of the cluster. */
function attributesOf(
  method: string,
  path: string,
  { vc, name }: Readonly<Record<string, string>>,
): AccessAttributes | null {
  const [, at, , kind = "", ...rest] = path.split("/");
  const [group, resource] = kindsAt[kind] ?? [];
  if (at !== "virtual-clusters" || group === undefined || resource === undefined) return null;
  if (vc === undefined || rest.length > 1) return null;
  const verb = verbs[method] ?? (rest.length === 0 ? "list" : "get");
  return { verb, group, resource, namespace: vc, ...(rest.length === 1 && name ? { name } : {}) };
}

function missing(as: Impersonated | null, [role, place]: Needs, vc: string | undefined): ProblemError {
  if (as === null) return new ProblemError("forbidden", texts.unknownToKubernetes);
  const namespace = place === "virtual-cluster" ? vc?.slice(0, 100) : undefined;
  return refused(as, { ...rightsOf[role][0], namespace });
}

function refused({ user }: Impersonated, attributes: AccessAttributes): ProblemError {
  const { verb, namespace } = attributes;
  const what = resourceName(attributes);
  const detail =
    namespace === undefined
      ? texts.notGrantedAnywhere({ user, verb, what })
      : texts.notGrantedIn({ user, verb, what, namespace });
  return new ProblemError("kubernetes-refused", detail);
}
