import { afterAll, beforeAll, expect, test } from "vitest";
import { challengeLabel } from "@/lib/kubernetes/ownership";
import { waitUntil } from "@/lib/server/testing/test-panel";
import { browse } from "./browse";
import { gateway, https, routeTo, virtualService } from "./objects";
import { type IstioStage, isGreen, openIstioStage, virtualCluster } from "./stage";

/** HTTP-01 through the user's own ingress: what istiod and Envoy make of the objects that an order puts beside theirs. */
let stage: IstioStage;
const address = "10.77.0.2";

beforeAll(async () => {
  stage = await openIstioStage();
  await stage.addService("web");
  const annotations = { "lamia.dev/acme_challenge": "http-01" };
  const patch = "application/merge-patch+json";
  await stage.api.send("PATCH", `/api/v1/namespaces/${virtualCluster}`, { metadata: { annotations } }, patch);
  await waitUntil("the setting is known", async () => {
    const { challengeType } = await stage.panel.worlds.worldFor(virtualCluster);
    return challengeType === "http-01";
  });
});
afterAll(async () => stage?.close());

const istio = `/apis/networking.istio.io/v1/namespaces/${virtualCluster}`;
async function answersLeft(): Promise<number> {
  const lists = await Promise.all(
    ["gateways", "virtualservices"].map((kind) =>
      stage.api.send("GET", `${istio}/${kind}?labelSelector=${challengeLabel}`),
    ),
  );
  return lists.reduce<number>((sum, list) => sum + (list as { items: unknown[] }).items.length, 0);
}

/** Green, and nothing is left of the order; at no time did `others` answer anything but what they did before. */
async function untilGreen(name: string, others: { host: string; answer: number }[] = []): Promise<void> {
  const odd: unknown[] = [];
  const know = new Set<string>();
  await waitUntil(`${name} is green`, async () => {
    for (const { host, answer } of others) {
      const seen = await browse(host, { address, scheme: "http", path: "/any" });
      const status = "status" in seen ? seen.status : seen.error;
      if (status === answer) know.add(host);
      // Before Envoy has the user's own routes, nobody answers.
      else if (know.has(host)) odd.push([host, status]);
    }
    return isGreen(stage.reports(name));
  });
  expect(odd).toEqual([]);
  await waitUntil("nothing is left of the challenge", async () => (await answersLeft()) === 0);
}

test("a host that nobody serves on port 80 is validated there", async () => {
  const host = "bare.democluster.net";
  await stage.api.apply(
    gateway("bare", [https(host, "bare-tls")], { secured: `443=${host}` }),
    virtualService("bare", { hosts: [host], gateways: ["bare"], http: [routeTo("web")] }),
  );
  await untilGreen("bare");
  expect(stage.world.sandbox.counts.certificatesIssued).toBe(1);
});

test("the routes of a host with a server on port 80 stay as they are while it is validated", async () => {
  const host = "both.democluster.net";
  await stage.api.apply(
    gateway("both", [{ port: 80, protocol: "HTTP", hosts: [host] }, https(host, "both-tls")], {
      secured: `443=${host}`,
    }),
    virtualService("both", { hosts: [host], gateways: ["both"], http: [routeTo("web")] }),
  );
  await untilGreen("both", [{ host, answer: 200 }]);
});

test("where port 80 only redirects, the CA is answered by HTTPS, and the redirect stays", async () => {
  const host = "moved.democluster.net";
  await stage.api.apply(
    gateway(
      "moved",
      [{ port: 80, protocol: "HTTP", hosts: [host], tls: { httpsRedirect: true } }, https(host, "moved-tls")],
      { secured: `443=${host}` },
    ),
    virtualService("moved", { hosts: [host], gateways: ["moved"], http: [routeTo("web")] }),
  );
  await untilGreen("moved", [{ host, answer: 301 }]);
});

test("a wildcard on port 80 goes on serving the host's other paths", async () => {
  const host = "one.wide.democluster.net";
  await stage.api.apply(
    gateway("wide", [{ port: 80, protocol: "HTTP", hosts: ["*.wide.democluster.net"] }]),
    virtualService("wide", {
      hosts: ["*.wide.democluster.net"],
      gateways: ["wide"],
      http: [routeTo("web")],
    }),
  );
  await waitUntil("the wildcard is served", async () => {
    const seen = await browse(host, { address, scheme: "http", path: "/any" });
    return "status" in seen && seen.status === 200;
  });
  await stage.api.apply(
    gateway("one", [https(host, "one-tls")], { secured: `443=${host}` }),
    virtualService("one", { hosts: [host], gateways: ["one"], http: [routeTo("web")] }),
  );
  await untilGreen("one", [
    { host, answer: 200 },
    { host: "two.wide.democluster.net", answer: 200 },
  ]);
});
