import { expect, test } from "vitest";
import { type IssuerObject, madeFrom, readCertManager, secretNamespaceOf } from "./issuers";

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

test("objects of cert-manager are read in pages", async () => {
  const asked: unknown[] = [];
  const send = async ({ resource, query = {} }: { resource: { plural: string }; query?: object }) => {
    const { limit, continue: token } = query as { limit?: number; continue?: string };
    asked.push(limit);
    const isFirst = resource.plural === "certificates" && token === undefined;
    const kind = { issuers: "Issuer", clusterissuers: "ClusterIssuer" }[resource.plural] ?? "Certificate";
    const items = [{ metadata: { name: isFirst ? "first" : "last" } }];
    const metadata = { resourceVersion: "1", ...(isFirst ? { continue: "more" } : {}) };
    return { status: 200, body: { kind: `${kind}List`, metadata, items }, retryAfterSeconds: undefined };
  };
  const found = await readCertManager({ client: { send } } as never);
  expect(found?.certificates.map(({ metadata }) => metadata.name)).toEqual(["first", "last"]);
  expect(found?.issuers.map(({ kind }) => kind)).toEqual(["ClusterIssuer", "Issuer"]);
  expect(asked).toEqual([500, 500, 500, 500]);
});

test("a Certificate is made from the object that controls it", () => {
  const owner = { apiVersion: "v1", kind: "Team", name: "shop" };
  const ingress = { apiVersion: "networking.k8s.io/v1", kind: "Ingress", name: "web", controller: true };
  expect(madeFrom({ name: "a", ownerReferences: [owner, ingress] })).toEqual({
    kind: "Ingress",
    name: "web",
  });
  expect(madeFrom({ name: "a", ownerReferences: [owner] })).toEqual({ kind: "Team", name: "shop" });
  expect(madeFrom({ name: "a" })).toBeNull();
});
