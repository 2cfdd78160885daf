import { isRecord, type Verb } from "./client/call";
import type { ClusterClient } from "./client/client";

export interface Permission {
  /** "" is the core group. */
  group: string;
  resource: string;
  verbs: readonly Verb[];
  /** What does not work without it. */
  purpose: string;
}

const istio = "networking.istio.io";
const edit = ["get", "list", "watch", "create", "patch", "delete"] as const;

/** What Lamia does in the cluster, in RBAC's terms; all of it in every namespace. */
export const neededPermissions: readonly Permission[] = [
  {
    group: "",
    resource: "namespaces",
    verbs: ["get", "list", "watch", "create", "patch"],
    purpose: "to list virtual clusters, take them under management and keep their plain metadata",
  },
  {
    group: "",
    resource: "secrets",
    verbs: edit,
    purpose: "to keep keys and secret metadata, and to give certificates to the ingress",
  },
  { group: "", resource: "services", verbs: edit, purpose: "to find the ingress and edit Services" },
  {
    group: "apps",
    resource: "deployments",
    verbs: edit,
    purpose: "to find the ingress and set up dedicated ones",
  },
  {
    group: "apps",
    resource: "daemonsets",
    verbs: ["get", "list", "watch"],
    purpose: "to find an ingress that runs on every node",
  },
  {
    group: "apps",
    resource: "statefulsets",
    verbs: ["get", "list", "watch"],
    purpose: "to find an ingress that is a StatefulSet",
  },
  { group: "", resource: "pods", verbs: ["list"], purpose: "to find an ingress of bare pods" },
  { group: "", resource: "serviceaccounts", verbs: edit, purpose: "to set up dedicated ingresses" },
  {
    group: "rbac.authorization.k8s.io",
    resource: "roles",
    verbs: edit,
    purpose: "to let a dedicated ingress read its Secrets",
  },
  {
    group: "rbac.authorization.k8s.io",
    resource: "rolebindings",
    verbs: edit,
    purpose: "to let a dedicated ingress read its Secrets",
  },
  {
    group: "autoscaling",
    resource: "horizontalpodautoscalers",
    verbs: edit,
    purpose: "to scale dedicated ingresses",
  },
  { group: istio, resource: "gateways", verbs: edit, purpose: "to walk and edit Gateways" },
  { group: istio, resource: "virtualservices", verbs: edit, purpose: "to edit VirtualServices" },
  { group: istio, resource: "destinationrules", verbs: edit, purpose: "to edit DestinationRules" },
  { group: istio, resource: "serviceentries", verbs: edit, purpose: "to edit ServiceEntries" },
];

export interface InstallPermission {
  group: string;
  /** With the subresource, as RBAC names it, e.g. `pods/log`. */
  resource: string;
  verbs: readonly (Verb | "bind")[];
  /** The only objects that it is about; without, all. RBAC does not know the name of one that is created. */
  names?: readonly string[];
  /** In Lamia's own namespace only, or in the whole cluster. */
  scope: "own namespace" | "cluster";
}

/** The installer's Job, its ServiceAccount and its ClusterRoleBinding. */
export const installerName = "lamia-istio-install";

const binding = { group: "rbac.authorization.k8s.io", resource: "clusterrolebindings" } as const;

/**
 * What it takes on top to install Istio, granted only where somebody wants that: whoever may bind cluster-admin may
 * do everything.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#restrictions-on-role-binding-creation-or-update
 */
export const installPermissions: readonly InstallPermission[] = [
  { ...binding, verbs: ["create"], scope: "cluster" },
  { ...binding, verbs: ["patch", "delete"], names: [installerName], scope: "cluster" },
  {
    group: "rbac.authorization.k8s.io",
    resource: "clusterroles",
    verbs: ["bind"],
    names: ["cluster-admin"],
    scope: "cluster",
  },
  { group: "batch", resource: "jobs", verbs: ["get", "create", "patch", "delete"], scope: "own namespace" },
  { group: "", resource: "pods", verbs: ["list"], scope: "own namespace" },
  { group: "", resource: "pods/log", verbs: ["get"], scope: "own namespace" },
];

export interface MissingPermission extends Permission {
  /** Those of `verbs` that are refused. */
  missing: Verb[];
}

const accessReview = {
  group: "authorization.k8s.io",
  version: "v1",
  plural: "selfsubjectaccessreviews",
  namespaced: false,
} as const;

/**
 * Asks the API server for each of `neededPermissions`.
 * https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access
 */
export async function missingPermissions(
  client: Pick<ClusterClient, "request">,
): Promise<MissingPermission[]> {
  const checked = await Promise.all(
    neededPermissions.map(async (permission) => {
      const allowed = await Promise.all(permission.verbs.map((verb) => isAllowed(client, permission, verb)));
      return { ...permission, missing: permission.verbs.filter((_, index) => !allowed[index]) };
    }),
  );
  return checked.filter(({ missing }) => missing.length > 0);
}

async function isAllowed(
  client: Pick<ClusterClient, "request">,
  { group, resource }: Permission,
  verb: Verb,
): Promise<boolean> {
  const body = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes: { verb, group, resource } },
  };
  const review = await client.request<unknown>({ verb: "create", resource: accessReview, body });
  return isRecord(review) && isRecord(review.status) && review.status.allowed === true;
}
