import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sandboxRoot } from "@/sandbox/pki/root";
import type { Binaries } from "./binaries";
import { nodeAddress, type RealCluster, type RunningProgram, startProgram, until } from "./cluster";

const system = "istio-system";
const account = "istio-ingressgateway";

export interface Ingress {
  /** Name of the Service, of the pod and of the pod's owner. */
  name: string;
  labels: Record<string, string>;
  /** The load balancer's address, in our own network. */
  address: string;
  /** `spec.ports` of the Service, from port to Envoy's port. */
  ports: Record<number, number>;
  /** The kind that owns the pod; `Pod` means none. */
  owner: "Deployment" | "DaemonSet" | "StatefulSet" | "Pod";
}

export interface RealMesh {
  /** Writes the workload's objects and starts an Envoy that istiod configures. */
  startIngress(ingress: Ingress): Promise<RunningIngress>;
  close(): Promise<void>;
}

export interface RunningIngress extends Ingress {
  /** Envoy's admin interface: `GET` of a path, e.g. `/config_dump?resource=dynamic_listeners`. */
  admin(path: string): Promise<string>;
  /** Restarts Envoy, which then requests everything from istiod at once. */
  restart(): Promise<void>;
}

/** istiod, with its own validation of the objects. */
export async function startMesh(cluster: RealCluster, binaries: Binaries, folder: string): Promise<RealMesh> {
  const { api } = cluster;
  const root = await sandboxRoot(join(folder, "pki"));
  const tls = await root.issueServerCertificate(["istiod.istio-system.svc"], [nodeAddress]);
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  await api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: system } }, ...accountObjects());
  const istiod = startProgram(
    binaries.istiod,
    [
      "discovery",
      `--kubeconfig=${cluster.kubeconfigFile}`,
      `--meshConfig=${file("mesh.yaml", "enableAutoMtls: false\nrootNamespace: istio-system\n")}`,
      `--tlsCertFile=${file("istiod.crt", tls.certificatePem)}`,
      `--tlsKeyFile=${file("istiod.key", tls.keyPem)}`,
      `--caCertFile=${file("istiod-ca.crt", root.certificatePem)}`,
      "--httpAddr=127.0.0.1:15080",
      "--shutdownDuration=100ms",
    ],
    {
      logFile: join(folder, "istiod.log"),
      cwd: folder,
      env: {
        POD_NAME: "istiod-0",
        POD_NAMESPACE: system,
        XDS_AUTH_PLAINTEXT: "true",
        // Filters that exist only in Istio's build of Envoy.
        PILOT_ENABLE_METADATA_EXCHANGE: "false",
        PILOT_ENABLE_ALPN_FILTER: "false",
        VALIDATION_WEBHOOK_CONFIG_NAME: "",
        INJECTION_WEBHOOK_CONFIG_NAME: "",
      },
    },
  );
  await until("istiod", istiod, async () => (await fetch("http://127.0.0.1:15080/ready")).ok || null);
  await api.apply(validation(root.certificatePem));
  const proxies: RunningProgram[] = [];

  return {
    async startIngress(ingress) {
      await api.apply(...ingressObjects(ingress));
      await api.applyStatus(podStatus(ingress));
      await api.applyStatus({
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: ingress.name, namespace: system },
        status: { loadBalancer: { ingress: [{ ip: ingress.address }] } },
      });
      const adminPort = 15_000 + proxies.length;
      const token = await cluster.tokenOf(system, account, "istio-ca");
      const bootstrap = file(`${ingress.name}.json`, JSON.stringify(bootstrapOf(ingress, token, adminPort)));
      const words = ["-c", bootstrap, "--base-id", String(10 + proxies.length), "--concurrency", "1"];
      const admin = async (path: string) => (await fetch(`http://127.0.0.1:${adminPort}${path}`)).text();
      const place = proxies.length;
      const start = async () => {
        const envoy = startProgram(binaries.envoy, [...words, "--log-level", "warning"], {
          logFile: join(folder, `envoy-${ingress.name}.log`),
        });
        proxies[place] = envoy;
        await until(`Envoy of ${ingress.name}`, envoy, () => admin("/server_info"));
      };
      await start();
      const restart = async () => {
        await proxies[place]?.close();
        await start();
      };
      return { ...ingress, admin, restart };
    },
    async close() {
      for (const proxy of proxies) await proxy.close();
      await istiod.close();
    },
  };
}

/** A proxy gets Secrets of its namespace if its ServiceAccount may list them; istiod asks the API server. */
function accountObjects(): object[] {
  const metadata = { name: account, namespace: system };
  const group = "rbac.authorization.k8s.io";
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    {
      apiVersion: `${group}/v1`,
      kind: "Role",
      metadata,
      rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get", "watch", "list"] }],
    },
    {
      apiVersion: `${group}/v1`,
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: group, kind: "Role", name: account },
      subjects: [{ kind: "ServiceAccount", name: account, namespace: system }],
    },
  ];
}

function validation(caPem: string): object {
  const url = `https://${nodeAddress}:15017/validate`;
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    metadata: { name: "istio-validator-istio-system" },
    webhooks: [
      {
        name: "validation.istio.io",
        clientConfig: { url, caBundle: Buffer.from(caPem).toString("base64") },
        rules: [
          {
            operations: ["CREATE", "UPDATE"],
            apiGroups: ["networking.istio.io", "security.istio.io"],
            apiVersions: ["*"],
            resources: ["*"],
          },
        ],
        failurePolicy: "Fail",
        sideEffects: "None",
        admissionReviewVersions: ["v1"],
      },
    ],
  };
}

function ingressObjects({ name, labels, ports, owner }: Ingress): object[] {
  const metadata = { name, namespace: system, labels };
  const container = { name: "istio-proxy", image: "auto" };
  const template = { metadata: { labels }, spec: { serviceAccountName: account, containers: [container] } };
  const workload = {
    apiVersion: "apps/v1",
    kind: owner,
    metadata,
    spec: {
      selector: { matchLabels: labels },
      template,
      ...(owner === "StatefulSet" ? { serviceName: name } : {}),
    },
  };
  return [
    ...(owner === "Pod" ? [] : [workload]),
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: {
        type: "LoadBalancer",
        selector: labels,
        ports: Object.entries(ports).map(([port, targetPort]) => ({
          name: `p-${port}`,
          port: Number(port),
          targetPort,
        })),
      },
    },
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: podOf(name), namespace: system, labels },
      spec: { ...template.spec, nodeName: "node-1" },
    },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: {
        name: `${name}-1`,
        namespace: system,
        labels: { "kubernetes.io/service-name": name },
      },
      addressType: "IPv4",
      endpoints: [
        {
          addresses: [nodeAddress],
          conditions: { ready: true },
          targetRef: { kind: "Pod", name: podOf(name), namespace: system },
        },
      ],
      ports: Object.entries(ports).map(([port, targetPort]) => ({ name: `p-${port}`, port: targetPort })),
    },
  ];
}

function podStatus({ name }: Ingress): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: podOf(name), namespace: system },
    status: {
      phase: "Running",
      podIP: nodeAddress,
      podIPs: [{ ip: nodeAddress }],
      conditions: [{ type: "Ready", status: "True" }],
    },
  };
}

function podOf(name: string): string {
  return `${name}-0`;
}

/** What the injected `istio-agent` writes for a router, as far as a gateway needs it. */
function bootstrapOf({ name, labels }: Ingress, token: string, adminPort: number): object {
  const ads = { ads: {}, resource_api_version: "V3", initial_fetch_timeout: "0s" };
  return {
    node: {
      id: `router~${nodeAddress}~${podOf(name)}.${system}~${system}.svc.cluster.local`,
      cluster: `${name}.${system}`,
      metadata: { NAMESPACE: system, LABELS: labels, SERVICE_ACCOUNT: account, CLUSTER_ID: "Kubernetes" },
    },
    admin: { address: { socket_address: { address: "127.0.0.1", port_value: adminPort } } },
    dynamic_resources: {
      lds_config: ads,
      cds_config: ads,
      ads_config: {
        api_type: "DELTA_GRPC",
        transport_api_version: "V3",
        grpc_services: [
          {
            envoy_grpc: { cluster_name: "xds-grpc" },
            initial_metadata: [{ key: "authorization", value: `Bearer ${token}` }],
          },
        ],
      },
    },
    static_resources: {
      clusters: [
        {
          name: "xds-grpc",
          type: "STATIC",
          connect_timeout: "1s",
          typed_extension_protocol_options: {
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
              "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
              explicit_http_config: { http2_protocol_options: {} },
            },
          },
          load_assignment: {
            cluster_name: "xds-grpc",
            endpoints: [
              {
                lb_endpoints: [
                  {
                    endpoint: { address: { socket_address: { address: "127.0.0.1", port_value: 15_010 } } },
                  },
                ],
              },
            ],
          },
        },
      ],
    },
  };
}
