import { type StepId, steps } from "@/lib/gateway/steps";
import { keyOf } from "@/lib/model/secured-hosts";
import type { ClusterRuntime } from "../cluster-runtime";
import { largeCluster } from "./large-cluster";

const dayInMs = 86_400_000;
const managed = { "lamia.dev/managed": "true" };

/** The states of each gateway's Secured Hosts; `new` is one that no walk has reached. */
const gateways: Readonly<Record<string, readonly string[]>> = {
  serving: ["serving", "serving"],
  "serving-but-one-waits": ["serving", "waiting"],
  working: ["working", "serving"],
  "blocked-and-failed": ["failed", "blocked"],
  failed: ["serving", "failed"],
  "failed-too": ["failed"],
  new: ["serving", "new"],
  unsecured: [],
  "unsecured-too": [],
};

/** Days until certificates expire: at least one in each span of the overview, and one right after each end. */
const daysLeft = [-3, 0.5, 6.9, 7.1, 13, 20, 29.9, 30.1, 45, 75, 89, 91, 300];

/**
 * What the overview counts, and what it leaves out: gateways whose hosts differ, certificates of all ages, virtual
 * clusters with and without sidecars, applications of other namespaces, and findings of each severity.
 */
export function overviewCluster(): ClusterRuntime {
  const cluster = largeCluster(
    (put) => {
      for (const [name, states] of Object.entries(gateways)) {
        const hosts = states.map((state, at) => `443=${at}.${state}.${name}.net`).join(",");
        put("Gateway", name, gatewaySpec(name), securedBy(hosts));
      }
      for (const [at] of daysLeft.entries()) {
        put("Gateway", `ends-${at}`, gatewaySpec(`ends-${at}`), securedBy(`443=${at}.ends.net`));
      }
      const spec = (replicas: number) => ({ replicas, template: { metadata: { labels: {} }, spec: {} } });
      const status = { replicas: 1, readyReplicas: 1, updatedReplicas: 1, availableReplicas: 1 };
      put("Deployment", "ready", spec(1), { status });
      put("Deployment", "stopped", spec(0));
      put("Deployment", "on-its-way", spec(1), { namespace: "bare" });
      put("Deployment", "of-nobody", spec(1), { namespace: "kube-system", status });
      const http = [{ route: [{ destination: { host: "gone" } }] }];
      put("VirtualService", "lost", { hosts: ["lost.test"], gateways: ["nowhere"], http });
    },
    { bare: managed, "kube-system": {} },
  );
  const walks = new Map(cluster.index.all().map((target) => [keyOf(target), walkOf(target.host)]));
  return {
    ...cluster,
    live: { get: (key: ReturnType<typeof keyOf>) => walks.get(key), onChange: () => () => {} },
    cache: { ...cluster.cache, stateOf: () => ({ state: "following" }) },
    definitions: { current: () => null },
    installation: {
      environment: { ...cluster.installation.environment, LAMIA_ISTIO_INSTALL: "off" },
      store: {
        events: { countSince: async () => ({ error: 0, warning: 0, success: 0, info: 0 }) },
        tasks: { count: async () => 0 },
      },
    },
  } as unknown as ClusterRuntime;
}

function securedBy(hosts: string) {
  return { annotations: hosts === "" ? {} : { "lamia.dev/secured-hosts": hosts } };
}

function gatewaySpec(name: string) {
  const tls = { mode: "SIMPLE", credentialName: `${name}-tls` };
  const server = { port: { number: 443, name: "https", protocol: "HTTPS" }, hosts: [`${name}.test`], tls };
  return { selector: { istio: "ingressgateway" }, servers: [server] };
}

/**
 * The host says its own state: `0.serving.name.test`, or `3.ends.net` for the certificate at that index of
 * `daysLeft`.
 */
function walkOf(host: string) {
  const [at = "", state = ""] = host.split(".");
  if (state === "new") return undefined;
  const report = (step: StepId, its: string, fact: unknown = null) => ({
    step,
    state: its,
    fact,
    attempts: 1,
  });
  if (state === "ends") {
    const notAfter = new Date(Date.now() + (daysLeft[Number(at)] ?? 0) * dayInMs).toISOString();
    const reports = [report("certificate", "done", { names: [host], issuer: "A CA", serial: "1", notAfter })];
    return { reports, settled: reports, nextVisitAt: null };
  }
  const ends: Record<string, string> = { serving: "done", working: "running" };
  const last = steps.at(-1)?.id;
  const reports = steps
    .filter(({ id }) => id !== "certificate" || state === "serving")
    .map(({ id }) => report(id, id === last ? (ends[state] ?? state) : "done", factOf(id, host)));
  return { reports, settled: reports, nextVisitAt: null };
}

function factOf(id: StepId, host: string): unknown {
  const notAfter = new Date(Date.now() + 50 * dayInMs).toISOString();
  return id === "certificate" ? { names: [host], issuer: "A CA", serial: "1", notAfter } : null;
}
