import type { Report } from "@/lib/gateway/walk/report";
import { securedHostsOf } from "@/lib/kubernetes/gateways/secured-hosts";
import {
  apiVersionOf,
  type GatewayObject,
  type Kind,
  kindNames,
  kinds,
} from "@/lib/kubernetes/objects/kinds";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { createObjectStore } from "@/lib/kubernetes/watch/object-store";
import type { KubernetesObject } from "@/lib/model/object";
import { keyOf, type SecuredHost } from "@/lib/model/secured-hosts";
import { meshOf } from "@/lib/server/mesh/mesh";
import type { ClusterRuntime } from "../cluster-runtime";
import type { LiveWalk } from "../walks/live-walks";

interface More {
  annotations?: Record<string, string>;
  namespace?: string;
  status?: object;
}

type Put = (kind: Kind, name: string, spec: object, more?: More) => void;

/**
 * A cluster with objects in memory only: what lists, search and map read, and nothing else. Objects are in the
 * virtual cluster vamp-demo unless they name another namespace; `namespaces` are the others, with labels.
 */
export function largeCluster(
  fill: (put: Put) => void,
  namespaces: Readonly<Record<string, Record<string, string>>> = {},
): ClusterRuntime {
  const keep = (object: KubernetesObject) => object;
  const stores = new Map(kindNames.map((kind) => [kind, createObjectStore(keep, () => {})] as const));
  const add = (kind: Kind, object: object) =>
    stores.get(kind)?.change("added", { apiVersion: apiVersionOf(kinds[kind]), kind, ...object } as never);
  const labels = { "istio-injection": "enabled" };
  add("Namespace", { metadata: { name: "vamp-demo", resourceVersion: "1", labels } });
  for (const [name, its] of Object.entries(namespaces))
    add("Namespace", { metadata: { name, resourceVersion: "1", labels: its } });
  const since = Date.parse("2026-01-01T00:00:00Z");
  let count = 0;
  fill((kind, name, spec, { annotations = {}, namespace = "vamp-demo", status = {} } = {}) => {
    count += 1;
    const creationTimestamp = new Date(since + ((count * 7919) % 100_000) * 1000).toISOString();
    const metadata = { name, namespace, resourceVersion: "1", creationTimestamp, annotations };
    add(kind, { metadata, spec, status });
  });
  const cache = {
    list: (kind: Kind, namespace?: string) => stores.get(kind)?.list(namespace) ?? [],
    get: (kind: Kind, namespace: string | null, name: string) =>
      stores.get(kind)?.get(namespace, name) ?? null,
  } as unknown as ClusterCache;
  const targets = cache.list("Gateway").flatMap((gateway: GatewayObject) => securedHostsOf(gateway));
  const walks = new Map(targets.map((target) => [keyOf(target), walkOf(target)]));
  return {
    cache,
    installation: { environment: { LAMIA_NAMESPACE: "lamia-system" } },
    mesh: meshOf(cache, "lamia-system"),
    index: { all: () => targets, get: () => undefined },
    live: { get: (key: ReturnType<typeof keyOf>) => walks.get(key), onChange: () => () => {} },
  } as unknown as ClusterRuntime;
}

/** A walk with its certificate, as far as lists show it. */
function walkOf({ host }: SecuredHost): LiveWalk {
  const day = (number: number) => new Date(Date.UTC(2026, 0, 1 + number)).toISOString();
  const ends = 30 + ((host.length * 31 + host.charCodeAt(4)) % 60);
  const fact = {
    names: [host],
    issuer: "A CA",
    serial: Buffer.from(host).toString("hex").slice(0, 32),
    notBefore: day(0),
    notAfter: day(ends),
    renewAt: day(ends - 20),
    renewalProblem: null,
  };
  const report = { step: "certificate", state: "done", note: "It stands.", fact, attempts: 1, retryAt: null };
  const times = { at: day(0), since: day(0), startedAt: day(0) };
  const reports = [{ ...report, ...times, remedy: null } as unknown as Report];
  return { reports, settled: reports, nextVisitAt: null };
}
