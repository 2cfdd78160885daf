import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkGateway } from "@/lib/server/operations/gateways";
import { call } from "@/lib/server/testing/call";
import { keyPair } from "@/lib/server/testing/key-pair";
import { waitUntil } from "@/lib/server/testing/test-panel";
import { browse } from "./browse";
import { gateway, https, routeTo, virtualService } from "./objects";
import { type IstioStage, isGreen, openIstioStage, virtualCluster } from "./stage";

let stage: IstioStage;

beforeAll(async () => {
  stage = await openIstioStage();
  await stage.addService("web");
});
afterAll(async () => stage?.close());

const address = "10.77.0.2";
const statusOf = async (host: string) => {
  const seen = await browse(host, { address });
  return "status" in seen ? seen.status : null;
};
const untilServed = (host: string) =>
  waitUntil(`${host} is served`, async () => (await statusOf(host)) === 200);
const codesOf = (name: string) =>
  stage.findings("Gateway", name).map(({ code, severity }) => `${code} ${severity}`);

const secret = (name: string, chain: string, key: string) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace: "istio-system" },
  type: "kubernetes.io/tls",
  stringData: { "tls.crt": chain, "tls.key": key },
});
const year = new Date().getUTCFullYear();

test("a key of another certificate is IST0161, keeps others from being served after a restart, and is named there", async () => {
  const [own, another] = await Promise.all([keyPair("bad.test", year), keyPair("other.test", year)]);
  const host = "beside.democluster.net";
  await stage.api.apply(
    gateway("beside", [https(host, "beside-tls")], { secured: `443=${host}` }),
    virtualService("beside", { hosts: [host], gateways: ["beside"], http: [routeTo("web")] }),
    secret("crossed", own.chain, another.key),
    gateway("crossed", [https("bad.test", "crossed")]),
  );
  await untilServed(host);
  await waitUntil("the page is green", () => isGreen(stage.reports("beside")));
  await waitUntil("the crossed pair is found", () => codesOf("crossed").includes("IST0161 error"));

  // A running Envoy keeps what it has. A new one gets all Secrets in one answer, and loses those after the
  // mismatched one. Their order is random.
  for (let tries = 0; tries < 12 && (await isServedAfterRestart(host)); tries += 1);
  await call(stage.panel, checkGateway, { params: { vc: virtualCluster, name: "beside" } });
  await waitUntil("the page names the neighbour", () =>
    stage
      .reports("beside")
      .some(
        ({ step, note }) => step === "serving" && note.includes("Secret istio-system/crossed of Gateway"),
      ),
  );
  expect(await statusOf(host)).toBeNull();
  expect(isGreen(stage.reports("beside"))).toBe(false);
  // istiod sends only changes: the corrected Secret, and the lost one once somebody annotates it.
  const annotated = { name: "beside-tls", namespace: "istio-system", annotations: { sent: "again" } };
  await stage.api.apply(secret("crossed", own.chain, own.key));
  await stage.api.apply({ apiVersion: "v1", kind: "Secret", metadata: annotated });
  await untilServed(host);
  await waitUntil("the page is green", () => isGreen(stage.reports("beside")));
});

async function isServedAfterRestart(host: string): Promise<boolean> {
  await stage.ingress.restart();
  for (const end = performance.now() + 4000; performance.now() < end; await sleep(100))
    if ((await statusOf(host)) === 200) return true;
  return false;
}

test("one name with two namespace prefixes is LAM0114 at both ends, and later hosts on the port are not served", async () => {
  const name = "twice.democluster.net";
  const pair = await keyPair(name, year);
  await stage.api.apply(
    secret("twice", pair.chain, pair.key),
    gateway("twice-a", [https(`shop/${name}`, "twice")]),
    gateway("twice-b", [https(`elsewhere/${name}`, "twice")]),
  );
  await waitUntil(
    "both are found",
    () => codesOf("twice-a").includes("LAM0114 error") && codesOf("twice-b").includes("LAM0114 error"),
  );
  const host = "late.democluster.net";
  await stage.api.apply(
    gateway("late", [https(host, "late-tls")], { secured: `443=${host}` }),
    virtualService("late", { hosts: [host], gateways: ["late"], http: [routeTo("web")] }),
  );
  await waitUntil("the page names the port that Envoy rejects", () =>
    stage
      .reports("late")
      .some(({ step, note }) => step === "serving" && note.includes("rejects the whole port")),
  );
  expect(await statusOf(host)).toBeNull();
});
