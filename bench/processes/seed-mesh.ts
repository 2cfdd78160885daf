import type { ClusterObjects } from "@/sandbox/kubernetes/cluster-objects";

const group = "networking.istio.io";

/** Puts `count` VirtualServices into a namespace of their own, each routing to the shop by its subsets. */
export function seedMesh(objects: ClusterObjects, count: number): void {
  const namespace = "mesh";
  objects.put(
    { group: "", plural: "namespaces" },
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: namespace, labels: { "lamia.dev/managed": "true" } },
    },
  );
  for (let index = 0; index < count; index++) {
    const name = `route-${String(index).padStart(5, "0")}`;
    objects.put(
      { group, plural: "virtualservices" },
      {
        apiVersion: `${group}/v1`,
        kind: "VirtualService",
        metadata: { name, namespace, labels: { app: name } },
        spec: {
          hosts: [`${name}.mesh.svc.cluster.local`],
          http: [
            {
              match: [{ uri: { prefix: "/service1" } }],
              timeout: "5s",
              retries: { attempts: 5, perTryTimeout: "3s" },
              route: [
                { destination: { host: `${name}.mesh.svc.cluster.local`, subset: "subset1" }, weight: 80 },
                { destination: { host: `${name}.mesh.svc.cluster.local`, subset: "subset2" }, weight: 20 },
              ],
            },
          ],
        },
      },
    );
  }
}
