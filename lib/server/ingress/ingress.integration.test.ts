import { afterAll, beforeAll, expect, test } from "vitest";
import type { IngressView, IstioInstallation } from "@/lib/api/istio";
import { kubectl } from "@/lib/server/testing/call";
import { ProblemError } from "../http/problem-error";
import { createGateway, deleteGateway, replaceGateway } from "../operations/gateways";
import { installIstio, listIngresses, readIstioInstallation } from "../operations/istio";
import { call } from "../testing/call";
import { startTestPanel, type TestPanel, waitUntil } from "../testing/test-panel";

let panel: TestPanel;
const vc = "vamp-demo";
const system = "istio-system";

beforeAll(async () => {
  panel = await startTestPanel();
});
afterAll(async () => panel?.close());

const run = <Answer>(operation: unknown, given: Parameters<typeof call>[2] = {}) =>
  call<Answer>(panel.cluster, operation, given);
const form = (name: string, kind: "existing" | "dedicated", port = 80) => ({
  name,
  ingress: { kind },
  servers: [{ hosts: ["own.democluster.net"], port, protocol: "http" }],
});
const all = ["serviceaccount", "role", "rolebinding", "deployment", "service", "hpa"];
const existing = async (name: string) =>
  (await kubectl(panel.sandbox, ["get", all.join(","), "-n", system, "-o", "name"]))
    .split("\n")
    .filter((line) => line.endsWith(`/${name}-gateway`));
const gone = (name: string) =>
  waitUntil(`the ingress of ${name} is gone`, async () => (await existing(name)).length === 0);
const ingressOf = (name: string) =>
  waitUntil(`the ingress of ${name} has an address`, async () => {
    const { items } = await run<{ items: IngressView[] }>(listIngresses);
    return items.find((item) => item.name === `${name}-gateway` && item.state === "ok");
  });

test("a gateway brings a dedicated ingress, which follows its ports and goes with it", async () => {
  await run(createGateway, { params: { vc }, body: form("own", "dedicated") });
  const ingress = await ingressOf("own");
  expect(ingress).toMatchObject({ dedicatedTo: `${vc}/own`, gateways: [`${vc}/own`], ports: [15021, 80] });
  expect(await existing("own")).toHaveLength(all.length);

  await run(replaceGateway, { params: { vc, name: "own" }, body: form("own", "dedicated", 8080) });
  await waitUntil("the Service has the new port", () =>
    panel.cluster.cache.get("Service", system, "own-gateway")?.spec?.ports?.some(({ port }) => port === 8080),
  );
  await run(deleteGateway, { params: { vc, name: "own" } });
  await gone("own");
});

test("there is no warning while a new gateway's ingress is being created, or gets another port", async () => {
  const secured = (port: number) => ({
    name: "calm",
    ingress: { kind: "dedicated" },
    servers: [
      { securedHost: "calm.democluster.net", hosts: ["calm.democluster.net"], port, protocol: "https" },
    ],
  });
  const addressIs = (port: number) =>
    waitUntil(`the address of port ${port} is known`, () =>
      panel.cluster.live
        .get(`${vc}/calm:${port}=calm.democluster.net`)
        ?.reports.some(({ step, state }) => step === "address" && state === "done"),
    );
  await run(createGateway, { params: { vc }, body: secured(443) });
  await addressIs(443);
  await run(replaceGateway, { params: { vc, name: "calm" }, body: secured(8443) });
  await addressIs(8443);
  const { items } = await panel.installation.store.events.list({ gateway: "calm", limit: 500 });
  expect(items.length).toBeGreaterThan(0);
  const sent = items.filter(({ type }) => type === "address.blocked");
  expect(sent).toEqual([]);
  await run(deleteGateway, { params: { vc, name: "calm" } });
  await gone("calm");
});

test("it goes when the gateway returns to an existing ingress, and when kubectl deletes the gateway", async () => {
  await run(createGateway, { params: { vc }, body: form("back", "dedicated") });
  await ingressOf("back");
  await run(replaceGateway, { params: { vc, name: "back" }, body: form("back", "existing") });
  await gone("back");
  expect(panel.cluster.cache.get("Gateway", vc, "back")?.spec?.selector).toEqual({ istio: "ingressgateway" });

  await run(createGateway, { params: { vc }, body: form("theirs", "dedicated") });
  await ingressOf("theirs");
  await kubectl(panel.sandbox, ["delete", "gateway", "theirs", "-n", vc]);
  await gone("theirs");
});

test("parts that kubectl deletes come back while the gateway wants it", async () => {
  await run(createGateway, { params: { vc }, body: form("kept", "dedicated") });
  await ingressOf("kept");
  await kubectl(panel.sandbox, ["delete", "deployment", "kept-gateway", "-n", system]);
  await waitUntil("it is there again", () => panel.cluster.cache.get("Deployment", system, "kept-gateway"));
});

test("an existing object of its name is never touched", async () => {
  await kubectl(panel.sandbox, ["create", "service", "clusterip", "taken-gateway", "-n", system, "--tcp=80"]);
  await waitUntil("it is seen", () => panel.cluster.cache.get("Service", system, "taken-gateway"));
  const refused = run(createGateway, { params: { vc }, body: form("taken", "dedicated") });
  await expect(refused).rejects.toMatchObject({
    problem: { status: 422, errors: [{ path: ["ingress", "kind"] }] },
  });
});

test("a Job installs Istio only after a confirmation, with its log, and its permissions end with it", async () => {
  const version = "1.27.3";
  expect(() => installIstio.body?.parse({ version })).toThrow("Confirm");
  const unknown = run(installIstio, { body: { version: "0.1.0", confirm: true } });
  await expect(unknown).rejects.toBeInstanceOf(ProblemError);
  const started = await run<IstioInstallation>(installIstio, { body: { version, confirm: true } });
  expect(started).toMatchObject({ version, image: `docker.io/istio/istioctl:${version}` });
  await expect(run(installIstio, { body: { version, confirm: true } })).rejects.toMatchObject({
    problem: { status: 409 },
  });
  const done = await waitUntil("the Job ends", async () => {
    const view = await run<IstioInstallation>(readIstioInstallation);
    return view.state === "succeeded" && view;
  });
  expect(done.log).toContain("Installation complete");
  const bindings = await kubectl(panel.sandbox, ["get", "clusterrolebinding", "-o", "name"]);
  expect(bindings).not.toContain("lamia-istio-install");
});
