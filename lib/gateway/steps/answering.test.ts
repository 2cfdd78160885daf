import { beforeEach, describe, expect, test } from "vitest";
import type { Report } from "@/lib/gateway/walk/report";
import { walkStateOf } from "@/lib/gateway/walk/reporting";
import { Failure } from "../failure";
import type { HttpReply } from "../prober";
import { type FakeWorld, fakeWorld, shop } from "../testing/fake-world";
import { report, visit } from "../testing/visit";
import { answering } from "./answering";
import type { ServingFact } from "./serving";

const serving: ServingFact = {
  url: `https://${shop.host}`,
  port: 443,
  addresses: ["192.0.2.10"],
  serial: "01",
  trusted: true,
};

let fake: FakeWorld;
beforeEach(() => {
  fake = fakeWorld();
});

const run = (target = shop) => answering.run(target, { serving }, fake.world);
const answer = (reply: Partial<HttpReply>, url = "*") => void fake.answers.set(url, reply);
/** What Envoy answers when there is nothing behind it. */
const byEnvoy = (status: number, reason: string | null = null) =>
  answer({ status, upstreamMs: null, reason });

describe("a site is green only when it answers", () => {
  test("a walk ends there, not at the handshake", async () => {
    byEnvoy(404);
    const reports = await visit(fake, 8);
    expect(report(reports, "serving").state).toBe("done");
    expect(walkStateOf(reports)).toBe("blocked");
    answer({});
    expect(walkStateOf(await visit(fake, 2, reports))).toBe("serving");
  });

  test("reports of a release without this step don't count as green", async () => {
    const reports = (await visit(fake, 8)).filter(({ step }: Report) => step !== "answering");
    expect(walkStateOf(reports)).toBe("working");
  });

  test.each([200, 204, 302, 304, 401, 403, 407, 415])("%i is well", async (status) => {
    answer({ status });
    expect(await run()).toMatchObject({ state: "done", fact: { exchange: { status } } });
  });

  test("a login and a gRPC service are reported as what they are", async () => {
    answer({ status: 401 });
    expect((await run()).note).toContain("asks for a login");
    answer({ status: 405, contentType: "application/grpc+proto" });
    expect(await run()).toMatchObject({ state: "done", note: expect.stringContaining("gRPC") });
  });

  test.each([400, 404, 405, 410, 429, 500, 502, 503, 504])("%i of the app is not", async (status) => {
    answer({ status });
    expect(await run()).toMatchObject({ state: "blocked", note: expect.stringContaining(`The app behind`) });
  });

  test("the note says who answered, and the next check is in an hour", async () => {
    const outcome = await run();
    expect(outcome.note).toBe(`https://${shop.host}/ answered 200 by istio-envoy in 2 ms.`);
    expect(outcome).toMatchObject({ revisitAt: new Date(fake.now.getTime() + 3_600_000) });
  });

  test("a missing answer is a failure that is retried soon", async () => {
    const { request } = fake.world.prober;
    fake.world.prober.request = async () => {
      throw new Failure("unreachable", "192.0.2.10 port 443 did not answer.");
    };
    const reports = await visit(fake, 8);
    expect(report(reports, "answering")).toMatchObject({ state: "failed", retryAt: expect.any(String) });
    fake.world.prober.request = request;
    expect(walkStateOf(await visit(fake, 1, reports))).toBe("serving");
  });
});

describe("a 404 from the ingress", () => {
  beforeEach(() => byEnvoy(404));

  test("without a VirtualService, the remedy asks for one, by host and gateway", async () => {
    expect(await run()).toMatchObject({
      state: "blocked",
      remedy: `Create a VirtualService with the host ${shop.host} and the gateway vamp-demo/shop.`,
    });
  });

  test("the remedy names the VirtualService that names another gateway", async () => {
    fake.routes = { ...fake.routes, elsewhere: [{ name: "vamp-demo/old", gateways: ["vamp-demo/other"] }] };
    const outcome = await run();
    expect(outcome).toMatchObject({
      remedy: "Add vamp-demo/shop to spec.gateways of VirtualService vamp-demo/old.",
    });
    expect(outcome.note).toContain("names vamp-demo/other");
  });

  test("when no route matches the path, the remedy points to health_path", async () => {
    fake.routes = { ...fake.routes, bound: ["vamp-demo/api"] };
    expect(await run({ ...shop, health: { path: "/x" } })).toMatchObject({
      state: "blocked",
      note: expect.stringContaining("No route of VirtualService vamp-demo/api matches GET /x."),
      remedy: expect.stringContaining("health_path"),
    });
  });

  test("with a route that matches everything, the step waits: the ingress hasn't loaded it yet", async () => {
    fake.routes = { ...fake.routes, bound: ["vamp-demo/shop"], takesEveryPath: true };
    expect(await run()).toMatchObject({ state: "waiting", note: expect.stringContaining("vamp-demo/shop") });
  });
});

describe("a 503 from the ingress", () => {
  beforeEach(() => byEnvoy(503, "no healthy upstream"));

  test("names the destination that can't answer, with what to do", async () => {
    const broken = [{ why: "No DestinationRule for shop defines subset v9.", remedy: "Add the subset." }];
    fake.routes = { ...fake.routes, bound: ["vamp-demo/shop"], broken };
    const outcome = await run();
    expect(outcome).toMatchObject({ state: "blocked", remedy: "Add the subset." });
    expect(outcome.note).toContain(
      "(no healthy upstream): the ingress reaches no pod. No DestinationRule for shop defines subset v9.",
    );
  });

  test("makes the step wait while pods start, unless another destination needs you", async () => {
    const starting = { why: "No pod is ready yet.", remedy: null };
    fake.routes = { ...fake.routes, broken: [starting] };
    expect((await run()).state).toBe("waiting");
    fake.routes = { ...fake.routes, broken: [starting, { why: "It is gone.", remedy: "Make it." }] };
    expect((await run()).state).toBe("blocked");
  });

  test("makes the step wait if the mesh looks right", async () => {
    expect((await run()).state).toBe("waiting");
  });
});

describe("redirects", () => {
  const redirect = (location: string, url: string, status = 301) => answer({ status, location }, url);

  test("within the host are followed, at the same address, and the last answer counts", async () => {
    redirect("/shop?session=1", `https://${shop.host}/`);
    redirect(`http://${shop.host}:8080/end`, `https://${shop.host}/shop?session=1`, 308);
    answer({ status: 500 }, `http://${shop.host}:8080/end`);
    const outcome = await run();
    expect(fake.asked).toEqual([
      `https://${shop.host}/ at 192.0.2.10`,
      `https://${shop.host}/shop?session=1 at 192.0.2.10`,
      `http://${shop.host}:8080/end at 192.0.2.10`,
    ]);
    expect(outcome.state).toBe("blocked");
    expect(JSON.stringify(outcome)).not.toContain("session");
  });

  test.each([
    "https://other.example/",
    "//169.254.169.254/latest/meta-data",
    "http://127.0.0.1:4100/",
    `https://${shop.host}.evil.example/`,
    `https://user@other.example/${shop.host}`,
    "file:///etc/passwd",
    "javascript:alert(1)",
  ])("to %s are told and never followed", async (location) => {
    redirect(location, `https://${shop.host}/`);
    const outcome = await run();
    expect(fake.asked).toHaveLength(1);
    expect(outcome).toMatchObject({ state: "done", note: expect.stringContaining("Lamia doesn’t follow") });
  });

  test("in a loop block the step, and the note lists them", async () => {
    redirect("/b", `https://${shop.host}/`);
    redirect("/", `https://${shop.host}/b`);
    await expect(run()).rejects.toMatchObject({
      kind: "rejected",
      message: expect.stringContaining("circle"),
    });
  });

  test("without end stop after five", async () => {
    for (let at = 0; at < 20; at += 1) redirect(`/${at + 1}`, `https://${shop.host}/${at === 0 ? "" : at}`);
    await expect(run()).rejects.toMatchObject({ kind: "rejected" });
    expect(fake.asked).toHaveLength(6);
  });

  test("are not followed when a redirect is what you expect", async () => {
    redirect("/login", `https://${shop.host}/`, 302);
    expect(await run({ ...shop, health: { status: "302" } })).toMatchObject({ state: "done" });
    expect(fake.asked).toHaveLength(1);
  });
});

describe("what the Gateway's metadata ask for", () => {
  test("path and status are used", async () => {
    answer({ status: 418 });
    expect((await run({ ...shop, health: { path: "/teapot", status: "418" } })).state).toBe("done");
    expect(fake.asked).toEqual([`https://${shop.host}/teapot at 192.0.2.10`]);
    answer({ status: 200 });
    expect(await run({ ...shop, health: { status: "418" } })).toMatchObject({
      state: "blocked",
      note: expect.stringContaining("which health_status doesn’t list"),
    });
  });

  test("a value that can't be read blocks the step, and nothing is requested", async () => {
    expect(await run({ ...shop, health: { status: "fine" } })).toMatchObject({
      state: "blocked",
      remedy: "Correct health_status in the metadata of Gateway shop.",
    });
    expect(fake.asked).toEqual([]);
  });
});

describe("when no plain request is possible", () => {
  const server = { ...shop.server, index: 0, hosts: [shop.host], credentialName: null };

  test.each([
    ["TCP in TLS", { ...server, protocol: "TLS", tlsMode: "SIMPLE" }],
    ["clients with certificates", { ...server, protocol: "HTTPS", tlsMode: "MUTUAL" }],
  ])("%s: done, with the reason", async (_what, itsServer) => {
    expect(await run({ ...shop, server: itsServer })).toMatchObject({
      state: "done",
      note: expect.stringContaining("Lamia makes no HTTP request"),
      fact: { exchange: null },
    });
    expect(fake.asked).toEqual([]);
  });
});

test("a wildcard is requested by a name that has a route, otherwise by a probe's", async () => {
  const wildcard = { ...shop, host: "*.democluster.net" };
  answer({ names: ["*.democluster.net"] });
  expect((await run(wildcard)).state).toBe("done");
  fake.routes = { ...fake.routes, names: ["a.democluster.net"] };
  await run(wildcard);
  expect(fake.asked.map((each) => each.split(" ")[0])).toEqual([
    "https://lamia-probe.democluster.net/",
    "https://a.democluster.net/",
  ]);
});

test("a certificate for other names blocks the step, with its names", async () => {
  answer({ names: ["other.example"] });
  expect(await run()).toMatchObject({ state: "blocked", note: expect.stringContaining("other.example") });
});
