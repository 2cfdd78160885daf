import { afterAll, beforeAll, expect, test } from "vitest";
import type { ImportAnswer, ImportRequest } from "@/lib/api/import";
import type { Review } from "@/lib/api/mesh-object";
import { exportVirtualCluster, importYaml, review } from "@/lib/server/operations/objects";
import { call, kubectl } from "@/lib/server/testing/call";
import { startTestPanel, type TestPanel } from "@/lib/server/testing/test-panel";

let panel: TestPanel;
const vc = "vamp-demo";

beforeAll(async () => {
  panel = await startTestPanel(async () => ({ LAMIA_RUNNER: "off" }));
});
afterAll(async () => panel?.close());

const imported = (body: ImportRequest) =>
  call<ImportAnswer>(panel.cluster, importYaml, { params: { vc }, body });

const text = `
apiVersion: v1
kind: Service
metadata: { name: imported }
spec: { selector: { app: vamp-shop }, ports: [{ port: 9191, name: http }] }
---
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: { name: imported }
spec:
  hosts: [imported.democluster.net]
  http:
    - route: [{ destination: { host: imported, port: { number: 9191 } } }]
---
kind: gateway
name: old-gateway
servers:
  - { port: 80, protocol: http, hosts: [imported.democluster.net] }
---
apiVersion: v1
kind: Service
metadata: { name: wrong }
spec:
  ports:
    - { port: eighty }
`;

test("a preview says what each document would do, with the positions of mistakes, and changes nothing", async () => {
  const { documents, written } = await imported({ text });
  expect(documents.map(({ kind, name, action }) => [kind, name, action])).toEqual([
    ["Service", "imported", "create"],
    ["VirtualService", "imported", "create"],
    ["Gateway", "old-gateway", "create"],
    ["Service", "wrong", null],
  ]);
  expect(documents[3]?.problems[0]).toMatchObject({ line: 25, path: ["spec", "ports", 0, "port"] });
  expect(documents[2]?.source).toBe("vamp");
  expect(documents[1]?.next).toContain("apiVersion: networking.istio.io/v1\n");
  expect(written).toBe(0);
  expect(panel.cluster.cache.get("Service", vc, "imported")).toBeNull();
});

test("each document is applied with its own result, and the second time is unchanged", async () => {
  const first = await imported({ text, apply: true });
  expect(first).toMatchObject({ written: 3, failed: 1, unchanged: 0 });
  expect(first.documents[0]?.result).toMatchObject({
    done: true,
    link: `/virtual-clusters/${vc}/services/imported`,
  });
  const again = await imported({ text, apply: true });
  expect(again).toMatchObject({ written: 0, failed: 1, unchanged: 3 });
});

test("a document that would change kubectl's fields is held back, and the others aren't", async () => {
  await kubectl(panel.sandbox, ["label", "service", "imported", "-n", vc, "team=shop"]);
  const labelled = `
apiVersion: v1
kind: Service
metadata: { name: imported, labels: { team: mine } }
spec: { selector: { app: vamp-shop }, ports: [{ port: 9191, name: http }] }
---
apiVersion: v1
kind: Service
metadata: { name: beside }
spec: { ports: [{ port: 80 }] }
`;
  const held = await imported({ text: labelled, apply: true });
  expect(held).toMatchObject({ written: 1, failed: 1 });
  expect(held.documents[0]?.refusals).toMatchObject([{ manager: "kubectl-label" }]);
  expect(panel.cluster.cache.get("Service", vc, "imported")?.metadata.labels?.team).toBe("shop");
  const forced = await imported({ text: labelled, apply: true, force: true });
  expect(forced).toMatchObject({ written: 1, failed: 0, unchanged: 1 });
  expect(panel.cluster.cache.get("Service", vc, "imported")?.metadata.labels?.team).toBe("mine");
});

const version = (name: string, image: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, labels: { app: bulk } }
spec:
  selector: { matchLabels: { app: bulk } }
  template:
    metadata: { labels: { app: bulk, version: v1 } }
    spec: { containers: [{ name: bulk, image: "${image}" }] }
`;

test("a Deployment is previewed, written and linked as a version of its application", async () => {
  const text = `${version("bulk-v1", "bulk:1")}---${version("bulk-v2", "bulk 2")}`;
  const { documents } = await imported({ text });
  expect(documents.map(({ kind, name, action }) => [kind, name, action])).toEqual([
    ["Deployment", "bulk-v1", "create"],
    ["Deployment", "bulk-v2", null],
  ]);
  const path = ["spec", "template", "spec", "containers", 0, "image"];
  expect(documents[1]?.problems).toMatchObject([{ line: 18, path }]);
  const { documents: done } = await imported({ text, apply: true });
  expect(done[0]?.result).toMatchObject({
    done: true,
    link: `/virtual-clusters/${vc}/applications/bulk/versions/bulk-v1`,
  });
  const changed = await imported({ text: version("bulk-v1", "bulk:3") });
  expect(changed.documents[0]).toMatchObject({ action: "change", refusals: [] });
  expect(changed.documents[0]?.next).toContain("image: bulk:3");
});

const service = (name: string, namespace: string) => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: { app: shop }, ports: [{ port: 9191, name: http }] }
`;
const namespace = (name: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { team: shop } }
spec: { finalizers: [kubernetes] }
`;

test("a Namespace becomes a virtual cluster before its objects are created", async () => {
  const text = [service("first", "brought"), namespace("brought"), "# nothing\n"].join("---\n");
  const body = { text, useNamespaces: true };
  const { documents } = await imported(body);
  expect(documents.map(({ kind, namespace, action }) => [kind, namespace, action])).toEqual([
    ["Service", "brought", "create"],
    ["Namespace", "brought", "create"],
  ]);
  expect(panel.cluster.cache.get("Namespace", null, "brought")).toBeNull();
  // Without its Namespace it has no place.
  expect(await imported({ ...body, apply: true, only: [0] })).toMatchObject({ written: 0, failed: 1 });
  const done = await imported({ ...body, apply: true });
  expect(done).toMatchObject({ written: 2, failed: 0 });
  expect(done.documents[1]?.result).toMatchObject({ link: "/virtual-clusters/brought" });
  expect(panel.cluster.cache.get("Namespace", null, "brought")?.metadata.labels).toMatchObject({
    team: "shop",
    "lamia.dev/managed": "true",
  });
  expect(panel.cluster.cache.get("Service", "brought", "first")).not.toBeNull();
  expect(await imported({ ...body, apply: true })).toMatchObject({ written: 0, unchanged: 2 });
});

test("a document for a Namespace that is going says so, and the others are previewed", async () => {
  const namespaces = { group: "", plural: "namespaces" };
  const metadata = {
    name: "going",
    labels: { "lamia.dev/managed": "true" },
    finalizers: ["example.com/hold"],
  };
  for (const more of [{}, { deletionTimestamp: "2026-01-01T00:00:00Z" }])
    panel.sandbox.kubernetes.objects.put(namespaces, {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { ...metadata, ...more },
    } as never);
  const isGoing = () =>
    panel.cluster.cache.get("Namespace", null, "going")?.metadata.deletionTimestamp !== undefined;
  await expect.poll(isGoing).toBe(true);
  const service = (name: string, namespace: string) =>
    `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { ports: [{ name: http, port: 80 }] }\n`;
  const body = { text: `${service("late", "going")}---\n${service("fine", vc)}`, useNamespaces: true };
  const [late, fine] = (await imported(body)).documents;
  expect(late?.refusals).toMatchObject([
    { path: [], message: expect.stringContaining("in namespace going") },
  ]);
  expect(fine).toMatchObject({ action: "create", refusals: [] });
  const [result] = (await imported({ ...body, apply: true })).documents;
  expect(result?.result).toMatchObject({
    done: false,
    detail: expect.stringContaining("in namespace going"),
  });
});

test("nothing is created in a namespace that isn't a virtual cluster, or is the system's", async () => {
  const text = [service("a", "default"), service("b", "kube-system"), namespace("kube-system")].join("---\n");
  const { documents, written } = await imported({ text, useNamespaces: true, apply: true });
  expect(documents.map(({ action }) => action)).toEqual([null, null, null]);
  expect(documents.map(({ problems }) => problems[0]?.severity)).toEqual(["error", "error", "error"]);
  expect(written).toBe(0);
  const here = await imported({ text });
  expect(here.documents.map(({ namespace, written, action }) => [namespace, written, action])).toEqual([
    [vc, "default", "create"],
    [vc, "kube-system", "create"],
    ["kube-system", null, null],
  ]);
});

test("kinds that aren't imported are counted; pods of another ServiceAccount run as default, and a warning says so", async () => {
  const account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: shop }\n";
  const deployment = version("bulk-v3", "bulk:1").replace(
    "containers:",
    "serviceAccountName: shop, containers:",
  );
  const { documents, skipped } = await imported({ text: [account, account, deployment].join("---\n") });
  expect(skipped).toEqual([{ kind: "ServiceAccount", count: 2 }]);
  expect(documents).toMatchObject([{ action: "create", refusals: [], problems: [{ severity: "warning" }] }]);
  expect(documents[0]?.next).not.toContain("serviceAccount");
});

test("an export imports without changes", async () => {
  const response = await call<Response>(panel.cluster, exportVirtualCluster, { params: { vc } });
  expect(response.headers.get("content-type")).toContain("text/yaml");
  const { documents } = await imported({ text: await response.text() });
  expect(documents.length).toBeGreaterThan(3);
  expect(documents.map(({ kind }) => kind)).toContain("Deployment");
  expect(documents.map(({ name, action, problems }) => [name, action, problems])).toEqual(
    documents.map(({ name }) => [name, "unchanged", []]),
  );
});

test("a review shows findings at the fields of the form, and a diff", async () => {
  const body = {
    kind: "VirtualService",
    form: {
      name: "imported",
      hosts: ["imported.democluster.net"],
      gateways: ["nowhere"],
      routes: [{ weights: [{ destination: "missing", weight: 100 }] }],
    },
  };
  const looked = await call<Review>(panel.cluster, review, { params: { vc }, body });
  expect(looked.problems).toEqual([]);
  expect(looked.findings.map(({ code, formPath }) => [code, formPath])).toEqual(
    expect.arrayContaining([["IST0101", ["gateways", 0]]]),
  );
  expect(looked.current).toContain("imported");
  expect(looked.next).toContain("nowhere");
  const broken = { kind: "VirtualService", form: { name: "x", hosts: ["not a host"], routes: [] } };
  const refused = await call<Review>(panel.cluster, review, { params: { vc }, body: broken });
  expect(refused.problems.map(({ path }) => path)).toEqual([["hosts", 0], ["routes"]]);
});
