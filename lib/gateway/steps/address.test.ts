import { expect, test } from "vitest";
import type { Ingress, World } from "../world";
import { address } from "./address";

const open = { ipv4: ["203.0.113.7"], ipv6: [], hostname: null };
const none = { ipv4: [], ipv6: [], hostname: null };

function ingress(service: string, ports: number[], over: Partial<Ingress> = {}): Ingress {
  return { namespace: "edge", service, type: "LoadBalancer", address: open, ports, ...over };
}

function addressOutcome(port: number, ingresses: Ingress[]) {
  const target = {
    host: "shop.example.org",
    port,
    gateway: { namespace: "demo", name: "shop" },
    selector: { istio: "edge" },
    server: null,
  };
  const cluster = { ingresses: async () => ingresses, ownIngress: async () => null };
  return address.run(target, {}, { cluster } as unknown as World);
}

test("of several Services before the same pods the one that has the port is taken", async () => {
  expect(await addressOutcome(443, [ingress("a-mail", [25]), ingress("b-web", [80, 443])])).toMatchObject({
    state: "done",
    fact: { service: "b-web", port: 443 },
  });
});

test("a port that only the pods know is reached by the Service's port that leads there", async () => {
  const web = ingress("web", [80, 443], { targets: [{ port: 443, targetPort: 8443 }] });
  expect(await addressOutcome(8443, [ingress("a-mail", [25]), web])).toMatchObject({
    state: "done",
    note: expect.stringContaining("port 443 leads to 8443"),
    fact: { service: "web", port: 443 },
  });
});

test("a Service's own port of that number comes before one that leads to the number", async () => {
  const web = ingress("web", [443, 8443], { targets: [{ port: 443, targetPort: 8443 }] });
  expect(await addressOutcome(8443, [web])).toMatchObject({ state: "done", fact: { port: 8443 } });
});

test("an internal Service that has the port does not hide the load balancer that lacks it", async () => {
  const inside = ingress("inside", [443], { type: "ClusterIP", address: none });
  expect(await addressOutcome(443, [ingress("outside", [80]), inside])).toMatchObject({
    state: "blocked",
    note: "The ingress Service edge/outside has no port 443. Its ports: 80.",
  });
});

test("a load balancer that has the port and waits for its address is waited for", async () => {
  const waiting = ingress("web", [443], { address: none });
  expect(await addressOutcome(443, [ingress("mail", [25]), waiting])).toMatchObject({ state: "waiting" });
});
