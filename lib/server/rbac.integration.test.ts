import { afterAll, beforeAll, expect, test } from "vitest";
import type { IstioInstallation } from "@/lib/api/istio";
import { qualifiedName } from "@/lib/kubernetes/objects/kinds";
import { applyObject, deleteObject } from "@/lib/kubernetes/objects/objects";
import {
  installPermissions,
  migrationPermissions,
  missingPermissions,
  neededPermissions,
} from "@/lib/kubernetes/permissions";
import { certManagerDefinitions } from "@/sandbox/kubernetes/seeds/cert-manager";
import { readIssuers } from "./operations/cert-manager";
import { createGateway, deleteGateway } from "./operations/gateways";
import { installIstio, readIstioInstallation } from "./operations/istio";
import { patchMetadataOperation } from "./operations/metadata";
import { call } from "./testing/call";
import {
  delegateAtOnce,
  hostOf,
  putGateway,
  removeGateway,
  serve,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "./testing/test-panel";

/**
 * The API server here enforces RBAC, and the panel has what the manifests grant. So a request that needs more is
 * refused, in this test and in all others with a panel; and what nothing here uses is granted for nothing.
 */
let panel: TestPanel;
const vc = "vamp-demo";

beforeAll(async () => {
  panel = await startTestPanel(undefined, { behindProxy: true });
  delegateAtOnce(panel.sandbox);
});
afterAll(async () => panel?.close());

const run = <Answer>(operation: unknown, given: Parameters<typeof call>[2] = {}) =>
  call<Answer>(panel.cluster, operation, given);
const istio = "networking.istio.io";
const objects = () => panel.sandbox.kubernetes.objects;

/** One object of each kind that a watch follows. */
const followed = [
  ["", "v1", "Namespace", "namespaces", {}],
  ["", "v1", "Service", "services", { ports: [{ port: 80 }], selector: { app: "x" } }],
  ["", "v1", "Secret", "secrets", {}],
  ...["Deployment", "DaemonSet", "StatefulSet"].map((kind) => [
    "apps",
    "apps/v1",
    kind,
    `${kind.toLowerCase()}s`,
    {
      selector: { matchLabels: { app: "x" } },
      serviceName: "x",
      template: { metadata: { labels: { app: "x" } }, spec: { containers: [{ name: "x", image: "x" }] } },
    },
  ]),
  [istio, "networking.istio.io/v1", "Gateway", "gateways", { selector: { a: "b" }, servers: [] }],
  [istio, "networking.istio.io/v1", "VirtualService", "virtualservices", { hosts: ["x"], http: [] }],
  [istio, "networking.istio.io/v1", "DestinationRule", "destinationrules", { host: "x" }],
  [istio, "networking.istio.io/v1", "ServiceEntry", "serviceentries", { hosts: ["x.test"], ports: [] }],
] as [string, string, string, string, Record<string, unknown>][];

const isUsed = (what: string) =>
  waitUntil(what, () => [...panel.sandbox.kubernetes.access.used].some((each) => each.startsWith(what)), 60);

/** A Gateway with a Secured Host, and with these annotations. */
function putAnnotated(name: string, more: Record<string, string>): void {
  putGateway(panel.sandbox, name, hostOf(name));
  const gateway = objects().get({ group: istio, plural: "gateways" }, vc, name);
  const metadata = { ...gateway?.metadata, annotations: { ...gateway?.metadata.annotations, ...more } };
  objects().put({ group: istio, plural: "gateways" }, { ...gateway, metadata } as never);
}

test("a walk, and one whose address is that of the nodes", async () => {
  await serve(panel, ["walked"]);
  putAnnotated("nodes", { "lamia.dev/gateway_address": "nodes" });
  await isUsed("list nodes");
  removeGateway(panel.sandbox, "nodes");
  removeGateway(panel.sandbox, "walked");
  await isUsed("delete secrets");
});

test("a wildcard certificate that gateways share", async () => {
  putAnnotated("wide", { "lamia.dev/certificate_scope": "zone" });
  await isUsed("patch envoyfilters.networking.istio.io istio-system");
  removeGateway(panel.sandbox, "wide");
  await isUsed("delete envoyfilters.networking.istio.io istio-system");
});

test("an ingress of its own, and Istio's installation", async () => {
  const servers = [{ hosts: ["own.democluster.net"], port: 80, protocol: "http" }];
  await run(createGateway, {
    params: { vc },
    body: { name: "own", ingress: { kind: "dedicated" }, servers },
  });
  await isUsed("patch horizontalpodautoscalers.autoscaling istio-system");
  await run(deleteGateway, { params: { vc, name: "own" } });
  for (const resource of ["deployments.apps", "services", "serviceaccounts"])
    await isUsed(`delete ${resource} istio-system`);
  for (const resource of ["roles", "rolebindings"])
    await isUsed(`delete ${resource}.rbac.authorization.k8s.io istio-system`);
  await isUsed("delete horizontalpodautoscalers.autoscaling istio-system");

  await run(installIstio, { body: { version: "1.27.3", confirm: true } });
  await waitUntil("Istio is installed", async () => {
    const { state } = await run<IstioInstallation>(readIstioInstallation);
    return state === "succeeded";
  });
  await isUsed("delete clusterrolebindings.rbac.authorization.k8s.io");
  await run(installIstio, { body: { version: "1.27.3", confirm: true } });
  await isUsed("delete jobs.batch");
});

test("what the forms write, settings, and cert-manager's objects", async () => {
  for (const each of certManagerDefinitions())
    objects().put({ group: "apiextensions.k8s.io", plural: "customresourcedefinitions" }, each as never);
  await run(readIssuers, { params: { vc } });
  await run(patchMetadataOperation, { params: { vc }, body: { note: "1" } });
  const { client, cache } = panel.cluster;
  for (const [kind, spec] of [
    ["VirtualService", { hosts: ["x.test"], http: [{ directResponse: { status: 200 } }] }],
    ["DestinationRule", { host: "x.test" }],
    ["ServiceEntry", { hosts: ["x.test"], ports: [{ number: 80, name: "http" }] }],
  ] as const) {
    const applied = await applyObject(
      { client, cache },
      kind,
      {
        metadata: { name: "applied", namespace: vc },
        spec,
      },
      { create: true },
    );
    expect(applied).toMatchObject({ ok: true });
    await deleteObject({ client }, kind, vc, "applied");
  }
});

test("objects that went while nobody watched are asked for one by one", async () => {
  const made = followed.map(([group, apiVersion, kind, resource, spec]) => {
    const labels = { "app.kubernetes.io/managed-by": "lamia" };
    const namespace = kind === "Namespace" ? {} : { namespace: vc };
    const metadata = { name: "brief", labels, ...namespace };
    objects().put({ group, plural: resource }, { apiVersion, kind, metadata, spec } as never);
    return { group, resource, kind: kind as "Service" };
  });
  const seen = ({ kind }: { kind: string }) =>
    panel.cluster.cache.get(kind as "Service", kind === "Namespace" ? null : vc, "brief");
  for (const each of made) await waitUntil(`${each.kind} is seen`, () => seen(each), 60);
  // A watch that has to begin anew finds the object missing from its list.
  panel.proxy.answer = ({ path }) => (path.includes("watch=true") ? 410 : null);
  panel.proxy.cut();
  for (const { group, resource, kind } of made.toReversed())
    objects().remove({ group, plural: resource }, String(kind) === "Namespace" ? undefined : vc, "brief");
  for (const each of made) await waitUntil(`${each.kind} is gone`, () => !seen(each), 90);
  panel.proxy.answer = () => null;
});

test("the manifests grant what has been used, and nothing else", async () => {
  const used = new Set(
    [...panel.sandbox.kubernetes.access.used].map((each) => each.split(" ").slice(0, 2).join(" ")),
  );
  const granted = [...neededPermissions, ...migrationPermissions, ...installPermissions].flatMap(
    ({ group, resource, verbs }) =>
      verbs
        // Binding a role takes no request of its own.
        .filter((verb) => verb !== "bind")
        .map((verb) => `${verb} ${qualifiedName({ group, plural: resource })}`),
  );
  expect(await missingPermissions(panel.cluster.client)).toEqual([]);
  expect([...used].filter((each) => !granted.includes(each)).sort()).toEqual([]);
  expect([...new Set(granted)].filter((each) => !used.has(each)).sort()).toEqual([]);
});
