import type { Kind } from "../kinds";

/** The original had no form for Deployments. */
export type VampKind = Exclude<Kind, "Deployment">;

/** The kind of a document of the original, by its `kind` or else by the fields that only this kind has. */
export function vampKind(kind: unknown, fields: Record<string, unknown>): VampKind | null {
  if (typeof kind === "string") return byName.get(kind.toLowerCase().replace(/[^a-z]/g, "")) ?? null;
  if ("servers" in fields) return "Gateway";
  if ("routes" in fields) return "VirtualService";
  if ("subsets" in fields) return "DestinationRule";
  if ("ports" in fields) return "hosts" in fields ? "ServiceEntry" : "Service";
  return null;
}

/** A map, as in a plain object every kind called `constructor` would be known. */
const byName = new Map<string, VampKind>(
  Object.entries({
    gateway: "Gateway",
    virtualservice: "VirtualService",
    destinationrule: "DestinationRule",
    serviceentry: "ServiceEntry",
    service: "Service",
  }),
);
