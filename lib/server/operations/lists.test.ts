import { describe, expect, test } from "vitest";
import type { ClusterCache } from "@/lib/kubernetes/cluster-cache";
import { apiVersionOf, type Kind, kindNames, kinds } from "@/lib/kubernetes/kinds";
import type { KubernetesObject } from "@/lib/kubernetes/object";
import { createObjectStore } from "@/lib/kubernetes/object-store";
import { meshOf } from "../mesh";
import type { Runtime } from "../runtime";
import { call } from "../testing/call";
import { listAllApplications } from "./applications";
import { listFindings } from "./findings";
import { services } from "./mesh-objects";
import { readMap, search } from "./overview";

const rounds = 12;

/** 10,500 objects: Services and Deployments, and Virtual Services of a gateway that is not there. */
function largeRuntime(): Runtime {
  const stores = new Map(
    kindNames.map(
      (kind) =>
        [
          kind,
          createObjectStore(
            (object) => object,
            () => {},
          ),
        ] as const,
    ),
  );
  const put = (kind: Kind, name: string, spec: object) => {
    const metadata = { name, namespace: "vamp-demo", resourceVersion: "1" };
    const object = { apiVersion: apiVersionOf(kinds[kind]), kind, metadata, spec };
    stores.get(kind)?.change("added", object as KubernetesObject);
  };
  for (let number = 0; number < 5000; number++) {
    const name = `app-${String(number).padStart(5, "0")}`;
    put("Service", name, { selector: { app: name }, ports: [{ port: 80 }] });
    const template = { metadata: { labels: { app: name } }, spec: { containers: [{ name, image: "a:1" }] } };
    put("Deployment", name, { replicas: 0, template });
    if (number % 10 > 0) continue;
    const http = [{ route: [{ destination: { host: name } }] }];
    put("VirtualService", name, { hosts: [`${name}.example.com`], gateways: ["gone"], http });
  }
  const cache = {
    list: (kind: Kind, namespace?: string) => stores.get(kind)?.list(namespace) ?? [],
    get: (kind: Kind, namespace: string | null, name: string) =>
      stores.get(kind)?.get(namespace, name) ?? null,
  } as unknown as ClusterCache;
  stores.get("Namespace")?.change("added", {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "vamp-demo", resourceVersion: "1", labels: { "istio-injection": "enabled" } },
  });
  return { cache, mesh: meshOf(cache, "lamia-system") } as unknown as Runtime;
}

describe("over 10,000 objects a page is answered in time", () => {
  const runtime = largeRuntime();

  test.each([
    ["services", services.listAll, { limit: "100" }, 60],
    ["services, searched", services.listAll, { limit: "100", q: "app-04" }, 60],
    ["applications", listAllApplications, { limit: "100" }, 60],
    ["applications in a state", listAllApplications, { limit: "100", state: "stopped" }, 60],
    ["findings", listFindings, { limit: "100" }, 60],
    ["search", search, { q: "4999" }, 20],
    ["map", readMap, { virtualCluster: "vamp-demo" }, 150],
  ] as const)("%s", async (name, operation, query, mostMs) => {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const started = performance.now();
      JSON.stringify(await call(runtime, operation, { query }));
      times.push(performance.now() - started);
    }
    const [first = 0, ...later] = times;
    const [best = 0] = later.toSorted((one, other) => one - other);
    const worst = Math.max(...later);
    console.info(`${name}: first ${first.toFixed(1)} ms, then ${best.toFixed(1)}–${worst.toFixed(1)} ms`);
    // What else the machine does is in all of them but the best.
    expect(best).toBeLessThan(mostMs);
  });
});
