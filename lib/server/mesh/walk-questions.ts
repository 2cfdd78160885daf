import type { MeshPicture } from "@/lib/gateway/prober";
import { brokenNeighboursOf, hostRoutes } from "@/lib/istio/rules/host-routes";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { keyOf, type SecuredHost } from "@/lib/model/secured-hosts";
import type { Mesh } from "./mesh";

/** What a walk asks about the mesh, answered from what is watched. */
export function meshPicture(
  mesh: Pick<Mesh, "catchUp" | "lookups" | "snapshot">,
  cache: Pick<ClusterCache, "get">,
): MeshPicture {
  return {
    async routesOf(gateway, host) {
      await mesh.catchUp();
      return hostRoutes(mesh.lookups(), {
        gateway,
        host,
        virtualServices: mesh.snapshot().virtualServices,
        podsOf({ kind, namespace, name }) {
          const deployment = kind === "Deployment" ? cache.get("Deployment", namespace, name) : null;
          if (!deployment) return null;
          return { wanted: deployment.spec?.replicas ?? 1, ready: deployment.status?.readyReplicas ?? 0 };
        },
      });
    },
  };
}

/** A walk asks twenty times a second while its host isn't served, and there may be hundreds of walks. */
const keptMs = 1000;

/** Asks the mesh why a host isn't served, and returns the same answer for a second. */
export function brokenNeighbours(mesh: Pick<Mesh, "lookups" | "tally">, now: () => number = Date.now) {
  let keptUntil = 0;
  let answers: Map<string, string[]> | null = null;

  return (target: SecuredHost): string[] => {
    if (now() >= keptUntil) {
      const { codes } = mesh.tally();
      answers = codes.has("LAM0114") || codes.has("IST0161") ? new Map() : null;
      keptUntil = now() + keptMs;
    }
    if (!answers) return [];
    const key = keyOf(target);
    const known = answers.get(key) ?? brokenNeighboursOf(mesh.lookups(), target);
    answers.set(key, known);
    return known;
  };
}
