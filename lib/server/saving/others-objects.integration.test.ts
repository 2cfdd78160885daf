import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Review } from "@/lib/api/mesh-object";
import { type Kind, kindEntry } from "@/lib/istio/kinds";
import { forExport } from "@/lib/istio/yaml/write";
import type { KubernetesObject } from "@/lib/model/object";
import { kubectl, thrownProblem } from "@/lib/server/testing/call";
import type { Operation } from "../http/operation";
import { readGateway, replaceGateway } from "../operations/gateways";
import { destinationRules, serviceEntries, virtualServices } from "../operations/mesh-objects";
import { importYaml, putObject, review } from "../operations/objects";
import { call } from "../testing/call";
import { startTestPanel, type TestPanel } from "../testing/test-panel";

/** Objects that Istio's webhook accepts from `kubectl apply`, and that no form of ours would have written. */
let panel: TestPanel;
const vc = "vamp-demo";

beforeAll(async () => {
  panel = await startTestPanel(async () => ({ LAMIA_RUNNER: "off" }));
});
afterAll(async () => panel?.close());

interface Shown {
  object: KubernetesObject & { spec: Record<string, unknown> };
  resourceVersion: string;
}

const operations: Partial<Record<Kind, { read: Operation; replace: Operation }>> = {
  Gateway: { read: readGateway as Operation, replace: replaceGateway as Operation },
  VirtualService: virtualServices as { read: Operation; replace: Operation },
  DestinationRule: destinationRules as { read: Operation; replace: Operation },
  ServiceEntry: serviceEntries as { read: Operation; replace: Operation },
};

const server = (host: string, number: number, protocol: string, tls?: object) => ({
  port: { number, protocol, name: `${protocol.toLowerCase()}-${host.replace(/\W/g, "")}` },
  hosts: [host],
  ...(tls ? { tls } : {}),
});
const share = (subset: string, weight: number) => ({ destination: { host: "shop", subset }, weight });

const cases: [string, Kind, object, object?][] = [
  [
    "two Secured Hosts on one port",
    "Gateway",
    {
      selector: { istio: "ingressgateway", build: "e1", rev: "E5" },
      servers: ["a.example.com", "b.example.com"].map((host) =>
        server(host, 443, "https", { mode: "SIMPLE", credentialName: `of-${host[0]}` }),
      ),
    },
    { annotations: { "lamia.dev/secured-hosts": "443=a.example.com, 443=b.example.com" } },
  ],
  [
    "an empty tls",
    "Gateway",
    { selector: { istio: "x" }, servers: [server("A.example.com", 80, "http", {})] },
  ],
  ["a delegate", "VirtualService", { http: [{ route: [share("a", 3), share("b", 1)] }] }],
  [
    "claims, short server names and a host of any beginning",
    "VirtualService",
    {
      hosts: ["*example.com", "shop"],
      gateways: ["gw"],
      http: [
        {
          match: [{ headers: { "@request.auth.claims.Group": { exact: "Admin" } } }],
          route: [share("a", 1)],
        },
        { delegate: { name: "b" }, match: [{ uri: { regex: "\\\\a\\)" } }] },
      ],
      tls: [{ match: [{ sniHosts: ["shop"] }], route: [{ destination: { host: "shop" } }] }],
    },
  ],
  [
    "an upper-case host",
    "DestinationRule",
    { host: "Shop.example.com", subsets: [{ name: "a", labels: {} }] },
  ],
  [
    "DYNAMIC_DNS",
    "ServiceEntry",
    {
      hosts: ["*.example.com"],
      ports: [{ number: 443, name: "t", protocol: "tls" }],
      resolution: "DYNAMIC_DNS",
    },
  ],
];

describe.each(cases)("%s", (what, kind, spec, meta = {}) => {
  const long = kind === "Gateway" ? "" : `.${"long".repeat(20)}`;
  const name = `${what
    .replace(/[\W_]+/g, "-")
    .toLowerCase()
    .slice(0, 12)}x${long}`;
  const { read, replace } = operations[kind] as { read: Operation; replace: Operation };
  const now = () => call<Shown>(panel.cluster, read, { params: { vc, name } });
  const save = (form: object, resourceVersion: string) =>
    call<Shown>(panel.cluster, replace, {
      params: { vc, name },
      query: { resourceVersion, ignoreFindings: "true", force: "true" },
      body: JSON.parse(JSON.stringify(form)),
    });

  beforeAll(async () => {
    const metadata = { name, namespace: vc, ...meta };
    const object = { apiVersion: "networking.istio.io/v1", kind, metadata, spec };
    await kubectl(panel.sandbox, ["apply", "-f", "-"], JSON.stringify(object));
  });

  test("is saved unchanged by the form", async () => {
    const { object: current, resourceVersion } = await now();
    const form = kindEntry(kind).toForm(current) as Record<string, unknown>;
    await save(form, resourceVersion);
    expect((await now()).object.spec).toEqual(spec);
  });

  test("gets a label from the form, and nothing else", async () => {
    const { object: current, resourceVersion } = await now();
    const form = kindEntry(kind).toForm(current) as Record<string, unknown>;
    const asked = { ...form, labels: { mine: "e1" } };
    const looked = await call<Review>(panel.cluster, review, { params: { vc }, body: { kind, form: asked } });
    expect(looked.problems).toEqual([]);
    await save(asked, resourceVersion);
    const { object } = await now();
    expect(object.metadata.labels).toEqual({ mine: "e1" });
    expect(object.spec).toEqual(spec);
  });

  test("is saved unchanged as a whole object, and imported", async () => {
    const { object, resourceVersion } = await now();
    const whole = forExport(object);
    const body = { object: whole, resourceVersion, ignoreFindings: true };
    await call(panel.cluster, putObject, { params: { vc }, body });
    const text = JSON.stringify(whole);
    const answer = await call<{ unchanged: number }>(panel.cluster, importYaml, {
      params: { vc },
      body: { text },
    });
    expect(answer.unchanged).toBe(1);
    expect((await now()).object.spec).toEqual(spec);
  });

  test("is still rejected if an edit is wrong", async () => {
    const { object: current, resourceVersion } = await now();
    const form = kindEntry(kind).toForm(current) as Record<string, unknown>;
    const problem = await thrownProblem(save({ ...form, labels: { "a b": "c" } }, resourceVersion));
    expect(problem.errors).toMatchObject([{ path: ["labels", "a b"] }]);
  });
});
