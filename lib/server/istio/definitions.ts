import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { servedKinds } from "@/lib/kubernetes/objects/manifests";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";

export interface Definition {
  /** For example `gateways.networking.istio.io` */
  name: string;
  present: boolean;
  versions: string[];
  needed: boolean;
}

export interface Definitions {
  /** Null until the cluster has answered once, and while it can't be asked. */
  current(): readonly Definition[] | null;
  refresh(): Promise<void>;
  onChange(listener: () => void): () => void;
  close(): void;
}

/** What Istio's current releases define; the panel works with those of `needed`. */
const expected: Record<string, { plurals: string[]; needed: string[] }> = {
  "networking.istio.io": {
    plurals: [
      "gateways",
      "virtualservices",
      "destinationrules",
      "serviceentries",
      "sidecars",
      "workloadentries",
      "workloadgroups",
      "envoyfilters",
      "proxyconfigs",
    ],
    needed: ["gateways", "virtualservices", "destinationrules", "serviceentries"],
  },
  "security.istio.io": {
    plurals: ["authorizationpolicies", "peerauthentications", "requestauthentications"],
    needed: [],
  },
  "telemetry.istio.io": { plurals: ["telemetries"], needed: [] },
  "extensions.istio.io": { plurals: ["wasmplugins"], needed: [] },
};

const everyInMs = 60_000;

interface Parts {
  client: Pick<ClusterClient, "find">;
  cache: Pick<ClusterCache, "onState">;
}

/**
 * Checks every minute which of Istio's kinds the API server serves, and immediately when a watch starts or ends.
 */
export function followDefinitions({ client, cache }: Parts): Definitions {
  let current: readonly Definition[] | null = null;
  let before = "";
  const listeners = new Set<() => void>();
  let underWay: Promise<void> | null = null;

  async function ask(): Promise<void> {
    try {
      const groups = await Promise.all(
        Object.entries(expected).map(async ([group, { plurals, needed }]) => {
          const served = await servedKinds(client, group);
          return plurals.map((plural) => {
            const versions = served.find((kind) => kind.plural === plural)?.versions ?? [];
            const isNeeded = needed.includes(plural);
            return { name: `${plural}.${group}`, present: versions.length > 0, versions, needed: isNeeded };
          });
        }),
      );
      current = groups.flat();
    } catch {
      // The states of the watches say why the cluster doesn't answer.
      current = null;
    }
    const now = JSON.stringify(current);
    if (now !== before) for (const listener of listeners) listener();
    before = now;
  }

  function refresh(): Promise<void> {
    underWay ??= ask().finally(() => {
      underWay = null;
    });
    return underWay;
  }

  const timer = setInterval(() => void refresh(), everyInMs);
  timer.unref();
  const stop = cache.onState(() => void refresh());
  void refresh();
  return {
    current: () => current,
    refresh,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      clearInterval(timer);
      stop();
      listeners.clear();
    },
  };
}
