import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import { networkInterfaces } from "node:os";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  delegateAtOnce,
  hostOf,
  isServing,
  putGateway,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";

/** Ingresses whose address isn't that of their load balancer, each from nothing to an HTTPS answer. */
let panel: TestPanel;
const servers: Server[] = [];
beforeAll(async () => {
  panel = await startTestPanel();
  delegateAtOnce(panel.sandbox);
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(async () => panel?.close());

const nodes = { group: "", plural: "nodes" };
const gateways = { group: "networking.istio.io", plural: "gateways" };

/** The way to the ingress from outside the cluster: a port forwarding, a tunnel, a node port. */
async function leadToIngress(address: string, port: number): Promise<void> {
  const { ingress } = panel.sandbox.file;
  const server = createServer((socket) => {
    const inside = connect(ingress.ports[443], ingress.address);
    for (const each of [socket, inside]) each.on("error", () => each.destroy());
    socket.pipe(inside).pipe(socket);
  });
  servers.push(server);
  await once(server.listen(port, address), "listening");
}

function annotate(name: string, gatewayAddress: string): void {
  const { objects } = panel.sandbox.kubernetes;
  const gateway = objects.get(gateways, "vamp-demo", name);
  const annotations = { ...gateway?.metadata.annotations, "lamia.dev/gateway_address": gatewayAddress };
  objects.put(gateways, { ...gateway, metadata: { ...gateway?.metadata, annotations } });
}

/** The name of a load balancer elsewhere, which leads to these addresses from now on. */
async function leadName(name: string, ...values: string[]): Promise<void> {
  const { dns } = await panel.cluster.worlds.worldFor("vamp-demo");
  const apex = name.split(".").slice(-2).join(".");
  const zone =
    (await dns.zones({ fresh: true })).find((each) => each.apex === apex) ?? (await dns.createZone(apex));
  const seen = await dns.read(zone, name, "A");
  const next = values.length > 0 ? { name, type: "A" as const, ttlSeconds: 60, values } : null;
  await dns.change(zone, [{ seen, next }]);
}

const addressOf = (name: string) => reportOf(panel, name, hostOf(name), "address");
const records = async (name: string) => {
  const { dns } = await panel.cluster.worlds.worldFor("vamp-demo");
  const zone = (await dns.zones()).find(({ apex }) => hostOf(name).endsWith(`.${apex}`));
  const sets = zone ? await dns.records(zone) : [];
  return sets.filter((set) => set.name === hostOf(name)).map(({ type, values }) => [type, ...values]);
};

test("a Gateway's gateway_address takes precedence over its Service's address", async () => {
  await leadToIngress("127.0.98.1", panel.sandbox.file.ingress.ports[443]);
  putGateway(panel.sandbox, "tunnel", hostOf("tunnel"));
  annotate("tunnel", "127.0.98.1");
  await waitUntil("it serves", () => isServing(panel, "tunnel"));
  expect(addressOf("tunnel")?.note).toContain("from gateway_address in the metadata of Gateway tunnel");
  expect(await records("tunnel")).toEqual([["A", "127.0.98.1"]]);
});

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === "::1"),
);

test.skipIf(!hasIpv6)(
  "a host with an IPv6 address alone serves, with an AAAA record and no A record",
  async () => {
    await leadToIngress("::1", panel.sandbox.file.ingress.ports[443]);
    putGateway(panel.sandbox, "six", hostOf("six"));
    annotate("six", "0:0:0:0:0:0:0:1");
    await waitUntil("it serves", () => isServing(panel, "six"));
    expect(await records("six")).toEqual([["AAAA", "::1"]]);
  },
);

test("node ports serve at the external addresses of ready nodes as soon as there are any", async () => {
  const { objects } = panel.sandbox.kubernetes;
  putGateway(panel.sandbox, "nodes", hostOf("nodes"));
  annotate("nodes", "nodes");
  const blocked = await waitUntil("it is blocked", () => {
    const report = addressOf("nodes");
    return report?.state === "blocked" && report;
  });
  expect(blocked.note).toContain("no ready node has an external address");

  const [node] = objects.list(nodes);
  const status = node?.status as { addresses: object[] };
  const addresses = [...status.addresses, { type: "ExternalIP", address: "127.0.97.1" }];
  objects.put(nodes, { ...node, status: { ...status, addresses } });
  const done = await waitUntil("the node is seen", () => {
    const report = addressOf("nodes");
    return report?.state === "done" && report;
  });
  await leadToIngress("127.0.97.1", (done.fact as { port: number }).port);
  await waitUntil("it serves", () => isServing(panel, "nodes"));
  expect(await records("nodes")).toEqual([["A", "127.0.97.1"]]);
});

test("a load balancer that has only a name: a CNAME record below the apex, its fresh addresses at the apex", async () => {
  const lb = "lb.balancers.net";
  const apex = "democluster.net";
  const port = panel.sandbox.file.ingress.ports[443];
  for (const address of ["127.0.96.1", "127.0.96.2"]) await leadToIngress(address, port);
  await leadName(lb, "127.0.96.1");
  putGateway(panel.sandbox, "below", hostOf("below"));
  annotate("below", lb);
  await waitUntil("the host below the apex serves", () => isServing(panel, "below"));
  expect(await records("below")).toEqual([["CNAME", lb]]);

  putGateway(panel.sandbox, "apex", apex);
  annotate("apex", lb);
  const recordAtApex = () => reportOf(panel, "apex", apex, "record");
  const resolved = (at: string) => async () => {
    await panel.cluster.walking?.runner.wake(apex, { fresh: true });
    const { state, fact } = recordAtApex() ?? {};
    const { address } = (fact ?? {}) as { address?: { ipv4: string[] } };
    return state === "done" && address?.ipv4.join() === at && recordAtApex();
  };
  const first = await waitUntil("the apex has the address", resolved("127.0.96.1"));
  expect(first.fact).toMatchObject({ resolution: { hostname: lb, problem: null } });
  await waitUntil("the apex serves", () => reportOf(panel, "apex", apex, "answering")?.state === "done");
  await leadName(lb, "127.0.96.2");
  await waitUntil("the records follow", resolved("127.0.96.2"));
  await leadName(lb);
  const kept = await waitUntil("the name is gone", async () => {
    await panel.cluster.walking?.runner.wake(apex, { fresh: true });
    const report = recordAtApex();
    return report?.note.includes("can’t be resolved now") && report;
  });
  expect(kept).toMatchObject({ state: "done", fact: { address: { ipv4: ["127.0.96.2"] } } });
});
