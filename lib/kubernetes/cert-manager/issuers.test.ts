import { expect, test } from "vitest";
import { type IssuerObject, secretNamespaceOf } from "./issuers";

const labels = { "app.kubernetes.io/name": "cert-manager", "app.kubernetes.io/component": "controller" };
const clusterIssuer = { kind: "ClusterIssuer", metadata: { name: "letsencrypt" } } as IssuerObject;

/** A controller in each namespace; those of virtual clusters are managed. */
function cacheOf(managed: readonly string[], ...controllers: readonly string[]) {
  const namespaces = [...managed, ...controllers];
  return {
    list: () => controllers.map((namespace) => ({ metadata: { name: "cert-manager", namespace, labels } })),
    get: (_kind: string, _namespace: null, name: string) =>
      namespaces.includes(name)
        ? { metadata: { name, labels: managed.includes(name) ? { "lamia.dev/managed": "true" } : {} } }
        : null,
  } as never;
}

test("a Deployment in a virtual cluster doesn't say where the Secrets of a ClusterIssuer are", () => {
  const lookalike = cacheOf(["aaa"], "aaa", "certs");
  expect(secretNamespaceOf({ cache: lookalike }, clusterIssuer)).toBe("certs");
  expect(secretNamespaceOf({ cache: cacheOf(["aaa"], "aaa") }, clusterIssuer)).toBe("cert-manager");
});
