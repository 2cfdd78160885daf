import type { Kind } from "@/lib/istio/kinds";

/** Kinds whose operations are all alike; a Gateway has walks besides, and a Deployment is a version of something. */
export type PlainKind = Exclude<Kind, "Gateway" | "Deployment">;
