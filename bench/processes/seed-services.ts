import type { ClusterObjects } from "@/sandbox/kubernetes/cluster-objects";

const core = { group: "" };

/** Puts `count` Services into the managed namespace given, each selecting pods of its own. */
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
