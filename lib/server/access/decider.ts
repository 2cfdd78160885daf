import type { ClusterClient } from "@/lib/kubernetes/client/client";
import type { KindChanges } from "@/lib/model/cluster-rights";
import type { Identity } from "./identity";
import { type Needs, requireAllowed } from "./permissions";

/** A request to the API, as far as it matters to who may send it. */
interface Asked {
  needs: Needs;
  method: string;
  /** Below /api/v1, with `{name}` parameters. */
  path: string;
  params: Readonly<Record<string, string>>;
}

/** Who decides what somebody may do: Lamia by its roles, or the cluster by its RBAC. */
export interface Decider {
  by: "lamia" | "kubernetes";
  /** The identity with the grants that count. */
  decided(identity: Identity): Promise<Identity>;
  /** Throws if the identity, which has been decided, may not do this. */
  require(identity: Identity, asked: Asked): Promise<void>;
  /** Which kinds the identity may change where, if that isn't the same for all of them; null where Lamia's roles decide. */
  changesOf(identity: Identity | null): Promise<KindChanges[] | null>;
  /** How the API server is asked on the identity's behalf. */
  clientFor(identity: Identity | null, needs: Needs | undefined): ClusterClient;
}

/** Lamia's own roles decide, and the API server is asked as Lamia's ServiceAccount. */
export function lamiaDecides(client: ClusterClient): Decider {
  return {
    by: "lamia",
    decided: async (identity) => identity,
    require: async (identity, { needs, params }) => requireAllowed(identity, needs, params),
    changesOf: async () => null,
    clientFor: () => client,
  };
}
