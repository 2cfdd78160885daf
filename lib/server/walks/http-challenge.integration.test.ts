import { afterAll, beforeAll, expect, test } from "vitest";
import { acmeKeys } from "@/lib/acme/metadata-keys";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import type { Zone } from "@/lib/gateway/model";
import type { StepId } from "@/lib/gateway/steps";
import { challengeLabel } from "@/lib/kubernetes/ownership";
import { startStagingTrial } from "@/lib/server/operations/staging-trials";
import { call, thrownProblem } from "@/lib/server/testing/call";
import { cloudDnsMetadata, putMetadata } from "@/lib/server/testing/configure-provider";
import {
  delegateAtOnce,
  hostOf,
  isServing,
  publishedSecret,
  putGateway,
  putRoute,
  removeGateway,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
  walkState,
} from "@/lib/server/testing/test-panel";

/**
 * Walks without a DNS provider: somebody else manages the zone and its records, and the ingress answers the CA on port 80.
 */
let panel: TestPanel;
/** The address of whoever manages the zone. */
let byHand: { dns: DnsProvider; zone: Zone };

const gateways = { group: "networking.istio.io", plural: "gateways" };
const virtualServices = { group: "networking.istio.io", plural: "virtualservices" };

beforeAll(async () => {
  panel = await startTestPanel();
  const { sandbox, installation } = panel;
  delegateAtOnce(sandbox);
  const dns = installation.dnsProviders.providerFor(cloudDnsMetadata(sandbox));
  byHand = { dns, zone: await dns.createZone("democluster.net") };
  putMetadata(sandbox, acmeKeys, { acme_challenge: "http-01" });
  await waitUntil("the setting is known", async () => {
    const { challengeType } = await panel.cluster.worlds.worldFor("vamp-demo");
    return challengeType === "http-01";
  });
});
afterAll(async () => panel?.close());

const stepOf = (name: string, step: StepId, host = hostOf(name)) => reportOf(panel, name, host, step);

/** Objects that answer challenges. */
function answers() {
  const { objects } = panel.sandbox.kubernetes;
  return [...objects.list(gateways), ...objects.list(virtualServices)].filter(
    ({ metadata }) => metadata.labels?.[challengeLabel] !== undefined,
  );
}

/** All other Gateways and VirtualServices, with their resource versions. */
function others() {
  const { objects } = panel.sandbox.kubernetes;
  return [...objects.list(gateways), ...objects.list(virtualServices)]
    .filter(({ metadata }) => metadata.labels?.[challengeLabel] === undefined)
    .map(({ kind, metadata }) => `${kind} ${metadata.name} ${metadata.resourceVersion}`);
}

async function pointAtIngress(name: string, address = panel.sandbox.file.ingress.address) {
  const next = { name: hostOf(name), type: "A" as const, ttlSeconds: 60, values: [address] };
  await byHand.dns.change(byHand.zone, [{ seen: null, next }]);
}

test("a walk waits for the record that you create, and continues by itself until it serves", async () => {
  const { sandbox } = panel;
  putGateway(sandbox, "alone", hostOf("alone"));
  const before = others();
  const { address } = sandbox.file.ingress;
  await waitUntil("the record is asked for", () => stepOf("alone", "record")?.state === "blocked");
  expect(stepOf("alone", "zone")).toMatchObject({ state: "done" });
  expect(stepOf("alone", "record")).toMatchObject({
    remedy: expect.stringContaining(`A ${address}`),
    fact: { records: [{ type: "A", values: [address] }] },
  });
  await waitUntil("the order isn't placed", () => stepOf("alone", "certificate")?.state === "blocked");
  expect(stepOf("alone", "certificate")?.remedy).toContain(`lead to ${address}`);
  expect(sandbox.counts.ordersCreated).toBe(0);

  await pointAtIngress("alone");
  await waitUntil("it is serving", () => isServing(panel, "alone"));
  await waitUntil("nothing is left of the challenge", () => answers().length === 0);
  expect(others()).toEqual(before);
  const records = await byHand.dns.records(byHand.zone);
  expect(records.filter(({ type }) => type === "TXT")).toEqual([]);
});

test("an order can't be tried, and the refusal says why", async () => {
  const params = { vc: "vamp-demo", name: "alone" };
  const started = call(panel.cluster, startStagingTrial, { params, body: { host: hostOf("alone") } });
  const problem = await thrownProblem(started);
  expect(problem).toMatchObject({
    status: 409,
    detail: expect.stringContaining("acme_challenge is http-01"),
  });
  expect(answers()).toEqual([]);
});

test("where port 80 only redirects, the challenge is answered over HTTPS before there is a certificate", async () => {
  const { kubernetes } = panel.sandbox;
  const host = hostOf("redirect");
  await pointAtIngress("redirect");
  putRoute(panel.sandbox, "redirect", host);
  kubernetes.objects.put(gateways, {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: {
      name: "redirect",
      namespace: "vamp-demo",
      annotations: { "lamia.dev/secured-hosts": `443=${host}` },
    },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        {
          port: { number: 80, name: "http", protocol: "HTTP" },
          hosts: [host],
          tls: { httpsRedirect: true },
        },
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts: [host],
          tls: { mode: "SIMPLE", credentialName: "redirect-tls" },
        },
      ],
    },
  });
  const before = others();
  await waitUntil("it is serving", () => isServing(panel, "redirect"));
  await waitUntil("nothing is left of the challenge", () => answers().length === 0);
  expect(others()).toEqual(before);
});

test("a wildcard is blocked with a remedy, and nothing is ordered", async () => {
  const { ordersCreated } = panel.sandbox.counts;
  const host = "*.wild.democluster.net";
  putGateway(panel.sandbox, "wild", host);
  await waitUntil("it is blocked", () => stepOf("wild", "certificate", host)?.state === "blocked");
  expect(stepOf("wild", "certificate", host)?.remedy).toContain("dns-01");
  expect(panel.sandbox.counts.ordersCreated).toBe(ordersCreated);
});

test("an IP address gets a certificate without DNS, also where names are proved by DNS, if it is the ingress's own", async () => {
  const { sandbox } = panel;
  putMetadata(sandbox, acmeKeys, { acme_challenge: "dns-01" });
  const { address } = sandbox.file.ingress;
  putGateway(sandbox, "address", address, { hosts: ["*"] });
  const key = `vamp-demo/address:443=${address}`;
  await waitUntil("it is serving", () => walkState(panel, key) === "serving");
  expect(stepOf("address", "certificate", address)?.fact).toMatchObject({ names: [address] });
  expect(stepOf("address", "answering", address)?.fact).toMatchObject({ url: `https://${address}` });
  await waitUntil("nothing is left of the challenge", () => answers().length === 0);
  expect((await byHand.dns.records(byHand.zone)).filter(({ type }) => type === "TXT")).toEqual([]);

  const { ordersCreated } = sandbox.counts;
  const other = "192.0.2.44";
  putGateway(sandbox, "elsewhere", other, { hosts: ["*"] });
  await waitUntil("it is blocked", () => stepOf("elsewhere", "record", other)?.state === "blocked");
  expect(stepOf("elsewhere", "record", other)?.note).toContain(`which has ${address}`);
  await waitUntil(
    "the certificate, too",
    () => stepOf("elsewhere", "certificate", other)?.state === "blocked",
  );
  expect(sandbox.counts.ordersCreated).toBe(ordersCreated);
  removeGateway(sandbox, "elsewhere");
  removeGateway(sandbox, "address");
  await waitUntil("its Secret is removed", () => publishedSecret(sandbox, "address") === undefined);
  putMetadata(sandbox, acmeKeys, { acme_challenge: "http-01" });
});

test("an ingress that answers something else is reported, and a crash in the middle leaves nothing behind", async () => {
  const { sandbox } = panel;
  // Older than our routes, and limited to some paths: Istio asks it first.
  putRoute(sandbox, "early", hostOf("early"), {
    match: [{ uri: { prefix: "/.well-known/" } }],
    directResponse: { status: 200, body: { string: "something else" } },
  });
  sandbox.kubernetes.objects.put(gateways, {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: {
      name: "early",
      namespace: "vamp-demo",
      annotations: { "lamia.dev/secured-hosts": `443=${hostOf("early")}` },
    },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        { port: { number: 80, name: "http", protocol: "HTTP" }, hosts: [hostOf("early")] },
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts: [hostOf("early")],
          tls: { mode: "SIMPLE", credentialName: "early-tls" },
        },
      ],
    },
  });
  await pointAtIngress("early");
  await waitUntil("the answer is told", () =>
    stepOf("early", "certificate")?.note.includes("doesn’t serve the challenge: other content"),
  );
  expect(answers().length).toBeGreaterThan(0);
  await panel.stop();
  removeGateway(sandbox, "early");
  expect(answers().length).toBeGreaterThan(0);
  await panel.start();
  await waitUntil("nothing is left of the challenge", () => answers().length === 0);
  await waitUntil("nothing is left of the Secret", () => publishedSecret(sandbox, "early") === undefined);
});
