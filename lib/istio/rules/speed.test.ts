import { expect, test } from "vitest";
import { credentialNameFor } from "@/lib/model/secured-hosts";
import { computedMs } from "@/lib/testing/computed-ms";
import { slowness } from "@/lib/testing/slowness";
import { gateway, healthyMesh, httpsServer, service, virtualService } from "../testing/mesh";
import { runChecks } from "./index";
import type { MeshSnapshot } from "./mesh/snapshot";

/** 2,000 Istio objects and Services with their pods and Secrets, all different. */
function largeMesh(): MeshSnapshot {
  const mesh = healthyMesh();
  for (let number = 0; number < 500; number++) {
    const name = `shop-${number}`;
    const host = `${name}.example.com`;
    const destination = { host: name, subset: "v1", port: { number: 80 } };
    mesh.gateways.push(gateway(name, [httpsServer(host)], `443=${host}`));
    mesh.virtualServices.push(virtualService(name, [host], [name], [{ route: [{ destination }] }]));
    mesh.services.push(service(name, "vamp-demo", { app: name }, [80]));
    mesh.destinationRules.push({
      apiVersion: "networking.istio.io/v1",
      kind: "DestinationRule",
      metadata: { name, namespace: "vamp-demo" },
      spec: { host: name, subsets: [{ name: "v1", labels: { version: "v1" } }] },
    });
    mesh.workloads.push({
      kind: "Deployment",
      namespace: "vamp-demo",
      name,
      podLabels: { app: name, version: "v1" },
    });
  }
  return mesh;
}

test("all checks of 2,000 objects take much less time than a keystroke", () => {
  const mesh = largeMesh();
  runChecks(mesh);
  const times = [1, 2, 3].map(() => {
    const started = computedMs();
    expect(runChecks(mesh)).toHaveLength(500);
    return computedMs() - started;
  });
  const best = Math.min(...times);
  console.info(`checks over 2,000 objects: ${best.toFixed(1)} ms`);
  expect(best).toBeLessThan(150 * slowness(computedMs));
});

test("a thousand gateways with one wildcard certificate are checked as fast as others", () => {
  const mesh = healthyMesh();
  for (let number = 0; number < 1_000; number++) {
    const host = `shop-${number}.example.com`;
    mesh.gateways.push(gateway(`shop-${number}`, [httpsServer(host)], `443=${host}`));
    mesh.secrets.push({
      namespace: "istio-system",
      name: credentialNameFor(host),
      certificate: { names: ["*.example.com"], serial: "2B" },
    });
  }
  runChecks(mesh);
  const started = computedMs();
  expect(runChecks(mesh).filter(({ code }) => code === "IST0138")).toEqual([]);
  const ms = computedMs() - started;
  console.info(`checks of 1,000 gateways with one certificate: ${ms.toFixed(1)} ms`);
  expect(ms).toBeLessThan(500 * slowness(computedMs));
});
