import fc from "fast-check";
import { expect, test } from "vitest";
import { buildMap } from "@/lib/istio/map/build-map";
import { checks, runChecks } from "@/lib/istio/rules";
import { checkedMesh } from "@/lib/istio/rules/checked-mesh";
import { looseObjects, withObjects } from "@/lib/istio/testing/loose-objects";
import { gateway, healthyMesh, host, httpsServer, virtualService } from "@/lib/istio/testing/mesh";
import { securedHostsOf } from "@/lib/kubernetes/gateways/secured-hosts";
import { securedHostsAnnotation } from "@/lib/model/secured-hosts";
import type { emptySnapshot } from "./snapshot";
import { wellFormed } from "./well-formed";

test("no object that an API server can hold breaks the checks, the map, or the list of Secured Hosts", () => {
  fc.assert(
    fc.property(looseObjects, looseObjects, (first, second) => {
      const before = withObjects(healthyMesh(), first);
      const after = withObjects(healthyMesh(), second);
      const mesh = checkedMesh(checks, before);
      mesh.update(after);
      expect(mesh.findings()).toEqual(runChecks(after));
      buildMap({ snapshot: after, findings: mesh.findings() });
      for (const each of after.gateways) {
        const annotations = { [securedHostsAnnotation]: "443=a.example.com,80=b.example.com" };
        securedHostsOf({ ...each, metadata: { ...each.metadata, annotations } } as never);
      }
    }),
    { numRuns: 150 },
  );
});

test("a part of the wrong type counts as missing, and entries keep their positions", () => {
  const broken = gateway("gw-2", [null, { hosts: "*", tls: 7 }, httpsServer(host)] as never);
  const { servers } = wellFormed("gateways", broken).spec;
  expect(servers?.slice(0, 2)).toEqual([
    { port: { number: 0, protocol: "" }, hosts: [] },
    { port: { number: 0, protocol: "" }, hosts: [] },
  ]);
  expect(servers?.[2]).toEqual(httpsServer(host));
});

test("an object of the right shape is returned as it is", () => {
  for (const [list, objects] of Object.entries(healthyMesh()))
    for (const object of objects as never[])
      expect(wellFormed(list as keyof ReturnType<typeof emptySnapshot> & "gateways", object)).toBe(object);
});

test("the other objects still have their findings", () => {
  const mesh = healthyMesh();
  mesh.gateways.push(gateway("gw-0", [{ hosts: null }] as never));
  mesh.virtualServices.push(
    virtualService("lost", ["lost.test"], ["nowhere"], [null, { route: 3 }] as never),
  );
  expect(runChecks(mesh)).toContainEqual(
    expect.objectContaining({ code: "IST0101", message: "There is no Gateway vamp-demo/nowhere." }),
  );
});
