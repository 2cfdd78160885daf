import type { MeshKind } from "@/lib/client/mesh-objects";
import type { Kind } from "@/lib/istio/kinds";

/**
 * The kind as the parts of the object editor take it. They work for every kind that lib/istio knows; their type names
 * only those that the REST API treats alike.
 */
export const gatewayKind = "Gateway" satisfies Kind as Kind as MeshKind;
