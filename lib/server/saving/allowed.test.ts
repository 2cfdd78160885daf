import { describe, expect, test } from "vitest";
import { asItIs } from "../access/discreet";
import { anyoneIdentity } from "../access/identity";
import type { Operation } from "../http/operation";
import { problemOf } from "../http/problem-error";
import { operations } from "../operations";
import { largeCluster } from "../testing/large-cluster";

const managed = { "lamia.dev/managed": "true" };
const cluster = largeCluster(
  (put) => {
    const istiod = { template: { metadata: { labels: { app: "istiod" } }, spec: {} } };
    put("Deployment", "istiod", istiod, { namespace: "mesh-control" });
  },
  {
    "kube-system": managed,
    "kube-anything": managed,
    "istio-system": managed,
    "mesh-control": managed,
    "lamia-system": managed,
    released: { "istio-injection": "enabled", "lamia.dev/managed": "false" },
    other: {},
  },
);

/** Operations that change nothing, or only something of Lamia's own. */
const elsewhere = new Set([
  "patch /virtual-clusters/{vc}",
  "patch /virtual-clusters/{vc}/metadata",
  "put /virtual-clusters/{vc}/roles",
  "post /virtual-clusters/{vc}/metadata/check",
  "post /virtual-clusters/{vc}/metadata/versions/{seq}/review",
  "post /virtual-clusters/{vc}/metadata/versions/{seq}/return",
  "post /virtual-clusters/{vc}/metadata/test-notification",
  "post /virtual-clusters/{vc}/gateways/{name}/check",
]);
const writing = operations.filter(
  ({ method, path }) => method !== "get" && path.includes("{vc}") && !elsewhere.has(`${method} ${path}`),
);

async function outcome({ run }: Operation, vc: string) {
  const params = { vc, name: "thing", app: "thing" };
  const request = new Request("http://panel.test/");
  return run({
    params,
    query: {},
    body: { name: "thing" },
    request,
    identity: anyoneIdentity,
    sees: () => true,
    shown: asItIs,
    installation: cluster.installation,
    cluster,
  }).then(
    () => "it was done",
    (thrown: unknown) => `${problemOf(thrown).status} ${problemOf(thrown).detail}`,
  );
}

describe.each(writing.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
  "%s",
  (_, operation) => {
    test("changes nothing in namespaces of Kubernetes, Istio and Lamia, managed or not", async () => {
      for (const vc of ["kube-system", "kube-anything", "istio-system", "mesh-control", "lamia-system"])
        expect(await outcome(operation, vc)).toMatch(`403 ${vc} belongs to Kubernetes, Istio, or Lamia`);
    });

    test("changes nothing outside virtual clusters", async () => {
      for (const vc of ["other", "released"])
        expect(await outcome(operation, vc)).toMatch(`403 ${vc} isn’t a virtual cluster`);
      for (const vc of ["nowhere", "__proto__", "constructor"])
        expect(await outcome(operation, vc)).toBe(`404 The cluster has no namespace ${vc}.`);
    });
  },
);

test("metadata belongs to virtual clusters only, also what returns to earlier ones", async () => {
  const writesMetadata = /\/metadata(\/versions\/\{seq\}\/(review|return))?$/;
  const found = operations.filter(
    ({ method, path }) => method !== "get" && path.includes("{vc}") && writesMetadata.test(path),
  );
  expect(found).toHaveLength(3);
  for (const each of found) expect(await outcome(each, "other")).toMatch("403 other isn’t a virtual cluster");
});
