import { type ClientHttp2Session, connect } from "node:http2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { misdirectedLabel } from "@/lib/kubernetes/ownership";
import { waitUntil } from "@/lib/server/testing/test-panel";
import { gateway, https, routeTo, virtualService } from "./objects";
import { type IstioStage, openIstioStage } from "./stage";

/** HTTP/2 connections that a browser reuses for several hosts of a shared wildcard certificate, at istiod and Envoy. */
let stage: IstioStage;
const address = "10.77.0.2";
const hostOf = (name: string) => `${name}.wide.democluster.net`;

beforeAll(async () => {
  stage = await openIstioStage();
  await stage.addService("web");
});
afterAll(async () => stage?.close());

const envoyFilters = async () => {
  const path = `/apis/networking.istio.io/v1alpha3/envoyfilters?labelSelector=${misdirectedLabel}`;
  return ((await stage.api.send("GET", path)) as { items: object[] }).items;
};

function statusOf(session: ClientHttp2Session, host: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ":path": path, ":authority": host });
    stream.on("response", (headers) => {
      stream.close();
      resolve(Number(headers[":status"]));
    });
    stream.on("error", reject);
    stream.end();
  });
}

/** The statuses of requests over one connection, which was opened for the first host. */
async function over(opened: string, requests: [host: string, path: string][]): Promise<number[]> {
  const session = connect(`https://${address}`, { servername: opened, rejectUnauthorized: false });
  try {
    const seen: number[] = [];
    for (const [host, path] of requests) seen.push(await statusOf(session, host, path));
    return seen;
  } finally {
    session.destroy();
  }
}

function objectsOf(name: string, scope?: string): object[] {
  const host = hostOf(name);
  const annotations = scope ? { "lamia.dev/certificate_scope": scope } : {};
  const routes = [routeTo("web", { match: [{ uri: { prefix: "/web" } }] })];
  return [
    gateway(name, [https(host, `${name}-tls`)], { secured: `443=${host}`, annotations }),
    virtualService(name, { hosts: [host], gateways: [name], http: routes }),
  ];
}

test("a request for a host of another gateway of the certificate gets 421, and every other answer stays", async () => {
  const [one, two] = [hostOf("one"), hostOf("two")];
  for (const name of ["one", "two"]) await stage.api.apply(...objectsOf(name, "zone"));
  for (const name of ["one", "two"])
    await waitUntil(`${name} serves`, () =>
      stage.reports(name).some(({ step, state }) => step === "serving" && state === "done"),
    );
  expect(stage.world.sandbox.counts.certificatesIssued).toBe(1);
  await waitUntil("Envoy answers 421", async () => (await over(one, [[two, "/web"]]))[0] === 421);
  expect(
    await over(one, [
      [one, "/web"],
      [`${one}:443`, "/web"],
      [one, "/none"],
      [two, "/web"],
      [`${two}:443`, "/web"],
    ]),
  ).toEqual([200, 200, 404, 421, 421]);
  // A browser opens a new connection then.
  expect(await over(two, [[two, "/web"]])).toEqual([200]);
});

test("the EnvoyFilter goes with the last gateway that shares a certificate at the ingress", async () => {
  expect(await envoyFilters()).toHaveLength(1);
  await stage.api.apply(...objectsOf("one"));
  await waitUntil("one has its own", () => {
    const report = stage.reports("one").find(({ step }) => step === "certificate");
    return (
      report?.state === "done" &&
      !(report.fact as { names: string[] }).names.includes("*.wide.democluster.net")
    );
  });
  expect(await envoyFilters()).toHaveLength(1);
  await stage.api.apply(...objectsOf("two"));
  await waitUntil("it is gone", async () => (await envoyFilters()).length === 0);
  await waitUntil(
    "Envoy answers 404",
    async () => (await over(hostOf("one"), [[hostOf("two"), "/web"]]))[0] === 404,
  );
});
