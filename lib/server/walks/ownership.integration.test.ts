import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { StepId } from "@/lib/gateway/steps";
import { checkGateway } from "@/lib/server/operations/gateways";
import { call } from "@/lib/server/testing/call";
import {
  delegateAtOnce,
  putGateway,
  removeGateway,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
  walkState,
} from "@/lib/server/testing/test-panel";

let panel: TestPanel;

const kinds = {
  namespaces: { group: "", plural: "namespaces" },
  secrets: { group: "", plural: "secrets" },
  services: { group: "", plural: "services" },
  deployments: { group: "apps", plural: "deployments" },
  gateways: { group: "networking.istio.io", plural: "gateways" },
};
const tenant = "tenant-b";

beforeAll(async () => {
  panel = await startTestPanel();
  delegateAtOnce(panel.sandbox);
  setUpTenant();
});
afterAll(async () => panel?.close());
beforeEach(() => vi.unstubAllGlobals());

const objects = () => panel.sandbox.kubernetes.objects;
const orders = () => panel.sandbox.counts.ordersCreated;

/** A virtual cluster with the same Google project, and its own load balancer and pods. */
function setUpTenant(): void {
  const demo = objects().get(kinds.namespaces, undefined, "vamp-demo");
  const settings = objects().get(kinds.secrets, "vamp-demo", "lamia-metadata");
  const labels = { istio: tenant };
  objects().put(kinds.namespaces, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: tenant,
      labels: { "lamia.dev/managed": "true" },
      annotations: { ...demo?.metadata.annotations },
    },
  });
  objects().put(kinds.secrets, {
    apiVersion: "v1",
    kind: "Secret",
    type: "Opaque",
    // Without a label, as in docs/kubectl.md.
    metadata: { name: "lamia-metadata", namespace: tenant },
    data: settings?.data,
  });
  objects().put(kinds.deployments, {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "ingress", namespace: tenant },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "istio-proxy", image: "auto" }] } },
    },
  });
  objects().put(kinds.services, {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "ingress", namespace: tenant },
    spec: {
      type: "LoadBalancer",
      selector: labels,
      ports: [{ name: "https", port: 443, targetPort: 8443, protocol: "TCP" }],
    },
  });
}

function putTenantGateway(name: string, host: string): void {
  objects().put(kinds.gateways, {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name, namespace: tenant, annotations: { "lamia.dev/secured-hosts": `443=${host}` } },
    spec: {
      selector: { istio: tenant },
      servers: [
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts: [host],
          tls: { mode: "SIMPLE", credentialName: `${name}-tls` },
        },
      ],
    },
  });
}

function annotate(namespace: string, name: string, annotations: Record<string, string>): void {
  const gateway = objects().get(kinds.gateways, namespace, name);
  objects().put(kinds.gateways, {
    ...gateway,
    metadata: { ...gateway?.metadata, annotations: { ...gateway?.metadata.annotations, ...annotations } },
  });
}

const secretOf = (namespace: string, name: string) => objects().get(kinds.secrets, namespace, `${name}-tls`);
const tenantReport = (name: string, host: string, step: StepId) =>
  panel.cluster.live.get(`${tenant}/${name}:443=${host}`)?.reports.find((report) => report.step === step);

async function serving(name: string, host: string): Promise<void> {
  putGateway(panel.sandbox, name, host);
  const key = `vamp-demo/${name}:443=${host}`;
  await waitUntil(`${name} serves`, () => walkState(panel, key) === "serving");
}

const refused = (name: string, host: string) =>
  waitUntil(`${name} is refused`, () => {
    const report = tenantReport(name, host, "zone");
    return report?.state === "blocked" ? report : null;
  });

describe("a host that belongs to another virtual cluster", () => {
  const host = "victim.democluster.net";

  test("is rejected at once: no order, no record, and no key in the other's namespace", async () => {
    await serving("victim", host);
    const before = orders();
    putTenantGateway("grab", host);
    const report = await refused("grab", host);
    expect(`${report.note} ${report.remedy}`).not.toMatch(/vamp-demo|victim\b(?!\.)/);
    expect(report.remedy).toContain(`lamia.dev/share-with to “${tenant}/grab”`);
    expect(secretOf(tenant, "grab")).toBeUndefined();
    expect(orders()).toBe(before);
    expect(tenantReport("grab", host, "record")?.state).toBe("pending");
  });

  test("is not given to an older Gateway without an ownership record in DNS", async () => {
    const gateway = objects().get(kinds.gateways, tenant, "grab");
    objects().put(kinds.gateways, {
      ...gateway,
      metadata: { ...gateway?.metadata, creationTimestamp: "2020-01-01T00:00:00Z" },
    });
    await call(panel.cluster, checkGateway, { params: { vc: tenant, name: "grab" } });
    await refused("grab", host);
    expect(secretOf(tenant, "grab")).toBeUndefined();
    expect(reportOf(panel, "victim", host, "serving")?.state).toBe("done");
  });

  test("and whose key an earlier version published there is taken back at the next visit", async () => {
    const right = secretOf("istio-system", "victim");
    objects().put(kinds.secrets, {
      ...right,
      metadata: {
        name: "grab-tls",
        namespace: tenant,
        labels: right?.metadata.labels ?? {},
        annotations: right?.metadata.annotations ?? {},
      },
    });
    await waitUntil("it is seen", () => panel.cluster.cache.get("Secret", tenant, "grab-tls"));
    await call(panel.cluster, checkGateway, { params: { vc: tenant, name: "grab" } });
    await waitUntil("it is gone", () => secretOf(tenant, "grab") === undefined);
    expect(secretOf("istio-system", "victim")).toBeDefined();
  });

  test("is shared with the same certificate when the owner says so, and taken back when it no longer does", async () => {
    const before = orders();
    annotate("vamp-demo", "victim", { "lamia.dev/share-with": `${tenant}/grab` });
    const shared = await waitUntil("it is published", () => secretOf(tenant, "grab"));
    expect(shared.data).toEqual(secretOf("istio-system", "victim")?.data);
    expect(orders()).toBe(before);
    annotate("vamp-demo", "victim", { "lamia.dev/share-with": "" });
    await waitUntil("it is taken back", () => secretOf(tenant, "grab") === undefined);
    await refused("grab", host);
    expect(secretOf("istio-system", "victim")).toBeDefined();
  });

  test("is free once its Gateway is gone, and gets a new key", async () => {
    const old = secretOf("istio-system", "victim")?.data as Record<string, string>;
    removeGateway(panel.sandbox, "victim");
    const fresh = await waitUntil("it is published", () => secretOf(tenant, "grab"));
    expect((fresh.data as Record<string, string>)["tls.key"]).not.toBe(old["tls.key"]);
    await waitUntil("the old one is withdrawn", () => secretOf("istio-system", "victim") === undefined);
  });
});

test("a wildcard and the names that it covers are decided together", async () => {
  await serving("wild", "*.wild.democluster.net");
  putTenantGateway("below", "shop.wild.democluster.net");
  const below = await refused("below", "shop.wild.democluster.net");
  expect(below.note).toContain("*.wild.democluster.net, which covers");

  await serving("single", "one.single.democluster.net");
  putTenantGateway("above", "*.single.democluster.net");
  const above = await refused("above", "*.single.democluster.net");
  expect(above.note).not.toContain("one.single");
  expect([secretOf(tenant, "below"), secretOf(tenant, "above")]).toEqual([undefined, undefined]);
});

test("two Gateways that name one Secret don't overwrite each other", async () => {
  await serving("first", "first.democluster.net");
  const before = orders();
  const first = secretOf("istio-system", "first");
  putGateway(panel.sandbox, "second", "second.democluster.net", { credentialName: "first-tls" });
  const blocked = await waitUntil("it is blocked", () => {
    const report = reportOf(panel, "second", "second.democluster.net", "certificate");
    return report?.state === "blocked" ? report : null;
  });
  expect(blocked.note).toContain("of another Secured Host");
  expect(orders()).toBe(before);
  expect(secretOf("istio-system", "first")?.data).toEqual(first?.data);
});

test("a CA that answers 503 right after each order gets one order", async () => {
  const genuine = globalThis.fetch;
  let refusals = 0;
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    const isOrder = /\/order\/[^/]+$/.test(new URL(url).pathname) && init.method === "POST";
    if (!isOrder || refusals >= 5) return genuine(url, init);
    refusals += 1;
    return Promise.resolve(new Response("", { status: 503 }));
  });
  const before = orders();
  const host = "stumbling.democluster.net";
  putGateway(panel.sandbox, "stumbling", host);
  const key = `vamp-demo/stumbling:443=${host}`;
  await waitUntil("it is seen", () => panel.cluster.index.has(key));
  await waitUntil("it serves", async () => {
    if (walkState(panel, key) === "serving") return true;
    // Clicking "Check now" again and again doesn't make it worse.
    await call(panel.cluster, checkGateway, { params: { vc: "vamp-demo", name: "stumbling" } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    return false;
  });
  expect(refusals).toBe(5);
  expect(orders() - before).toBe(1);
});
