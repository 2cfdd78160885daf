import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitUntil } from "@/lib/server/testing/test-panel";
import { browse, type Seen } from "./browse";
import { destinationRule, gateway, https, routeTo, virtualService } from "./objects";
import { type Answer, cases } from "./silent-cases";
import { type IstioStage, isGreen, openIstioStage, virtualCluster } from "./stage";

let stage: IstioStage;

beforeAll(async () => {
  stage = await openIstioStage();
  await stage.addService("web");
  await stage.addService("private", { annotations: { "networking.istio.io/exportTo": "." } });
  await stage.api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "other" } });
  await stage.addService("far", { namespace: "other" });
});
afterAll(async () => stage?.close());

const address = "10.77.0.2";
/** Every case has its own host, so that they can coexist. */
const hostOf = (name: string) => `${name}.silent.democluster.net`;
const answeringOf = (name: string) => stage.reports(name).find(({ step }) => step === "answering");
const problemsOf = (kind: "Gateway" | "VirtualService" | "DestinationRule", name: string) =>
  stage.findings(kind, name).filter(({ severity }) => severity !== "info");

/** Waits until the answer stays the same for two seconds: at first it is often an intermediate 404. */
async function stays(answer: Answer, read: () => Promise<Seen>): Promise<void> {
  const isRight = (seen: Seen) =>
    "status" in seen ? seen.status === answer : answer === "closed" && seen.error !== "timeout";
  let last: Seen = { error: "never asked" };
  let rightSince: number | null = null;
  await waitUntil(
    `the answer stays ${answer}`,
    async () => {
      last = await read();
      rightSince = isRight(last) ? (rightSince ?? Date.now()) : null;
      return rightSince !== null && Date.now() - rightSince > 2000;
    },
    30,
  ).catch((thrown: unknown) => {
    throw new Error(`The last answer was ${JSON.stringify(last)}`, { cause: thrown });
  });
}

describe("the page explains what Envoy answers silently", () => {
  test.for(cases)("$what", async ({ name, objects, port = 443, envoy, says }) => {
    const host = hostOf(name);
    await stage.api.apply(...objects(host, name));
    let everGreen = false;
    await stays(envoy, () => {
      everGreen ||= isGreen(stage.reports(name));
      return browse(host, { address, port });
    });
    for (const [kind, suffix] of says)
      expect(problemsOf(kind, `${name}${suffix}`), `findings of ${kind} ${name}${suffix}`).not.toEqual([]);
    if (typeof envoy === "number") {
      await waitUntil(
        `the page shows ${envoy}`,
        () => answeringOf(name)?.note.includes(` answered ${envoy}`) === true,
      );
      expect(["blocked", "waiting"]).toContain(answeringOf(name)?.state);
    }
    expect(everGreen || isGreen(stage.reports(name)), "the page was green").toBe(false);
    expect(stage.reports(name).some(({ state, note }) => state !== "done" && note !== "")).toBe(true);
  });
});

test("without a route, then without pods, the page says what Envoy answers and what to do; then it turns green within seconds", async () => {
  const [name, host] = ["alone", hostOf("alone")];
  const page = async (status: number, note: string) => {
    await waitUntil(`the page says: ${note}`, () => answeringOf(name)?.note.includes(note) === true);
    expect(answeringOf(name)).toMatchObject({ state: "blocked", remedy: expect.any(String) });
    expect(answeringOf(name)?.note).toContain(` answered ${status}`);
    expect(await browse(host, { address })).toMatchObject({ status });
  };
  await stage.api.apply(gateway(name, [https(host, "alone-tls")], { secured: `443=${host}` }));
  await page(404, `No VirtualService has ${host} in its hosts and ${virtualCluster}/alone in its gateways`);
  expect(answeringOf(name)?.remedy).toContain(`Create a VirtualService with the host ${host}`);

  const to = (subset: string) =>
    virtualService(name, {
      hosts: [host],
      gateways: [name],
      http: [{ route: [{ destination: { host: "web", subset, port: { number: 80 } } }] }],
    });
  await stage.api.apply(
    destinationRule(name, {
      host: "web",
      subsets: [
        { name: "none", labels: { version: "none" } },
        { name: "all", labels: { app: "web" } },
      ],
    }),
    to("none"),
  );
  await page(503, "subset none");

  await stage.api.apply(to("all"));
  const appliedAt = performance.now();
  await waitUntil("the page is green", () => isGreen(stage.reports(name)));
  expect(performance.now() - appliedAt).toBeLessThan(10_000);
  expect(await browse(host, { address })).toMatchObject({ status: 200 });
});

describe("a working site has no warning", () => {
  test("host names in capitals", async () => {
    const host = hostOf("Capitals").toUpperCase();
    await stage.api.apply(
      gateway("capitals", [https(host, "capitals-tls")], { secured: `443=${host}` }),
      virtualService("capitals", { hosts: [host], gateways: ["capitals"], http: [routeTo("web")] }),
    );
    await waitUntil("the page is green", () => isGreen(stage.reports("capitals")));
    expect(await browse(host.toLowerCase(), { address })).toMatchObject({ status: 200 });
    expect(problemsOf("Gateway", "capitals")).toEqual([]);
    expect(problemsOf("VirtualService", "capitals")).toEqual([]);
  });

  test("a subset by labels that pods get from their node", async () => {
    const [host, region] = [hostOf("region"), "topology.kubernetes.io/region"];
    await stage.api.apply(
      { apiVersion: "v1", kind: "Node", metadata: { name: "node-1", labels: { [region]: "here" } } },
      destinationRule("region", {
        host: "regional",
        subsets: [{ name: "here", labels: { [region]: "here" } }],
      }),
      gateway("region", [https(host, "region-tls")], { secured: `443=${host}` }),
      virtualService("region", {
        hosts: [host],
        gateways: ["region"],
        http: [{ route: [{ destination: { host: "regional", subset: "here", port: { number: 80 } } }] }],
      }),
    );
    await stage.addService("regional");
    await waitUntil("the page is green", () => isGreen(stage.reports("region")));
    expect(await browse(host, { address })).toMatchObject({ status: 200 });
    expect(problemsOf("DestinationRule", "region")).toEqual([]);
    expect(problemsOf("VirtualService", "region")).toEqual([]);
  });
});
