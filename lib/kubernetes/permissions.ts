import { metadataSecret } from "@/lib/model/metadata-keys";
import { type Impersonated, isRecord, type Verb } from "./client/call";
import type { ClusterClient } from "./client/client";
import { texts } from "./texts";

export interface Permission {
  /** "" is the core group. */
  group: string;
  resource: string;
  verbs: readonly Verb[];
  /** What doesn't work without it. */
  purpose: string;
}

/** Whether Lamia follows Secrets in all namespaces, or reads them only by name outside of its own. */
export const secretsModes = ["cluster", "by-name"] as const;
export type SecretsMode = (typeof secretsModes)[number];

const istio = "networking.istio.io";
const edit = ["get", "list", "watch", "create", "patch", "delete"] as const;
/** Of what Lamia writes by name, and doesn't watch. */
const manage = ["get", "create", "patch", "delete"] as const;

/** What Lamia does in the cluster, in RBAC's terms, in every namespace. */
export const neededPermissions: readonly Permission[] = [
  {
    group: "",
    resource: "namespaces",
    verbs: ["get", "list", "watch", "create", "patch"],
    purpose: texts.forNamespaces,
  },
  {
    group: "",
    resource: "secrets",
    verbs: edit,
    purpose: texts.forSecrets,
  },
  { group: "", resource: "services", verbs: edit, purpose: texts.forServices },
  {
    group: "apps",
    resource: "deployments",
    verbs: edit,
    purpose: texts.forDeployments,
  },
  {
    group: "apps",
    resource: "daemonsets",
    verbs: ["get", "list", "watch"],
    purpose: texts.forDaemonSets,
  },
  {
    group: "apps",
    resource: "statefulsets",
    verbs: ["get", "list", "watch"],
    purpose: texts.forStatefulSets,
  },
  { group: "", resource: "pods", verbs: ["list"], purpose: texts.forPods },
  { group: "", resource: "nodes", verbs: ["list"], purpose: texts.forNodes },
  { group: "", resource: "serviceaccounts", verbs: manage, purpose: texts.forServiceAccounts },
  {
    group: "rbac.authorization.k8s.io",
    resource: "roles",
    verbs: manage,
    purpose: texts.forRoles,
  },
  {
    group: "rbac.authorization.k8s.io",
    resource: "rolebindings",
    verbs: manage,
    purpose: texts.forRoles,
  },
  {
    group: "autoscaling",
    resource: "horizontalpodautoscalers",
    verbs: manage,
    purpose: texts.forAutoscalers,
  },
  { group: istio, resource: "gateways", verbs: edit, purpose: texts.forGateways },
  { group: istio, resource: "virtualservices", verbs: edit, purpose: texts.forVirtualServices },
  { group: istio, resource: "destinationrules", verbs: edit, purpose: texts.forDestinationRules },
  { group: istio, resource: "serviceentries", verbs: edit, purpose: texts.forServiceEntries },
  {
    group: istio,
    resource: "envoyfilters",
    verbs: ["get", "list", "create", "patch", "delete"],
    purpose: texts.forEnvoyFilters,
  },
];

/** Whoever grants rights needs them, so Lamia can let no dedicated ingress list Secrets that it can't list itself. */
const onlyForDedicated = new Set(["serviceaccounts", "roles", "rolebindings", "horizontalpodautoscalers"]);

/** What Lamia does in every namespace. */
export function permissionsFor(mode: SecretsMode): readonly Permission[] {
  if (mode === "cluster") return neededPermissions;
  return neededPermissions.filter(
    ({ resource }) => resource !== "secrets" && !onlyForDedicated.has(resource),
  );
}

/**
 * What it takes to read Secrets only by name: in Lamia's own namespace, in a virtual cluster, and where the pods of an ingress
 * are. RBAC compares the names of `list` and `watch` with the field selector, and can't restrict `create` to a name.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources
 */
export const secretRoles = {
  own: [{ group: "", resource: "secrets", verbs: edit }],
  "virtual-cluster": [
    { group: "", resource: "secrets", verbs: ["get", "create"] },
    { group: "", resource: "secrets", verbs: ["list", "watch", "patch"], names: [metadataSecret] },
  ],
  ingress: [{ group: "", resource: "secrets", verbs: manage }],
} as const satisfies Record<string, readonly Omit<InstallPermission, "scope">[]>;

const certManager = "cert-manager.io";

/** What Lamia may read of cert-manager, for a migration; a cluster without it has no such resources. */
export const migrationPermissions: readonly Permission[] = ["issuers", "clusterissuers", "certificates"].map(
  (resource) => ({ group: certManager, resource, verbs: ["list"], purpose: texts.forIssuers }),
);

export interface InstallPermission {
  group: string;
  /** With the subresource, as RBAC names it, such as `pods/log`. */
  resource: string;
  verbs: readonly (Verb | "bind" | "impersonate")[];
  /** Only these objects; if not set, all. When an object is created, RBAC doesn't know its name. */
  names?: readonly string[];
  /** Only in Lamia's own namespace, or in the whole cluster. */
  scope: "own namespace" | "cluster";
}

/** The installer's Job, its ServiceAccount and its ClusterRoleBinding. */
export const installerName = "lamia-istio-install";

const binding = { group: "rbac.authorization.k8s.io", resource: "clusterrolebindings" } as const;

/**
 * The additional permissions for installing Istio, granted only if you want that: whoever may bind cluster-admin
 * may do everything.
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
  { group: "", resource: "serviceaccounts", verbs: ["create", "patch", "delete"], scope: "own namespace" },
  { group: "batch", resource: "jobs", verbs: ["get", "create", "patch", "delete"], scope: "own namespace" },
  { group: "", resource: "pods", verbs: ["list"], scope: "own namespace" },
  { group: "", resource: "pods/log", verbs: ["get"], scope: "own namespace" },
];

/**
 * What it takes for the cluster to decide what users may do: Lamia asks it as them. RBAC has no way to except names, so Lamia
 * itself refuses those that begin with `system:` (`lib/server/access/impersonation.ts`).
 */
export const impersonationPermissions: readonly InstallPermission[] = ["users", "groups"].map((resource) => ({
  group: "",
  resource,
  verbs: ["impersonate"],
  scope: "cluster",
}));

export interface MissingPermission extends Permission {
  /** The denied ones of `verbs`. */
  missing: Verb[];
}

const accessReview = {
  group: "authorization.k8s.io",
  version: "v1",
  plural: "selfsubjectaccessreviews",
  namespaced: false,
} as const;

/**
 * Asks the API server for each permission that Lamia needs in every namespace.
 * https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access
 */
export async function missingPermissions(
  client: Pick<ClusterClient, "request">,
  mode: SecretsMode = "cluster",
): Promise<MissingPermission[]> {
  const checked = await Promise.all(
    permissionsFor(mode).map(async (permission) => {
      const allowed = await Promise.all(
        permission.verbs.map((verb) =>
          isAllowed(client, { verb, group: permission.group, resource: permission.resource }),
        ),
      );
      return { ...permission, missing: permission.verbs.filter((_, index) => !allowed[index]) };
    }),
  );
  return checked.filter(({ missing }) => missing.length > 0);
}

export interface AccessAttributes {
  verb: string;
  group: string;
  resource: string;
  /** Without it, in all namespaces. */
  namespace?: string | undefined;
  name?: string;
}

/** Whether the API server allows that, to Lamia or to whom it impersonates. */
export async function isAllowed(
  client: Pick<ClusterClient, "request">,
  resourceAttributes: AccessAttributes,
  as?: Impersonated,
): Promise<boolean> {
  const body = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes },
  };
  const asked = as ? { as } : {};
  const review = await client.request<unknown>({ verb: "create", resource: accessReview, body, ...asked });
  return isRecord(review) && isRecord(review.status) && review.status.allowed === true;
}
