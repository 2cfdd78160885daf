import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CertificateFact } from "@/lib/gateway/certificate/certificate-fact";
import { revokeCertificate } from "@/lib/server/operations/certificate-requests";
import { call, thrownProblem } from "@/lib/server/testing/call";
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
  envoyFilters: { group: "networking.istio.io", plural: "envoyfilters" },
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

describe("one wildcard certificate for three gateways of two virtual clusters", () => {
  const tenant = "tenant-b";
  const zone = "wide.democluster.net";
  const shared = { "lamia.dev/certificate_scope": "zone" };
  const sharing = { ...shared, "lamia.dev/certificate_share_with": `${tenant}/three` };
  const places = [
    ["vamp-demo", "one"],
    ["vamp-demo", "two"],
    [tenant, "three"],
  ] as const;
  const hostOf = (name: string) => `${name}.${zone}`;
  const factOf = (namespace: string, name: string) => certificateOf(namespace, name, hostOf(name));
  const all = () => places.map(([namespace, name]) => factOf(namespace, name));
  const serials = () => new Set(all().map((fact) => fact?.serial));
  const secretsHold = (serial: string | undefined) =>
    serial !== undefined &&
    all().every((fact) => fact?.serial === serial && fact.names.includes(`*.${zone}`));
  const keyOfSecret = (name: string) =>
    (published(name)?.data as Record<string, string> | undefined)?.["tls.key"];
  const allUp = async () => {
    for (const [namespace, name] of places) await up(namespace, name, [hostOf(name)]);
  };

  beforeAll(() => {
    const demo = objects().get(kinds.namespaces, undefined, "vamp-demo");
    const { annotations } = demo?.metadata ?? {};
    const labels = { "lamia.dev/managed": "true" };
    objects().put(kinds.namespaces, {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: tenant, labels, annotations: { ...annotations } },
    });
    const settings = objects().get(kinds.secrets, "vamp-demo", "lamia-metadata");
    objects().put(kinds.secrets, {
      apiVersion: "v1",
      kind: "Secret",
      type: "Opaque",
      metadata: { name: "lamia-metadata", namespace: tenant },
      data: settings?.data,
    });
  });

  test("is one order, and each gateway has the same key", async () => {
    const before = orders();
    putGateway("vamp-demo", "one", [hostOf("one")], sharing);
    await up("vamp-demo", "one", [hostOf("one")]);
    putGateway("vamp-demo", "two", [hostOf("two")], shared);
    putGateway(tenant, "three", [hostOf("three")], shared);
    await allUp();
    expect(orders()).toBe(before + 1);
    expect(factOf(tenant, "three")?.names.toSorted()).toEqual([`*.${zone}`, zone]);
    expect(new Set(places.map(([, name]) => keyOfSecret(name))).size).toBe(1);
    // All three have one ingress, which answers 421 to requests that come over another host's connection.
    expect(objects().list(kinds.envoyFilters)).toMatchObject([
      {
        metadata: { namespace: "istio-system" },
        spec: { workloadSelector: { labels: { istio: "ingressgateway" } } },
      },
    ]);
    // A guest learns how many use it, and only its own names.
    expect(factOf(tenant, "three")?.shared).toEqual({
      id: `*.${zone}`,
      gateways: 3,
      named: [`${tenant}/three`],
    });
  });

  test("refuses a younger host of a virtual cluster that the owner didn't name, which gets no key and stops nothing", async () => {
    const before = orders();
    putGateway(tenant, "stranger", [hostOf("stranger")], shared);
    const report = await waitUntil("it is refused", () => {
      const reports = panel.cluster.live.get(keyFor(tenant, "stranger", hostOf("stranger")))?.reports;
      const found = reports?.find(({ step }) => step === "zone");
      return found?.state === "blocked" ? found : null;
    });
    expect(`${report.note} ${report.remedy}`).not.toMatch(/vamp-demo|one\./);
    expect(published("stranger")).toBeUndefined();
    objects().remove(kinds.gateways, tenant, "stranger");
    expect(orders()).toBe(before);
  });

  test("is re-issued and revoked for all of them at once, and only the owner may ask", async () => {
    const [old] = [...serials()];
    const body = { host: hostOf("two"), serial: old, reason: "keyCompromise" };
    const asGuest = { params: { vc: tenant, name: "three" }, body: { ...body, host: hostOf("three") } };
    expect(await thrownProblem(call(panel.cluster, revokeCertificate, asGuest))).toMatchObject({
      status: 409,
    });
    await call(panel.cluster, revokeCertificate, { params: { vc: "vamp-demo", name: "two" }, body });
    await waitUntil("all have the new one", () => {
      const [serial] = [...serials()];
      return serials().size === 1 && serial !== old && secretsHold(serial);
    });
    await waitUntil("the old one is revoked", () => panel.sandbox.acme.revocationOf(old ?? ""));
    expect(new Set(places.map(([, name]) => keyOfSecret(name))).size).toBe(1);
    await allUp();
  });

  test("is taken back from a guest whom the owner no longer names, who then has its own", async () => {
    const key = keyOfSecret("three");
    putGateway("vamp-demo", "one", [hostOf("one")], { ...shared, "lamia.dev/certificate_share_with": "" });
    await waitUntil("the guest has its own", () => factOf(tenant, "three")?.names.join() === hostOf("three"));
    await up(tenant, "three", [hostOf("three")]);
    expect(keyOfSecret("three")).not.toBe(key);
    expect(keyOfSecret("one")).toBe(key);
    expect(factOf("vamp-demo", "one")?.names).toContain(`*.${zone}`);
  });

  test("leaves nothing at the ingress once the last gateway has gone", async () => {
    for (const [namespace, name] of places) objects().remove(kinds.gateways, namespace, name);
    await waitUntil("the EnvoyFilter is gone", () => objects().list(kinds.envoyFilters).length === 0);
  });
});
