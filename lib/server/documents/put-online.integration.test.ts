import { afterAll, beforeAll, expect, test } from "vitest";
import type { OnlineAnswer, OnlineRequest } from "@/lib/api/online";
import { Failure } from "@/lib/gateway/failure";
import type { Call, Reply } from "@/lib/kubernetes/client/call";
import { deleteObject, getObject } from "@/lib/kubernetes/objects/objects";
import { until } from "@/lib/kubernetes/testing/until";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { online } from "@/lib/server/operations/objects";
import { call, kubectl, thrownProblem } from "@/lib/server/testing/call";
import { startTestPanel, type TestPanel } from "@/lib/server/testing/test-panel";

let panel: TestPanel;
const vc = "vamp-demo";

beforeAll(async () => {
  panel = await startTestPanel(async () => ({ LAMIA_RUNNER: "off" }));
});
afterAll(async () => panel?.close());

const put = (body: Partial<OnlineRequest> = {}, cluster: ClusterRuntime = panel.cluster) =>
  call<OnlineAnswer>(cluster, online, {
    params: { vc },
    body: {
      app: "shop",
      host: "https://Shop.democluster.net/cart",
      port: 9191,
      versions: [{ deployment: "shop-v1" }],
      ...body,
    },
  });

const kinds = ["Service", "DestinationRule", "Gateway", "VirtualService"] as const;
const existing = async () =>
  (await Promise.all(kinds.map((kind) => getObject(panel.cluster, kind, vc, "shop")))).flatMap(
    (object, index) => (object ? [kinds[index]] : []),
  );

/** The same cluster, but writes of VirtualServices go through `write`, except for dry runs. */
function withWrite(write: (send: () => Promise<Reply>) => Promise<Reply>): ClusterRuntime {
  const { client } = panel.cluster;
  const send = (call: Call) => {
    const isWrite =
      call.verb === "patch" && call.resource.plural === "virtualservices" && !call.query?.dryRun;
    return isWrite ? write(() => client.send(call)) : client.send(call);
  };
  return Object.create(panel.cluster, {
    client: { value: Object.create(client, { send: { value: send } }) },
  }) as ClusterRuntime;
}

const refused = async (): Promise<Reply> => ({
  status: 422,
  body: { kind: "Status", message: "The hosts are denied.", details: { causes: [] } },
  retryAfterSeconds: undefined,
});

test("a preview shows the four objects with their checks, and writes none", async () => {
  const { documents, findings, applied, gateway } = await put();
  expect(documents.map(({ kind, name, action, refusals }) => [kind, name, action, refusals])).toEqual(
    kinds.map((kind) => [kind, "shop", "create", []]),
  );
  expect(documents[2]?.next).toContain("lamia.dev/secured-hosts: 443=shop.democluster.net");
  // The certificate doesn't exist yet.
  expect(findings.map(({ severity, check }) => [severity, check])).toEqual([["info", "credential-exists"]]);
  expect([applied, gateway]).toEqual([false, `/virtual-clusters/${vc}/gateways/shop`]);
  expect(await existing()).toEqual([]);
});

test("an application that can't be put online is rejected at its field", async () => {
  const fieldOf = async (body: Partial<OnlineRequest>) =>
    (await thrownProblem(put(body))).errors?.map(({ path }) => path.join("."));
  expect(await fieldOf({ app: "nothing" })).toEqual(["app"]);
  expect(await fieldOf({ host: "co.uk" })).toEqual(["host"]);
  expect(await fieldOf({ versions: [{ deployment: "cart-v1" }] })).toEqual(["versions"]);
  await expect(put({ host: "a_b.example.com" })).rejects.toThrow(/underscore/);
  await expect(put({ versions: [{ deployment: "shop-v1", share: 40 }] })).rejects.toThrow(/add up to 40/);
});

test("nothing is written in a namespace that isn't a virtual cluster", async () => {
  const problem = await thrownProblem(
    call(panel.cluster, online, {
      params: { vc: "istio-system" },
      body: { app: "istiod", host: "a.example.com", port: 80, versions: [{ deployment: "istiod" }] },
    }),
  );
  expect(problem.status).toBe(403);
});

test("when a write is rejected, the objects created before are deleted again", async () => {
  const refusing = withWrite(refused);
  const problem = await thrownProblem(put({ apply: true }, refusing));
  expect(problem.detail).toMatch(
    /VirtualService shop could not be written: The hosts are denied\. .*has been deleted/,
  );
  expect(await existing()).toEqual([]);
});

test("a write without an answer is reported, and nothing is deleted on a doubt", async () => {
  const losing = withWrite(async (send) => {
    await send();
    throw new Failure("unreachable", "No answer came.");
  });
  const problem = await thrownProblem(put({ apply: true }, losing));
  expect(problem.detail).toContain("Check what may be left: VirtualService shop");
  expect(await existing()).toEqual(["VirtualService"]);
  await deleteObject(panel.cluster, "VirtualService", vc, "shop");
});

test("an error that the checks find prevents all of it", async () => {
  await kubectl(
    panel.sandbox,
    ["apply", "-f", "-"],
    `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: other, namespace: ${vc} }
spec:
  hosts: ["shop.democluster.net"]
  gateways: [shop]
  http: [{ match: [{ uri: { prefix: /a } }], route: [{ destination: { host: shop } }] }]
`,
  );
  await until(() => panel.cluster.cache.get("VirtualService", vc, "other"));
  const problem = await thrownProblem(put({ apply: true }));
  expect(problem.errors?.[0]).toMatchObject({ path: ["host"], message: expect.stringContaining("other") });
  expect(await existing()).toEqual([]);
  await deleteObject(panel.cluster, "VirtualService", vc, "other");
  await until(() => !panel.cluster.cache.get("VirtualService", vc, "other"));
});

test("with apply all four are created, and then they work without changes", async () => {
  expect((await put({ apply: true })).applied).toBe(true);
  expect(await existing()).toEqual([...kinds]);
  const again = await put({ apply: true });
  expect(again.documents.map(({ action }) => action)).toEqual(kinds.map(() => "unchanged"));
});

test("a second version changes the rule and the shares; if that fails, both are as before", async () => {
  const versions = [
    { deployment: "shop-v1", share: 80 },
    { deployment: "shop-v2", share: 20 },
  ];
  const before = await getObject(panel.cluster, "DestinationRule", vc, "shop");
  const refusing = withWrite(refused);
  await thrownProblem(put({ apply: true, versions }, refusing));
  expect((await getObject(panel.cluster, "DestinationRule", vc, "shop"))?.spec).toEqual(before?.spec);
  const { documents } = await put({ apply: true, versions });
  expect(documents.map(({ action }) => action)).toEqual(["unchanged", "change", "unchanged", "change"]);
  const routes = await getObject(panel.cluster, "VirtualService", vc, "shop");
  expect(JSON.stringify(routes?.spec)).toContain('"weight":20');
});
