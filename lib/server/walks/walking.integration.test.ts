import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { StepId } from "@/lib/gateway/steps";
import { checkGateway, createGateway, listAllGateways } from "@/lib/server/operations/gateways";
import { call } from "@/lib/server/testing/call";
import {
  delegateAtOnce,
  keyOf,
  putGateway,
  putRoute,
  removeGateway,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
  walkState,
} from "@/lib/server/testing/test-panel";
import { initialLevers } from "@/sandbox/levers/levers";

let panel: TestPanel;

beforeAll(async () => {
  panel = await startTestPanel();
});
afterAll(async () => panel?.close());
afterEach(() => Object.assign(panel.sandbox.levers, { ...initialLevers, autoDelegateAfterSeconds: 0 }));

const report = (name: string, step: StepId) => reportOf(panel, name, `${name}.democluster.net`, step);
const inState = (name: string, step: StepId, states: string[]) =>
  waitUntil(`${step} of ${name} is ${states.join(" or ")}`, () => {
    const found = report(name, step);
    return found && states.includes(found.state) ? found : null;
  });
const stateOf = (name: string) => walkState(panel, keyOf(name));
const serving = (name: string) => waitUntil(`${name} is serving`, () => stateOf(name) === "serving");

describe("a walk in the sandbox", () => {
  test("is blocked at the delegation with the name servers to set, and ends with the site served once they are set", async () => {
    putGateway(panel.sandbox, "first", "first.democluster.net");
    const blocked = await inState("first", "delegation", ["blocked"]);
    const expected = (blocked.fact as { expected: string[] }).expected;
    expect(expected).toHaveLength(4);
    expect(blocked.remedy).toContain(expected.join(", "));
    expect(panel.sandbox.counts.ordersCreated).toBe(0);
    delegateAtOnce(panel.sandbox);
    await serving("first");
    expect(panel.sandbox.counts.certificatesIssued).toBe(1);
  });

  test("serves a host that is typed with letters beyond ASCII, and holds its ASCII form everywhere", async () => {
    delegateAtOnce(panel.sandbox);
    const host = "xn--mnchen-3ya.democluster.net";
    const servers = [{ securedHost: "München.democluster.net", hosts: [host], port: 443, protocol: "HTTPS" }];
    putRoute(panel.sandbox, "munich", host);
    await call(panel.cluster, createGateway, {
      params: { vc: "vamp-demo" },
      body: { name: "munich", servers },
    });
    await waitUntil(
      "munich is serving",
      () => walkState(panel, `vamp-demo/munich:443=${host}`) === "serving",
    );
    const certificate = reportOf(panel, "munich", host, "certificate")?.fact as { names: string[] };
    expect(certificate.names).toEqual([host]);
    for (const q of ["Münch", "xn--mnch"]) {
      const found = await call<{ items: { name: string }[] }>(panel.cluster, listAllGateways, {
        query: { q },
      });
      expect(found.items.map(({ name }) => name)).toEqual(["munich"]);
    }
  });

  test("waits for an address that isn't there yet, and continues when it arrives", async () => {
    panel.sandbox.levers.addressAfterSeconds = null;
    putGateway(panel.sandbox, "address", "address.democluster.net");
    const waiting = await inState("address", "address", ["waiting"]);
    expect(waiting.note).toContain("has no address yet");
    await inState("address", "certificate", ["done"]);
    panel.sandbox.levers.addressAfterSeconds = 0;
    await serving("address");
  });

  test("names the lagging name server, and accepts no challenge until it has caught up", async () => {
    const issued = panel.sandbox.counts.certificatesIssued;
    panel.sandbox.levers.laggingNameServer = { index: 2, seconds: 600 };
    putGateway(panel.sandbox, "lagging", "lagging.democluster.net");
    await waitUntil("the record names the late server", () =>
      /3 of 4 .*Not yet: ns-cloud-\w3\.googledomains\.com\./.test(report("lagging", "record")?.note ?? ""),
    );
    await waitUntil("the challenge names it, too", () =>
      report("lagging", "certificate")?.note.includes("don’t serve it yet"),
    );
    expect(panel.sandbox.counts.certificatesIssued).toBe(issued);
    panel.sandbox.levers.laggingNameServer = null;
    await serving("lagging");
  });

  test("retries a CA that answers 429 only when allowed, and recovers by itself", async () => {
    panel.sandbox.levers.caRetryAfterSeconds = 3;
    putGateway(panel.sandbox, "limited", "limited.democluster.net");
    const waiting = await waitUntil("the CA's pause is waited for", () => {
      const found = report("limited", "certificate");
      return found?.state === "waiting" && /slow down|order nothing/.test(found.note) ? found : null;
    });
    expect(Date.parse(waiting.retryAt ?? "") - Date.parse(waiting.at)).toBeGreaterThanOrEqual(1000);
    panel.sandbox.levers.caRetryAfterSeconds = null;
    await serving("limited");
  });

  test("says that the CA is unavailable, and recovers by itself", async () => {
    panel.sandbox.levers.caUnavailable = true;
    putGateway(panel.sandbox, "down", "down.democluster.net");
    const failed = await inState("down", "certificate", ["failed"]);
    expect(failed.retryAt).not.toBeNull();
    panel.sandbox.levers.caUnavailable = false;
    await serving("down");
  });

  test("says that the provider is unavailable, and recovers by itself", async () => {
    panel.sandbox.levers.providerUnavailable = true;
    putGateway(panel.sandbox, "provider", "provider.democluster.net");
    await waitUntil("a step says so", () =>
      (["zone", "record", "certificate"] as const).some(
        (step) => report("provider", step)?.state === "failed",
      ),
    );
    panel.sandbox.levers.providerUnavailable = false;
    await serving("provider");
  });

  test("says on Check now that the provider is unavailable, even if everything was fine a moment ago", async () => {
    panel.sandbox.levers.providerUnavailable = true;
    const params = { vc: "vamp-demo", name: "provider" };
    expect(await call(panel.cluster, checkGateway, { params })).toEqual({
      hosts: ["provider.democluster.net"],
    });
    await inState("provider", "zone", ["failed"]);
    panel.sandbox.levers.providerUnavailable = false;
    await call(panel.cluster, checkGateway, { params });
    await serving("provider");
  });

  test("is undone when its gateway is deleted, even if the provider was unavailable then; the zone and foreign records stay", async () => {
    await serving("first");
    panel.sandbox.levers.providerUnavailable = true;
    removeGateway(panel.sandbox, "first");
    const { store } = panel.installation;
    await waitUntil("the task is tried", async () => {
      const [task] = (await store.tasks.list({})).items;
      return task && task.attempts > 0 && task.lastProblem !== null;
    });
    panel.sandbox.levers.providerUnavailable = false;
    const [task] = (await store.tasks.list({})).items;
    await panel.cluster.walking?.runner.retryTasks([task?.id ?? ""]);
    await waitUntil("the task is done", async () => (await store.tasks.open()).length === 0);
    const { dns } = await panel.cluster.worlds.worldFor("vamp-demo");
    const [zone] = await dns.zones();
    expect(zone?.apex).toBe("democluster.net");
    if (!zone) throw new Error("the zone is gone");
    expect(await dns.read(zone, "first.democluster.net", "A")).toBeNull();
    expect(await dns.read(zone, "_lamia.first.democluster.net", "TXT")).toBeNull();
    expect(await dns.read(zone, "down.democluster.net", "A")).not.toBeNull();
    const secrets = { group: "", plural: "secrets" };
    expect(panel.sandbox.kubernetes.objects.get(secrets, "istio-system", "first-tls")).toBeUndefined();
    expect(panel.sandbox.kubernetes.objects.get(secrets, "istio-system", "down-tls")).toBeDefined();
  });

  test("leaves no challenge behind", async () => {
    const { dns } = await panel.cluster.worlds.worldFor("vamp-demo");
    const [zone] = await dns.zones();
    if (!zone) throw new Error("the zone is gone");
    await waitUntil("the challenges are gone", async () => {
      const names = ["address", "lagging", "limited", "down", "provider"];
      const left = await Promise.all(
        names.map((name) => dns.read(zone, `_acme-challenge.${name}.democluster.net`, "TXT")),
      );
      return left.every((set) => set === null);
    });
  });
});
