import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache, ClusterChange } from "@/lib/kubernetes/watch/cluster-cache";
import type { Runner } from "@/lib/runner/runner";
import { systemNamespaceOf } from "../istio/system-namespace";
import type { Log } from "../log";
import { dedicatedLabel, dedicatedToAnnotation, ingressTask, wantsIngress } from "./ingress-task";

interface Parts {
  cache: ClusterCache;
  runner: Pick<Runner, "addTask">;
  log: Log;
}

/**
 * Turns what Gateways want into tasks that create, update or remove their dedicated ingresses, whoever changed
 * them.
 */
export interface IngressFollower {
  /** Null if the change is about no dedicated ingress; otherwise resolves when its task is stored. */
  follow(change: ClusterChange): Promise<void> | null;
  /** Those that came or went while Lamia was down. */
  catchUp(): Promise<void>;
}

export function ingressFollower({ cache, runner, log }: Parts): IngressFollower {
  const add = async (
    gateway: { namespace: string; name: string },
    systemNamespace = systemNamespaceOf(cache),
  ): Promise<void> => {
    try {
      await runner.addTask(ingressTask({ gateway, systemNamespace }));
    } catch (err) {
      log.error({ err }, "a dedicated ingress was not followed");
    }
  };
  const isManaged = (namespace = "") => {
    const found = cache.get("Namespace", null, namespace);
    return found !== null && isVirtualCluster(found);
  };
  return {
    follow(change) {
      if (change.kind === "Gateway") {
        const isOurs = isManaged(change.object.metadata.namespace) || !wantsIngress(current(change));
        return concerns(change) && isOurs ? add(placeOf(change.object)) : null;
      }
      const lost = lostIngress(change);
      return lost && wantsIngress(cache.get("Gateway", lost.namespace, lost.name)) ? add(lost) : null;
    },
    async catchUp() {
      const isSeen = (["Gateway", "Deployment"] as const).every(
        (kind) => cache.stateOf(kind).state === "connected",
      );
      if (!isSeen) return;
      for (const gateway of cache.list("Gateway"))
        if (wantsIngress(gateway) && isManaged(gateway.metadata.namespace)) await add(placeOf(gateway));
      for (const { metadata } of cache.list("Deployment").filter(isDedicated)) {
        const owner = ownerOf(metadata.annotations);
        if (owner && !wantsIngress(cache.get("Gateway", owner.namespace, owner.name)))
          await add(owner, metadata.namespace);
      }
    },
  };
}

type GatewayChange = Extract<ClusterChange, { kind: "Gateway" }>;

function current({ type, object }: GatewayChange): GatewayObject | null {
  return type === "deleted" ? null : object;
}

/** Whether there is, or was, a dedicated ingress, and what it is made of has changed. */
function concerns(change: GatewayChange): boolean {
  const [before, after] = [change.previous, current(change)];
  if (!wantsIngress(before) && !wantsIngress(after)) return false;
  return wantsIngress(before) !== wantsIngress(after) || portsOf(before) !== portsOf(after);
}

function portsOf(gateway: GatewayObject | null): string {
  return JSON.stringify(gateway?.spec?.servers?.map(({ port }) => [port.number, port.protocol]));
}

/** The Gateway whose dedicated Deployment or Service somebody has deleted. */
function lostIngress(change: ClusterChange): { namespace: string; name: string } | null {
  const isPart = change.kind === "Deployment" || change.kind === "Service";
  return isPart && change.type === "deleted" && isDedicated(change.object)
    ? ownerOf(change.object.metadata.annotations)
    : null;
}

function isDedicated({ metadata }: { metadata: { labels?: Record<string, string> } }): boolean {
  return Object.entries(dedicatedLabel).every(([key, value]) => metadata.labels?.[key] === value);
}

function ownerOf(annotations: Record<string, string> = {}): { namespace: string; name: string } | null {
  const [namespace, name] = (annotations[dedicatedToAnnotation] ?? "").split("/");
  return namespace && name ? { namespace, name } : null;
}

function placeOf({ metadata }: GatewayObject): { namespace: string; name: string } {
  return { namespace: metadata.namespace ?? "", name: metadata.name };
}
