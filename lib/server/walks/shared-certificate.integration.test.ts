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
  secrets: { group: "", plural: "secrets" },
  gateways: { group: "networking.istio.io", plural: "gateways" },
};
const domain = "democluster.net";

beforeAll(async () => {
  panel = await startTestPanel();
  delegateAtOnce(panel.sandbox);
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
