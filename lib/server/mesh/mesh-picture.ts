import type { MeshPicture } from "@/lib/gateway/host-routes";
import { hostRoutes } from "@/lib/istio/rules/host-routes";
import type { ClusterCache } from "@/lib/kubernetes/cluster-cache";
import type { Mesh } from "./mesh";

/** What a walk asks of the mesh, answered from what is watched. */
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
