import { afterAll, beforeAll, expect, test } from "vitest";
import type { Report } from "@/lib/gateway/walk/report";
import { keyOf } from "@/lib/model/secured-hosts";
import { listAllGateways } from "@/lib/server/operations/gateways";
import { call } from "@/lib/server/testing/call";
import {
  delegateAtOnce,
  putGateway,
  putRoute,
  removeRoute,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
  walkState,
} from "@/lib/server/testing/test-panel";

const host = "answering.democluster.net";
const name = "answering";
let panel: TestPanel;

beforeAll(async () => {
  panel = await startTestPanel();
  delegateAtOnce(panel.sandbox);
});
afterAll(async () => panel?.close());

const key = keyOf({ gateway: { namespace: "vamp-demo", name }, port: 443, host });
const stateOf = () => walkState(panel, key);
const until = (what: string, look: (report: Report) => boolean) =>
  waitUntil(what, () => {
    const report = reportOf(panel, name, host, "answering");
    return report && look(report) ? report : null;
  });
const routeTo = (destination: object) => ({ route: [{ destination }] });
const openEvents = async () => {
  const { items } = await panel.installation.store.events.list({ host, limit: 100 });
  return items.filter(({ message }) => message.includes("is open"));
};

test("a site without a route is served, but not green until a VirtualService adds one", async () => {
  putGateway(panel.sandbox, name, host);
  removeRoute(panel.sandbox, name);
  const missing = await until("the ingress answers 404", ({ state }) => state === "blocked");
  expect(missing.note).toContain("answered 404: the ingress has no route");
  expect(missing.remedy).toContain(`host ${host} and the gateway vamp-demo/${name}`);
  expect(reportOf(panel, name, host, "serving")?.state).toBe("done");
  expect(stateOf()).toBe("blocked");
  const listed = await call(panel.cluster, listAllGateways, { query: { state: "serving" } });
  expect((listed as { items: { name: string }[] }).items.map((each) => each.name)).not.toContain(name);
  expect(await openEvents()).toEqual([]);

  // Once more, in case the machine is so busy that the next visit has already started.
  for (let isWoken = false; !isWoken; ) {
    removeRoute(panel.sandbox, name);
    await until("the ingress answers 404", ({ state }) => state === "blocked");
    const planned = await waitUntil("it waits", () => panel.cluster.live.get(key)?.nextVisitAt);
    putRoute(panel.sandbox, name, host);
    await until("it answers", ({ state }) => state === "done");
    isWoken = Date.now() < Date.parse(planned);
  }
  expect(stateOf()).toBe("serving");
  await waitUntil("it is called open", async () => (await openEvents()).length === 1);
});

test("a destination that can't answer is named, and a new Service turns it green immediately", async () => {
  putRoute(panel.sandbox, name, host, routeTo({ host: "nowhere" }));
  const gone = await until(
    "the ingress answers 503",
    ({ state, note }) => state === "blocked" && note.includes("503"),
  );
  expect(gone.note).toContain("answered 503");
  expect(gone.note).toContain("No Service or ServiceEntry provides nowhere.vamp-demo.svc.cluster.local.");
  panel.sandbox.kubernetes.objects.put(
    { group: "", plural: "services" },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "nowhere", namespace: "vamp-demo" },
      spec: { selector: { app: "shop" }, ports: [{ port: 9191, targetPort: 9191, name: "http" }] },
    },
  );
  const answering = await until("the shop answers", ({ state }) => state === "done");
  expect(answering.note).toContain("answered 200 by istio-envoy");
  expect(answering.fact).toMatchObject({ exchange: { upstreamMs: expect.any(Number) } });

  putRoute(panel.sandbox, name, host, routeTo({ host: "nowhere", subset: "v9" }));
  const divided = await until("the subset is missed", ({ state }) => state === "blocked");
  expect(divided.note).toContain(
    "No DestinationRule for nowhere.vamp-demo.svc.cluster.local defines subset v9",
  );
});
