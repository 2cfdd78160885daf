import { X509Certificate } from "node:crypto";
import { Agent } from "node:https";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { revoke } from "@/lib/acme/testing/test-authority";
import { checkGateway } from "@/lib/server/operations/gateways";
import { call } from "@/lib/server/testing/call";
import { waitUntil } from "@/lib/server/testing/test-panel";
import { browse, type Seen } from "./browse";
import { gateway, https, routeTo, selfSigned, virtualService } from "./objects";
import { type IstioStage, isGreen, openIstioStage, virtualCluster } from "./stage";

let stage: IstioStage;

beforeAll(async () => {
  stage = await openIstioStage();
  await stage.addService("web");
});
afterAll(async () => stage?.close());
afterEach(() => void vi.useRealTimers());

const address = "10.77.0.2";
const until200 = (host: string, at = address) =>
  waitUntil(`${host} answers with 200`, async () => {
    const seen = await browse(host, { address: at });
    return isOk(seen) && seen;
  });

function isOk(seen: Seen): seen is Extract<Seen, { status: number }> {
  return "status" in seen && seen.status === 200;
}

const untilGreen = (name: string, host?: string) =>
  waitUntil(`the page of ${name} is green`, () => isGreen(stage.reports(name, host)));

test("a Gateway with a Secured Host, applied with kubectl, leads to its Service's answer over HTTPS", async () => {
  const host = "story.democluster.net";
  await stage.api.apply(
    gateway("story", [https(host, "story-tls")], { secured: `443=${host}` }),
    virtualService("story", { hosts: [host], gateways: ["story"], http: [routeTo("web")] }),
  );
  expect(await until200(host)).toMatchObject({ names: `DNS:${host}`, body: expect.stringContaining("web") });
  await untilGreen("story");
  expect(stage.findings("Gateway", "story")).toEqual([]);
  expect(stage.findings("VirtualService", "story")).toEqual([]);
});

test("a wildcard serves the names below it, one label deep", async () => {
  const host = "*.wild.democluster.net";
  await stage.api.apply(
    gateway("wild", [https(host, "wild-tls")], { secured: `443=${host}` }),
    virtualService("wild", { hosts: [host], gateways: ["wild"], http: [routeTo("web")] }),
  );
  expect(await until200("any.wild.democluster.net")).toMatchObject({ names: `DNS:${host}` });
  await untilGreen("wild");
});

test("two Secured Hosts on one port, each with its own server, have a certificate each", async () => {
  const [one, two] = ["one.democluster.net", "two.democluster.net"];
  await stage.api.apply(
    gateway("pair", [https(one, "pair-one"), https(two, "pair-two")], {
      secured: `443=${one},443=${two}`,
    }),
    virtualService("pair", { hosts: [one, two], gateways: ["pair"], http: [routeTo("web")] }),
  );
  expect(await until200(one)).toMatchObject({ names: `DNS:${one}` });
  expect(await until200(two)).toMatchObject({ names: `DNS:${two}` });
  await untilGreen("pair", one);
  await untilGreen("pair", two);
  expect(stage.findings("Gateway", "pair")).toEqual([]);
});

test("plain HTTP is redirected if the Gateway says so", async () => {
  const host = "redirect.democluster.net";
  await stage.api.apply(
    gateway(
      "redirect",
      [
        { port: 80, protocol: "HTTP", hosts: [host], tls: { httpsRedirect: true } },
        https(host, "redirect-tls"),
      ],
      { secured: `443=${host}` },
    ),
    virtualService("redirect", { hosts: [host], gateways: ["redirect"], http: [routeTo("web")] }),
  );
  await until200(host);
  await untilGreen("redirect");
  const plain = await waitUntil("port 80 answers", async () => {
    const seen = await browse(host, { address, scheme: "http" });
    return "status" in seen && seen.status !== 404 && seen;
  });
  expect(plain).toMatchObject({ status: 301, headers: { location: `https://${host}/` } });
});

test("a renewal fails no request, and new connections get the new certificate", async () => {
  const host = "renewed.democluster.net";
  await stage.api.apply(
    gateway("renewed", [https(host, "renewed-tls")], { secured: `443=${host}` }),
    virtualService("renewed", { hosts: [host], gateways: ["renewed"], http: [routeTo("web")] }),
  );
  const first = await until200(host);
  await untilGreen("renewed");

  // A few at a time, half of them on persistent connections: at most 2,000 requests.
  const kept = new Agent({ keepAlive: true, maxSockets: 4 });
  const seen: Seen[] = [];
  let isOver = false;
  const load = Promise.all(
    Array.from({ length: 4 }, async (_, lane) => {
      while (!isOver && seen.length < 2000)
        seen.push(await browse(host, { address, ...(lane % 2 === 0 ? { agent: kept } : {}) }));
    }),
  );
  const secret = await stage.api.read<{ data: Record<string, string> }>({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "renewed-tls", namespace: "istio-system" },
  });
  const text = (key: string) => Buffer.from(secret.data[key] ?? "", "base64").toString();
  await revoke(
    stage.world.sandbox.file.acme.directory,
    new X509Certificate(text("tls.crt")),
    text("tls.key"),
  );
  vi.useFakeTimers({ toFake: ["Date"], shouldAdvanceTime: true, now: Date.now() + 11_000 });
  await call(stage.panel, checkGateway, { params: { vc: virtualCluster, name: "renewed" } });
  await waitUntil("a new certificate is served", async () => {
    const now = await browse(host, { address });
    return isOk(now) && now.serial !== first.serial;
  });
  isOver = true;
  await load;
  kept.destroy();
  expect(seen.length).toBeGreaterThan(50);
  expect(seen.filter((each) => !isOk(each))).toEqual([]);
  await untilGreen("renewed");
});

describe("a server that requires client certificates", () => {
  const clientCa = (name: string, namespace: string, pem: string) => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace },
    stringData: { "ca.crt": pem },
  });
  const put = async (name: string, tls: object, annotations: Record<string, string>) => {
    const host = `${name}.democluster.net`;
    await stage.api.apply(
      gateway(name, [https(host, `${name}-tls`, { mode: "MUTUAL", ...tls })], {
        secured: `443=${host}`,
        annotations,
      }),
      virtualService(name, { hosts: [host], gateways: [name], http: [routeTo("web")] }),
    );
    return host;
  };
  /** The page is green, and only clients with a certificate get in. */
  const letsIn = async (name: string, host: string, client: { cert: string; key: string }) => {
    await untilGreen(name);
    expect(stage.reports(name).at(-1)?.note).toContain("requires a client certificate");
    expect(await browse(host, { address, client })).toMatchObject({ status: 200, names: `DNS:${host}` });
    expect(await browse(host, { address })).toHaveProperty("error");
    const stranger = await selfSigned("stranger.example");
    const { certificatePem: cert, keyPem: key } = stranger;
    expect(await browse(host, { address, client: { cert, key } })).toHaveProperty("error");
    expect(stage.findings("Gateway", name)).toEqual([]);
  };

  test.for([
    ["by the annotation", "mutual-named", {}],
    ["by the annotation, in TLS 1.2", "mutual-old", { maxProtocolVersion: "TLSV1_2" }],
    ["in <credentialName>-cacert", "mutual-beside", {}],
  ] as const)("is green with a CA given %s", async ([, name, tls]) => {
    const { certificatePem: cert, keyPem: key } = await selfSigned("client.example");
    const isBeside = name === "mutual-beside";
    await stage.api.apply(
      isBeside ? clientCa(`${name}-tls-cacert`, "istio-system", cert) : clientCa(name, virtualCluster, cert),
    );
    const host = await put(name, tls, isBeside ? {} : { "lamia.dev/client-ca": name });
    await letsIn(name, host, { cert, key });
  });

  test("gets no certificate ordered without a CA, and turns green once there is one", async () => {
    const { counts } = stage.world.sandbox;
    const before = counts.ordersCreated;
    const name = "mutual-none";
    const host = await put(name, {}, { "lamia.dev/client-ca": name });
    const blocked = () => stage.reports(name).find(({ step }) => step === "certificate");
    await waitUntil("the order is not made", () => blocked()?.state === "blocked");
    expect(blocked()?.note).toMatch(/^Lamia hasn’t ordered a certificate\. .*CA of client certificates/);
    expect(counts.ordersCreated).toBe(before);
    const { certificatePem: cert, keyPem: key } = await selfSigned("client.example");
    await stage.api.apply(clientCa(name, virtualCluster, cert));
    await letsIn(name, host, { cert, key });
    expect(counts.ordersCreated).toBe(before + 1);
  });
});

test.for([
  ["DaemonSet", 3],
  ["StatefulSet", 4],
  ["Pod", 5],
] as const)("an ingress of kind %s is found by its labels and serves", async ([owner, last]) => {
  const name = `edge-${owner.toLowerCase()}`;
  const [host, at, selector] = [`${name}.democluster.net`, `10.77.0.${last}`, { edge: owner }];
  const ports = { 443: 8500 + last };
  await stage.addIngress({ name, labels: { app: name, ...selector }, address: at, ports, owner });
  await stage.api.apply(
    gateway(name, [https(host, `${name}-tls`)], { secured: `443=${host}`, selector }),
    virtualService(name, { hosts: [host], gateways: [name], http: [routeTo("web")] }),
  );
  await untilGreen(name);
  expect(await browse(host, { address: at })).toMatchObject({ status: 200, names: `DNS:${host}` });
  expect(stage.findings("Gateway", name)).toEqual([]);
});
