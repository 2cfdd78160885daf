import {
  istioResources,
  type PublishedCustomResource,
} from "@/sandbox/kubernetes/schema/published-definitions";

/** Istio's CustomResourceDefinitions as istio.io/api publishes them, but with the newest version stored. */
export function istioDefinitions(): Record<string, unknown>[] {
  return [...istioResources()].map(([name, published]) => ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name,
      labels: { app: "istio-pilot", chart: "istio", "app.kubernetes.io/part-of": "istio", release: "istio" },
    },
    spec: {
      group: published.group,
      scope: published.scope,
      names: published.names,
      versions: versionsOf(published),
    },
  }));
}

function versionsOf({ versions, columns, schema }: PublishedCustomResource): Record<string, unknown>[] {
  return versions.map((name) => ({
    name,
    served: true,
    storage: name === newest(versions),
    subresources: { status: {} },
    ...(columns.length > 0 && { additionalPrinterColumns: columns }),
    schema: { openAPIV3Schema: schema },
  }));
}

function newest(versions: readonly string[]): string | undefined {
  return versions.find((name) => name === "v1") ?? versions.toSorted().at(-1);
}
