/**
 * CustomResourceDefinitions of cert-manager, of the kinds that Lamia reads. A cluster has them only where a test puts them.
 * Fields are not pruned, so the schema names only what is required.
 * https://cert-manager.io/docs/reference/api-docs/
 */
export function certManagerDefinitions(): Record<string, unknown>[] {
  return [
    definition("Issuer", "issuers", "Namespaced", []),
    definition("ClusterIssuer", "clusterissuers", "Cluster", []),
    definition("Certificate", "certificates", "Namespaced", ["secretName", "issuerRef"]),
  ];
}

function definition(kind: string, plural: string, scope: string, required: string[]) {
  const spec = { type: "object", required, "x-kubernetes-preserve-unknown-fields": true };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.cert-manager.io` },
    spec: {
      group: "cert-manager.io",
      scope,
      names: { kind, plural, listKind: `${kind}List`, singular: kind.toLowerCase() },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              type: "object",
              properties: {
                spec,
                status: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
              },
            },
          },
        },
      ],
    },
  };
}
