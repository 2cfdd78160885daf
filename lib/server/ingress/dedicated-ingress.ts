import { dedicatedIngressName, dedicatedSelector } from "@/lib/istio/gateway/ingress";
import type { Manifest, ManifestKind } from "@/lib/kubernetes/objects/manifests";
import { ownLabel } from "@/lib/kubernetes/ownership";

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
