import type { ClusterObjects } from "@/sandbox/kubernetes/cluster-objects";

const core = { group: "" };

/** Creates `count` Services in the managed namespace, each with its own selector. */
export function seedServices(
  objects: ClusterObjects,
  { namespace, count }: { namespace: string; count: number },
): void {
  objects.put(
    { ...core, plural: "namespaces" },
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: namespace, labels: { "lamia.dev/managed": "true" } },
    },
  );
  for (let index = 0; index < count; index++) {
    const name = `service-${String(index).padStart(5, "0")}`;
    objects.put(
      { ...core, plural: "services" },
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name, namespace, labels: { app: name } },
        spec: {
          selector: { app: name },
          ports: [{ name: "http", port: 8000 + (index % 1000), targetPort: 9191, protocol: "TCP" }],
        },
      },
    );
  }
}

const group = "networking.istio.io";

/** Creates `count` VirtualServices in their own namespace, each routing to the shop by its subsets. */
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
