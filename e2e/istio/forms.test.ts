import { afterAll, beforeAll, expect, test } from "vitest";
import { type Kind, kindEntry } from "@/lib/istio/kinds";
import type { KubernetesObject } from "@/lib/model/object";
import { createGateway, readGateway, replaceGateway } from "@/lib/server/operations/gateways";
import { destinationRules, serviceEntries, virtualServices } from "@/lib/server/operations/mesh-objects";
import { call } from "@/lib/server/testing/call";
import { waitUntil } from "@/lib/server/testing/test-panel";
import { browse } from "./browse";
import { gateway, routeTo, virtualService } from "./objects";
import { type IstioStage, openIstioStage, virtualCluster as vc } from "./stage";

let stage: IstioStage;

beforeAll(async () => {
  stage = await openIstioStage();
  await stage.addService("web");
});
afterAll(async () => stage?.close());

interface Shown {
  object: KubernetesObject & { spec: object };
  resourceVersion: string;
}

const operations = {
  Gateway: { read: readGateway, replace: replaceGateway },
  VirtualService: virtualServices,
  DestinationRule: destinationRules,
  ServiceEntry: serviceEntries,
};
type Written = keyof typeof operations & Kind;

const api = "networking.istio.io/v1";
const share = (subset: string, weight: number) => ({ destination: { host: "Web", subset }, weight });
const ofOthers: [string, Written, object][] = [
  [
    "plain",
    "Gateway",
    (
      gateway("x", [{ port: 80, protocol: "http", hosts: ["A.example.com", "./b.example.com"], tls: {} }], {
        selector: { istio: "ingressgateway", build: "e1" },
      }) as { spec: object }
    ).spec,
  ],
  [`delegate.${"long".repeat(20)}`, "VirtualService", { http: [{ route: [share("a", 3), share("b", 1)] }] }],
  [
    "claims",
    "VirtualService",
    {
      hosts: ["*example.com", "shop"],
      gateways: ["some"],
      http: [
        { match: [{ headers: { "@request.auth.claims.Group": { exact: "A" } } }], route: [share("a", 1)] },
        { match: [{ uri: { regex: "\\\\a\\)" } }], delegate: { name: "delegate" } },
      ],
      tls: [{ match: [{ sniHosts: ["shop"] }], route: [{ destination: { host: "shop" } }] }],
    },
  ],
  ["capital", "DestinationRule", { host: "Web.example.com", subsets: [{ name: "a", labels: {} }] }],
  [
    "dynamic",
    "ServiceEntry",
    {
      hosts: ["*.example.com"],
      ports: [{ number: 443, name: "t", protocol: "tls" }],
      location: "MESH_EXTERNAL",
      resolution: "DYNAMIC_DNS",
    },
  ],
];

test.each(ofOthers)(
  "%s, which Istio's webhook takes, is saved unchanged, and then with a label",
  async (name, kind, spec) => {
    await stage.api.apply({ apiVersion: api, kind, metadata: { name, namespace: vc }, spec });
    const { read, replace } = operations[kind];
    const now = () => call<Shown>(stage.panel, read, { params: { vc, name } });
    const before = await now();
    const form = kindEntry(kind).toForm(before.object) as object;
    const query = { force: "true", ignoreFindings: "true" };
    const save = (body: object) => call(stage.panel, replace, { params: { vc, name }, query, body });
    await save(form);
    expect((await now()).object.spec).toEqual(before.object.spec);
    await save({ ...form, labels: { team: "e1" } });
    const { object } = await now();
    expect(object.metadata.labels).toMatchObject({ team: "e1" });
    expect(object.spec).toEqual(before.object.spec);
  },
);

test("two Secured Hosts on one port, created in the form, are both served", async () => {
  const [one, two] = ["form-one.democluster.net", "form-two.democluster.net"];
  const servers = [one, two].map((host) => ({
    securedHost: host,
    hosts: [host],
    port: 443,
    protocol: "HTTPS",
  }));
  await call(stage.panel, createGateway, {
    params: { vc },
    query: { ignoreFindings: "true" },
    body: { name: "of-form", servers },
  });
  await stage.api.apply(
    virtualService("of-form", { hosts: [one, two], gateways: ["of-form"], http: [routeTo("web")] }),
  );
  for (const host of [one, two]) {
    const seen = await waitUntil(`${host} answers with 200`, async () => {
      const answer = await browse(host, { address: "10.77.0.2" });
      return "status" in answer && answer.status === 200 && answer;
    });
    expect(seen).toMatchObject({ names: `DNS:${host}` });
  }
});
