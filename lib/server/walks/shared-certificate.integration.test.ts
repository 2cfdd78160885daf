import { afterAll, beforeAll, expect, test } from "vitest";
import type { CertificateFact } from "@/lib/gateway/steps/certificate";
import {
  delegateAtOnce,
  putRoute,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";

let panel: TestPanel;

const kinds = {
  namespaces: { group: "", plural: "namespaces" },
  secrets: { group: "", plural: "secrets" },
  gateways: { group: "networking.istio.io", plural: "gateways" },
};
const domain = "democluster.net";
const guest = "tenant-b";
const zoneScope = { "lamia.dev/certificate_scope": "zone" };

beforeAll(async () => {
  panel = await startTestPanel();
  delegateAtOnce(panel.sandbox);
  const demo = objects().get(kinds.namespaces, undefined, "vamp-demo");
  const settings = objects().get(kinds.secrets, "vamp-demo", "lamia-metadata");
  objects().put(kinds.namespaces, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: guest,
      labels: { "lamia.dev/managed": "true" },
      annotations: { ...demo?.metadata.annotations, ...zoneScope },
    },
  });
  objects().put(kinds.secrets, {
    apiVersion: "v1",
    kind: "Secret",
    type: "Opaque",
    metadata: { name: "lamia-metadata", namespace: guest },
    data: settings?.data,
  });
});
afterAll(async () => panel?.close());

const objects = () => panel.sandbox.kubernetes.objects;
const orders = () => panel.sandbox.counts.ordersCreated;
const hostsOf = (...names: string[]) => names.map((name) => `${name}.${domain}`);
const keyFor = (namespace: string, name: string, host: string) => `${namespace}/${name}:443=${host}` as const;

function putGateway(namespace: string, name: string, hosts: string[], annotations = {}): void {
  const before = objects().get(kinds.gateways, namespace, name);
  for (const host of hosts) putRoute(panel.sandbox, `${name}-${host.split(".")[0]}`, host);
  objects().put(kinds.gateways, {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: {
      ...before?.metadata,
      name,
      namespace,
      annotations: {
        "lamia.dev/secured-hosts": hosts.map((host) => `443=${host}`).join(","),
        ...annotations,
      },
    },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts,
          tls: { mode: "SIMPLE", credentialName: `${name}-tls` },
        },
      ],
    },
  });
}

function certificateOf(namespace: string, name: string, host: string): CertificateFact | null {
  const reports = panel.cluster.live.get(keyFor(namespace, name, host))?.reports;
  const report = reports?.find(({ step }) => step === "certificate");
  return report?.state === "done" ? (report.fact as CertificateFact) : null;
}

const isUp = (namespace: string, name: string, host: string) => {
  const reports = panel.cluster.live.get(keyFor(namespace, name, host))?.reports;
  return reports?.find(({ step }) => step === "serving")?.state === "done";
};
const up = (namespace: string, name: string, hosts: string[]) =>
  waitUntil(`${namespace}/${name} serves`, () => hosts.every((host) => isUp(namespace, name, host)));
const published = (name: string) => objects().get(kinds.secrets, "istio-system", `${name}-tls`);

test("three gateways in two virtual clusters share one wildcard certificate, with one order at the CA", async () => {
  const before = orders();
  const sharing = { ...zoneScope, "lamia.dev/share-with": `${guest}/*` };
  putGateway("vamp-demo", "one", hostsOf("one"), sharing);
  putGateway("vamp-demo", "two", hostsOf("two"), sharing);
  await up("vamp-demo", "one", hostsOf("one"));
  putGateway(guest, "three", hostsOf("three"));
  await up("vamp-demo", "two", hostsOf("two"));
  await up(guest, "three", hostsOf("three"));
  expect(orders()).toBe(before + 1);
  const facts = [
    certificateOf("vamp-demo", "one", `one.${domain}`),
    certificateOf("vamp-demo", "two", `two.${domain}`),
    certificateOf(guest, "three", `three.${domain}`),
  ];
  expect(new Set(facts.map((fact) => fact?.serial)).size).toBe(1);
  expect(facts[0]?.names.toSorted()).toEqual([`*.${domain}`, domain]);
  expect(facts[2]?.shared).toEqual({ id: `*.${domain}`, gateways: 3, named: [`${guest}/three`] });
});

test("the others serve on when one of the gateways goes", async () => {
  const before = orders();
  objects().remove(kinds.gateways, "vamp-demo", "one");
  await waitUntil("its Secret is gone", () => !published("one"));
  expect(published("two")).toBeDefined();
  expect(published("three")).toBeDefined();
  for (const [namespace, name] of [
    ["vamp-demo", "two"],
    [guest, "three"],
  ] as const)
    expect(isUp(namespace, name, `${name}.${domain}`)).toBe(true);
  expect(orders()).toBe(before);
});

test("whoever may no longer share it loses the key, and is told what to do", async () => {
  putGateway("vamp-demo", "two", hostsOf("two"), zoneScope);
  const key = keyFor(guest, "three", `three.${domain}`);
  const report = await waitUntil("the guest is refused", async () => {
    await panel.cluster.walking?.runner.wake([`three.${domain}`]);
    return panel.cluster.live
      .get(key)
      ?.reports.find(({ step, state }) => step === "certificate" && state === "blocked");
  });
  expect(report.note).toContain(`*.${domain}`);
  expect(report.note).not.toContain("vamp-demo");
  expect(report.remedy).toContain(`“${guest}/three”`);
  await waitUntil("the key is withdrawn", () => !published("three"));
  expect(published("two")).toBeDefined();
});

const scope = { "lamia.dev/certificate_scope": "server" };
const ten = hostsOf("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");

test("ten hosts of one server have one certificate with ten names, and one order", async () => {
  const before = orders();
  putGateway("vamp-demo", "many", ten, scope);
  await up("vamp-demo", "many", ten);
  expect(orders()).toBe(before + 1);
  expect(certificateOf("vamp-demo", "many", `j.${domain}`)?.names.toSorted()).toEqual(ten);
});

test("a name that is added, and one that goes, is a new certificate, and the server never lacks its Secret", async () => {
  const before = orders();
  const changes: string[] = [];
  const seen = (what: string) => {
    if (!published("many")) changes.push(what);
  };
  const [, ...rest] = [...ten, ...hostsOf("k")];
  putGateway("vamp-demo", "many", [...ten, ...hostsOf("k")], scope);
  await waitUntil("the new name serves", () => {
    seen("while adding");
    return isUp("vamp-demo", "many", `k.${domain}`);
  });
  expect(orders()).toBe(before + 1);
  putGateway("vamp-demo", "many", rest, scope);
  await waitUntil("the first name is gone from it", () => {
    seen("while removing");
    const fact = certificateOf("vamp-demo", "many", `b.${domain}`);
    return fact && !fact.names.includes(`a.${domain}`) && isUp("vamp-demo", "many", `b.${domain}`);
  });
  expect(orders()).toBe(before + 2);
  expect(changes).toEqual([]);
});
