import type { Role } from "./roles";

/** A verb on a resource of the API server, as RBAC names them. */
export interface ClusterRight {
  verb: string;
  group: string;
  resource: string;
}

const istio = "networking.istio.io";

const patch = (group: string, resource: string): ClusterRight => ({ verb: "patch", group, resource });

/** What it takes to change an object of a kind that has a form. */
export const changeRights = {
  Gateway: patch(istio, "gateways"),
  VirtualService: patch(istio, "virtualservices"),
  DestinationRule: patch(istio, "destinationrules"),
  ServiceEntry: patch(istio, "serviceentries"),
  Deployment: patch("apps", "deployments"),
  Service: patch("", "services"),
} as const satisfies Record<string, ClusterRight>;
export type ChangedKind = keyof typeof changeRights;

/** Kinds that somebody may change in a namespace, or in all of them (`*`). */
export interface KindChanges {
  scope: string;
  kinds: string[];
}

// Whoever may change one of these may also do what Lamia does for them: records, certificates, and checks.
const { Gateway, ...others } = changeRights;
const edits = [Gateway, ...Object.values(others)] as const satisfies ClusterRight[];

/**
 * Where the cluster decides: what stands for a role of Lamia. Whoever has one of them in a namespace may do there what
 * the role may.
 */
export const rightsOf: Readonly<Record<Role, readonly [ClusterRight, ...ClusterRight[]]>> = {
  // Whoever may list these in a namespace sees its virtual cluster.
  viewer: [{ verb: "list", group: istio, resource: "gateways" }],
  operator: edits,
  editor: edits,
  // Whoever may change Secrets has the namespace's credentials anyway.
  admin: [patch("", "secrets")],
};

/** As `kubectl auth can-i` takes it: `gateways.networking.istio.io`, `secrets`. */
export function resourceName({ group, resource }: Pick<ClusterRight, "group" | "resource">): string {
  return group === "" ? resource : `${resource}.${group}`;
}
