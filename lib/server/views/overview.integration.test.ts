import { afterAll, beforeAll, expect, test } from "vitest";
import type { ApplicationView, DeploymentDetails } from "@/lib/api/application";
import type { FindingsPage } from "@/lib/api/finding";
import type { IngressView, IstioView } from "@/lib/api/istio";
import type { RoutesMap } from "@/lib/api/map";
import type { Overview } from "@/lib/api/overview";
import type { FoundObject, Page } from "@/lib/api/page";
import type { DeploymentForm } from "@/lib/istio/deployment/form";
import { ProblemError } from "@/lib/server/http/problem-error";
import { deleteApplication, listApplications, readApplication } from "@/lib/server/operations/applications";
import { createDeployment, readDeployment, replaceDeployment } from "@/lib/server/operations/deployments";
import { listFindings } from "@/lib/server/operations/findings";
import { listIngresses, readIstio } from "@/lib/server/operations/istio";
import { importYaml } from "@/lib/server/operations/objects";
import { readMap, readOverview, search } from "@/lib/server/operations/overview";
import { call, kubectl } from "@/lib/server/testing/call";
import { startTestPanel, type TestPanel, waitUntil } from "@/lib/server/testing/test-panel";

let panel: TestPanel;
const vc = "vamp-demo";

beforeAll(async () => {
  panel = await startTestPanel(async () => ({ LAMIA_RUNNER: "off" }));
});
afterAll(async () => panel?.close());

const run = <Answer>(operation: unknown, given: Parameters<typeof call>[2] = {}) =>
  call<Answer>(panel.cluster, operation, given);

test("the shop is one application with two versions, with its Service, when its pods are ready", async () => {
  const shop = await waitUntil("the shop is ready", async () => {
    const { items } = await run<Page<ApplicationView>>(listApplications, { params: { vc } });
    return items.find(({ state, versions }) => state === "ready" && versions.length === 2);
  });
  expect(shop.versions.map(({ version, own }) => [version, own])).toEqual([
    [expect.any(String), false],
    [expect.any(String), false],
  ]);
  expect(shop.replicas).toBe(shop.ready);
  expect(shop.images.length).toBeGreaterThan(0);
});

test("a version is created, changed, and loses what its form has removed", async () => {
  const form = {
    name: "pay-v1",
    app: "pay",
    version: "v1",
    image: "acme/pay:1",
    ports: [{ port: 80, name: "http" }, { port: 81 }],
    env: [{ name: "A", value: "1" }],
    labels: { team: "shop" },
  };
  await run(createDeployment, { params: { vc }, body: form });
  const params = { vc, name: "pay-v1" };
  const { env: _, labels: __, ...rest } = form;
  const body = { ...rest, image: "acme/pay:2", ports: [{ port: 80 }], replicas: 2 };
  const saved = await run<DeploymentDetails<DeploymentForm>>(replaceDeployment, { params, body });
  expect(saved.form).toMatchObject({
    image: "acme/pay:2",
    replicas: 2,
    ports: [{ port: 80 }],
    env: [],
    labels: {},
  });
  expect(saved.own).toBe(true);
  const moved = run(replaceDeployment, { params, body: { ...body, app: "other" } });
  await expect(moved).rejects.toMatchObject({ problem: { status: 422, errors: [{ path: ["app"] }] } });
});

test("a port and a variable that kubectl has added are rejected by name, and removed with force", async () => {
  const params = { vc, name: "pay-v1" };
  const patch = JSON.stringify({
    spec: {
      template: {
        spec: {
          containers: [
            {
              name: "pay",
              ports: [{ containerPort: 90 }],
              env: [
                { name: "B", value: "2" },
                { name: "KEY", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
              ],
            },
          ],
        },
      },
    },
  });
  await kubectl(panel.sandbox, ["patch", "deployment", "pay-v1", "-n", vc, "-p", patch]);
  const body = { name: "pay-v1", app: "pay", version: "v1", image: "acme/pay:2", ports: [{ port: 80 }] };
  const refused = await run(replaceDeployment, { params, body }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ProblemError);
  const { errors } = (refused as ProblemError).problem;
  expect(errors?.map(({ path, manager }) => [path[0], manager])).toEqual([
    ["ports", "kubectl-patch"],
    ["env", "kubectl-patch"],
  ]);
  const query = { force: "true" };
  const saved = await run<DeploymentDetails<DeploymentForm>>(replaceDeployment, { params, body, query });
  expect(saved.form).toMatchObject({ ports: [{ port: 80 }], env: [] });
  expect(JSON.stringify(saved.object)).toContain("secretKeyRef");
});

test("a foreign Deployment's image can be taken over, and nothing else is dropped silently", async () => {
  const shop = panel.cluster.cache.list("Deployment", vc).find(({ metadata }) => metadata.name !== "pay-v1");
  const params = { vc, name: shop?.metadata.name ?? "" };
  const { form, owners } = await run<DeploymentDetails<DeploymentForm>>(readDeployment, { params });
  expect(owners.length).toBeGreaterThan(0);
  const body = { ...form, image: "acme/other:2" };
  const saved = await run<DeploymentDetails<DeploymentForm>>(replaceDeployment, {
    params,
    body,
    query: { force: "true" },
  });
  expect(saved.form).toEqual(body);
  const labelled = run(replaceDeployment, { params, body: { ...body, labels: { x: "1" } } });
  await expect(labelled).rejects.toMatchObject({ problem: { errors: [{ path: ["labels"] }] } });
});

test("an application is deleted with all of its versions", async () => {
  await run(deleteApplication, { params: { vc, app: "pay" } });
  await waitUntil("it is gone", () => panel.cluster.cache.get("Deployment", vc, "pay-v1") === null);
  await expect(run(readApplication, { params: { vc, app: "pay" } })).rejects.toBeInstanceOf(ProblemError);
});

test("findings, map, search and overview agree on the objects", async () => {
  const text = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: lost }
spec: { hosts: [lost.democluster.net], gateways: [nowhere], http: [{ route: [{ destination: { host: gone } }] }] }
`;
  await run(importYaml, { params: { vc }, body: { text, apply: true, ignoreFindings: true } });
  const all = await run<FindingsPage>(listFindings, { query: { virtualCluster: vc, name: "lost" } });
  expect(all.items.map(({ code, severity, link }) => [code, severity, link])).toContainEqual([
    "IST0101",
    "error",
    `/virtual-clusters/${vc}/virtual-services/lost`,
  ]);
  expect(all.counts.error).toBe(all.items.filter(({ severity }) => severity === "error").length);
  const errors = await run<FindingsPage>(listFindings, { query: { severity: "error", limit: "1" } });
  expect(errors.items).toHaveLength(1);
  expect(errors.nextCursor).not.toBeNull();
  const rest = await run<FindingsPage>(listFindings, {
    query: { severity: "error", cursor: errors.nextCursor ?? "" },
  });
  expect(rest.items.map(({ id }) => id)).not.toContain(errors.items[0]?.id);

  const map = await run<RoutesMap>(readMap, { query: { virtualCluster: vc } });
  const lost = map.nodes.find(({ id }) => id === `virtual-service:${vc}/lost`);
  expect(lost).toMatchObject({ severity: "error", link: `/virtual-clusters/${vc}/virtual-services/lost` });

  const { items } = await run<{ items: FoundObject[] }>(search, { query: { q: "LOST" } });
  expect(items).toMatchObject([{ kind: "VirtualService", name: "lost", virtualCluster: vc }]);

  const overview = await run<Overview>(readOverview);
  expect(overview.virtualClusters).toBe(1);
  expect(overview.findings.error).toBe(errors.counts.error);
  expect(overview.istio).toMatchObject({ controlPlane: "ok", definitions: "ok", version: "1.27.3" });
});

test("Istio's parts are reported with their state, and the ingress with its address", async () => {
  const istio = await waitUntil("the ingress has its address", async () => {
    const view = await run<IstioView>(readIstio);
    return view.state === "ok" && view;
  });
  expect(istio.definitions.items.filter(({ needed }) => needed).every(({ present }) => present)).toBe(true);
  expect(istio.namespaces.find(({ name }) => name === vc)).toMatchObject({ managed: true, injection: true });
  const { items } = await run<{ items: IngressView[] }>(listIngresses);
  expect(items).toMatchObject([
    { name: "istio-ingressgateway", selector: { istio: "ingressgateway" }, state: "ok", dedicatedTo: null },
  ]);
  await kubectl(panel.sandbox, ["scale", "deployment", "istiod", "-n", "istio-system", "--replicas=0"]);
  await waitUntil("istiod is told to be gone", async () => {
    const { controlPlane } = await run<IstioView>(readIstio);
    return controlPlane.state === "broken" && controlPlane.remedy !== null;
  });
});
