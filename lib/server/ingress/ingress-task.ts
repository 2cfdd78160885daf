import { z } from "zod";
import { Failure } from "@/lib/gateway/failure";
import type { OwnIngress } from "@/lib/gateway/world";
import { dedicatedIngressName, dedicatedSelector, hasDedicatedIngress } from "@/lib/istio/gateway/ingress";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import {
  applyManifest,
  deleteManifest,
  type Manifest,
  type ManifestKind,
  readManifest,
} from "@/lib/kubernetes/objects/manifests";
import { ownLabel } from "@/lib/kubernetes/ownership";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { readObject } from "@/lib/kubernetes/watch/confirm-gone";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import type { DoTask, TaskOutcome } from "@/lib/runner/task";
import { systemNamespaceOf } from "@/lib/server/istio/system-namespace";
import type { Store } from "@/lib/store/open-store";
import { texts } from "./texts";

export const ingressTaskKind = "ingress";

const payloadSchema = z.object({
  gateway: z.object({ namespace: z.string(), name: z.string() }),
  /** Where the ingress is: Istio may be gone when the ingress is removed. */
  systemNamespace: z.string(),
});

type Payload = z.infer<typeof payloadSchema>;

/** The task that makes a dedicated ingress match its Gateway: create, change, or remove it. */
export function ingressTask({ gateway, systemNamespace }: Payload) {
  const payload: Payload = { gateway: { namespace: gateway.namespace, name: gateway.name }, systemNamespace };
  return { kind: ingressTaskKind, subject: `${gateway.namespace}/${gateway.name}`, payload };
}

interface Parts {
  client: ClusterClient;
  cache: Pick<ClusterCache, "get" | "list" | "stateOf">;
  /** The cleanups of hosts: what the hosts depend on goes after them. */
  cleanups: Pick<Store["cleanups"], "pending">;
  graceInMs: number;
  now: () => Date;
  /** RBAC lets nobody grant rights that they don't have. */
  mayGrantSecrets: boolean;
}

const askAgainInMs = 5_000;

export function settleIngress(parts: Parts): DoTask {
  const { client, cache } = parts;
  return async (task) => {
    const { gateway, systemNamespace } = payloadSchema.parse(task.payload);
    if (cache.stateOf("Gateway").state !== "connected") throw new Failure("unreachable", texts.clusterUnseen);
    const current = cache.get("Gateway", gateway.namespace, gateway.name);
    const isWanted = wantsIngress(current);
    const owner = `${gateway.namespace}/${gateway.name}`;
    const place = { namespace: systemNamespace, name: dedicatedIngressName(gateway.name) };
    if (isWanted && current) {
      if (!parts.mayGrantSecrets)
        throw new Failure("unconfigured", texts.noDedicatedByName, { remedy: texts.noDedicatedByNameRemedy });
      const ports = (current.spec?.servers ?? []).map(({ port: { number = 0, protocol = "TCP" } }) => ({
        number,
        protocol,
      }));
      const manifests = dedicatedIngress({ systemNamespace, gateway, ports });
      for (const { kind } of manifests) await refuseForeign(client, kind, place, owner);
      for (const manifest of manifests) await applyManifest(client, manifest);
      return { state: "done" };
    }
    const wait = await reasonToWait(parts, gateway, task.seenAt);
    if (wait) return wait;
    for (const kind of ingressKinds.toReversed()) {
      const found = await readManifest(client, kind, place);
      // If somebody else has put an object there under this name, it isn't ours to remove.
      if (found?.metadata.annotations?.[dedicatedToAnnotation] !== owner) continue;
      const doubt = await reasonToKeep(client, gateway);
      if (doubt) return { state: "wait", at: new Date(parts.now().getTime() + askAgainInMs), why: doubt };
      await deleteManifest(client, kind, place);
    }
    return { state: "done" };
  };
}

/**
 * Sites depend on an ingress and its address, so it follows the protocol of cleanups: it goes after the grace
 * period and after the hosts of its Gateway. While these are kept or paused, it stays.
 */
async function reasonToWait(
  { cleanups, graceInMs, now }: Parts,
  { namespace, name }: Payload["gateway"],
  seenAt: string,
): Promise<TaskOutcome | null> {
  const graceUntil = new Date(Date.parse(seenAt) + graceInMs);
  if (now() < graceUntil) return { state: "wait", at: graceUntil };
  const hosts = (await cleanups.pending()).filter(
    (each) => each.virtualCluster === namespace && each.gateway === name,
  );
  if (hosts.length === 0) return null;
  const at = new Date(now().getTime() + askAgainInMs);
  return { state: "wait", at, why: texts.waitsForCleanup({ host: hosts[0]?.host ?? "" }) };
}

/** Read from the API server before each deletion; null if the Gateway wants no dedicated ingress. */
async function reasonToKeep(
  client: ClusterClient,
  { namespace, name }: Payload["gateway"],
): Promise<string | null> {
  const { presence, object } = await readObject(client, "Gateway", namespace, name);
  if (presence === "unknown") return texts.wantUnknown({ namespace, name });
  return object && hasDedicatedIngress(object.metadata) ? texts.stillWanted({ namespace, name }) : null;
}

export function wantsIngress(gateway: GatewayObject | null): boolean {
  if (!gateway || gateway.metadata.deletionTimestamp !== undefined) return false;
  return hasDedicatedIngress(gateway.metadata);
}

/** The foreign object that has the name of this Gateway's ingress; null if there is none. */
export function foreignIngress(
  cache: Pick<ClusterCache, "get" | "list">,
  gateway: Payload["gateway"],
): string | null {
  const namespace = systemNamespaceOf(cache);
  const name = dedicatedIngressName(gateway.name);
  for (const kind of ["Deployment", "Service"] as const) {
    const found = cache.get(kind, namespace, name);
    const owner = found?.metadata.annotations?.[dedicatedToAnnotation];
    if (found && owner !== `${gateway.namespace}/${gateway.name}`)
      return owner ? texts.takenBy({ namespace, kind, name, owner }) : texts.taken({ namespace, kind, name });
  }
  return null;
}

async function refuseForeign(
  client: ClusterClient,
  kind: (typeof ingressKinds)[number],
  place: { namespace: string; name: string },
  owner: string,
): Promise<void> {
  const found = await readManifest(client, kind, place);
  if (!found || found.metadata.annotations?.[dedicatedToAnnotation] === owner) return;
  throw new Failure("rejected", texts.foreignObject({ namespace: place.namespace, kind, name: place.name }), {
    remedy: texts.renameOrRemove,
  });
}

interface OwnIngressParts {
  cache: Pick<ClusterCache, "get" | "list">;
  store: Pick<Store, "tasks">;
}

/** The state of the dedicated ingress that the Gateway asks for and selects; null if it doesn't. */
export async function ownIngressOf(
  { cache, store }: OwnIngressParts,
  { gateway, selector }: Pick<SecuredHost, "gateway" | "selector">,
): Promise<OwnIngress | null> {
  if (!wantsIngress(cache.get("Gateway", gateway.namespace, gateway.name))) return null;
  const picks = Object.entries(dedicatedSelector(gateway.name));
  if (!picks.every(([key, value]) => selector[key] === value)) return null;
  const systemNamespace = systemNamespaceOf(cache);
  const { kind, subject } = ingressTask({ gateway, systemNamespace });
  const task = await store.tasks.find(kind, subject);
  return {
    namespace: systemNamespace,
    name: dedicatedIngressName(gateway.name),
    isUnderWay: task?.state === "open",
    problem: task?.state === "open" ? task.lastProblem : null,
  };
}

/** `namespace/name` of the Gateway that all objects of a dedicated ingress belong to. */
export const dedicatedToAnnotation = "lamia.dev/gateway";
export const dedicatedLabel = { "lamia.dev/dedicated-ingress": "true" } as const;

interface DedicatedIngress {
  /** The namespace of Istio, and so of the pods and the certificates. */
  systemNamespace: string;
  gateway: { namespace: string; name: string };
  /** Ports of the Gateway's servers. */
  ports: readonly { number: number; protocol: string }[];
}

/** In the order of their creation; they are removed in reverse. */
export const ingressKinds: readonly ManifestKind[] = [
  "ServiceAccount",
  "Role",
  "RoleBinding",
  "Deployment",
  "Service",
  "HorizontalPodAutoscaler",
];

const statusPort = 15_021;

/**
 * An ingress gateway of a Gateway's own, by gateway injection: istiod fills in the proxy's container.
 * https://istio.io/latest/docs/setup/additional-setup/gateway/#deploying-a-gateway
 */
export function dedicatedIngress({
  systemNamespace: namespace,
  gateway,
  ports,
}: DedicatedIngress): Manifest[] {
  const name = dedicatedIngressName(gateway.name);
  const selector = dedicatedSelector(gateway.name);
  const metadata = {
    name,
    namespace,
    labels: { ...ownLabel, ...dedicatedLabel, ...selector },
    annotations: { [dedicatedToAnnotation]: `${gateway.namespace}/${gateway.name}` },
  };
  const numbers = [...new Set(ports.map(({ number }) => number))];
  const role = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name };
  return [
    { kind: "ServiceAccount", metadata },
    {
      kind: "Role",
      metadata,
      rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get", "watch", "list"] }],
    },
    {
      kind: "RoleBinding",
      metadata,
      roleRef: role,
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
    {
      kind: "Deployment",
      metadata,
      spec: {
        selector: { matchLabels: selector },
        template: {
          metadata: {
            annotations: { "inject.istio.io/templates": "gateway" },
            labels: { ...selector, app: name, "sidecar.istio.io/inject": "true" },
          },
          spec: {
            serviceAccountName: name,
            // Lets the proxy listen on 80 and 443 without root.
            securityContext: { sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }] },
            containers: [
              {
                name: "istio-proxy",
                image: "auto",
                ports: [statusPort, ...numbers].map((containerPort) => ({ containerPort, protocol: "TCP" })),
                resources: { requests: { cpu: "100m", memory: "128Mi" } },
                securityContext: { capabilities: { drop: ["ALL"] }, runAsUser: 1337, runAsGroup: 1337 },
              },
            ],
          },
        },
      },
    },
    {
      kind: "Service",
      metadata,
      spec: {
        type: "LoadBalancer",
        selector,
        ports: [
          { name: "status-port", port: statusPort, targetPort: statusPort, protocol: "TCP" },
          ...numbers.map((port) => ({
            name: portName(port, ports),
            port,
            targetPort: port,
            protocol: "TCP",
          })),
        ],
      },
    },
    {
      kind: "HorizontalPodAutoscaler",
      metadata,
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
        minReplicas: 1,
        maxReplicas: 5,
        metrics: [
          {
            type: "Resource",
            resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
          },
        ],
      },
    },
  ];
}

/** Istio reads the protocol from the first part of a port's name. */
function portName(port: number, ports: DedicatedIngress["ports"]): string {
  const protocol = ports.find(({ number }) => number === port)?.protocol.toLowerCase() ?? "tcp";
  return `${protocol}-${port}`;
}
