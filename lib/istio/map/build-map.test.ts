import { describe, expect, test } from "vitest";
import { runChecks } from "../rules";
import { gateway, healthyMesh, host, httpsServer, virtualService } from "../testing/mesh";
import { buildMap, type MapOptions } from "./build-map";

function draw(change: Partial<MapOptions> = {}) {
  const snapshot = change.snapshot ?? healthyMesh();
  const map = buildMap({ snapshot, findings: runChecks(snapshot), ...change });
  const arrows = map.edges.map(({ from, to, weight }) => [from, to, weight] as const);
  return { ...map, arrows, ids: map.nodes.map(({ id }) => id) };
}

describe("the routes map", () => {
  test("leads from the host to the pods, with the shares on the arrows of the route", () => {
    expect(draw().arrows).toEqual([
      ["virtual-service:vamp-demo/shop", "route:vamp-demo/shop/http/0", null],
      ["subset:shop.vamp-demo.svc.cluster.local/v1", "workload:vamp-demo/shop-v1", null],
      ["route:vamp-demo/shop/http/0", "subset:shop.vamp-demo.svc.cluster.local/v1", 50],
      ["subset:shop.vamp-demo.svc.cluster.local/v2", "workload:vamp-demo/shop-v2", null],
      ["route:vamp-demo/shop/http/0", "subset:shop.vamp-demo.svc.cluster.local/v2", 50],
      ["gateway:vamp-demo/gw-1", "virtual-service:vamp-demo/shop", null],
      [`host:${host}`, "gateway:vamp-demo/gw-1", null],
    ]);
  });

  test("every arrow has two ends, and a route shows its condition", () => {
    const snapshot = healthyMesh();
    snapshot.virtualServices[0]?.spec.http?.unshift({
      match: [{ uri: { prefix: "/v2" } }],
      route: [{ destination: { host: "shop" } }],
    });
    const { nodes, edges, ids } = draw({ snapshot });
    for (const { from, to } of edges) expect(ids).toEqual(expect.arrayContaining([from, to]));
    const routes = nodes.filter(({ kind }) => kind === "route").map(({ label }) => label);
    expect(routes).toEqual(['uri prefix "/v2"', "All requests"]);
  });

  test("a missing object is drawn as missing, and findings are shown at their place", () => {
    const snapshot = healthyMesh();
    snapshot.virtualServices.push(
      virtualService(
        "lost",
        ["lost.example.com"],
        ["nowhere"],
        [{ route: [{ destination: { host: "gone" } }] }],
      ),
    );
    const { nodes } = draw({ snapshot });
    const missing = nodes.filter((node) => node.missing).map(({ id }) => id);
    expect(missing).toEqual(["destination:gone.vamp-demo.svc.cluster.local", "gateway:vamp-demo/nowhere"]);
    const route = nodes.find(({ id }) => id === "route:vamp-demo/lost/http/0");
    expect(route?.findings.map(({ code }) => code)).toEqual(["IST0101"]);
  });

  test("a host that no VirtualService routes still leads to its gateway", () => {
    const snapshot = healthyMesh();
    snapshot.gateways.push(gateway("empty", [httpsServer("empty.example.com")]));
    expect(draw({ snapshot }).arrows).toContainEqual([
      "host:empty.example.com",
      "gateway:vamp-demo/empty",
      null,
    ]);
  });

  test("one gateway shows only its own routes, and one namespace only its own objects", () => {
    const snapshot = healthyMesh();
    snapshot.gateways.push(gateway("other", [httpsServer("other.example.com")]));
    snapshot.virtualServices.push(virtualService("other", ["other.example.com"], ["other"]));
    const { ids } = draw({ snapshot, namespace: "vamp-demo", gateway: "other" });
    expect(ids).toContain("virtual-service:vamp-demo/other");
    expect(ids).not.toContain("virtual-service:vamp-demo/shop");
    expect(draw({ snapshot, namespace: "elsewhere" }).ids).toEqual([]);
  });

  test("a VirtualService of the mesh follows directly after its host", () => {
    const snapshot = healthyMesh();
    snapshot.virtualServices.push(virtualService("inner", ["shop"], []));
    expect(draw({ snapshot }).arrows).toContainEqual(["host:shop", "virtual-service:vamp-demo/inner", null]);
  });

  test("two VirtualServices that delegate to each other don't draw forever", () => {
    const snapshot = healthyMesh();
    snapshot.virtualServices.push(
      virtualService("a", ["a.example.com"], ["gw-1"], [{ delegate: { name: "b" } }]),
      virtualService("b", [], ["gw-1"], [{ delegate: { name: "a" } }]),
    );
    expect(draw({ snapshot }).ids).toContain("virtual-service:vamp-demo/b");
  });

  test("what would make the map unreadable is omitted and counted", () => {
    const snapshot = healthyMesh();
    for (let number = 0; number < 9; number++) snapshot.gateways.push(gateway(`gw-${number + 2}`, []));
    expect(draw({ snapshot, most: 4 }).leftOut).toBe(6);
  });
});
