import { readFileSync } from "node:fs";
import { parse } from "yaml";

export interface ClusterApi {
  get<Body>(path: string): Promise<Body>;
  post(path: string, body: object): Promise<void>;
  patch(path: string, body: object): Promise<void>;
  remove(path: string): Promise<void>;
}

interface Kubeconfig {
  clusters: { cluster: { server: string } }[];
  users: { user: { token: string } }[];
}

/** The Kubernetes API with plain `fetch`, as the first cluster and user of a kubeconfig. */
export function clusterApi(kubeconfigFile: string): ClusterApi {
  const { clusters, users } = parse(readFileSync(kubeconfigFile, "utf8")) as Kubeconfig;
  const server = clusters[0]?.cluster.server ?? "";
  const authorization = `Bearer ${users[0]?.user.token}`;

  async function send(
    method: string,
    path: string,
    body?: object,
    type = "application/json",
  ): Promise<unknown> {
    const response = await fetch(server + path, {
      method,
      headers: { authorization, accept: "application/json", "content-type": type },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  }

  return {
    get: async <Body>(path: string) => (await send("GET", path)) as Body,
    post: async (path, body) => void (await send("POST", path, body)),
    patch: async (path, body) => void (await send("PATCH", path, body, "application/merge-patch+json")),
    remove: async (path) => void (await send("DELETE", path)),
  };
}

export function gatewaysPath(namespace: string): string {
  return `/apis/networking.istio.io/v1/namespaces/${namespace}/gateways`;
}

/**
 * A Gateway as from `kubectl apply`: one HTTPS server that already names its Secret. With `sharesWildcard`, it shares the
 * certificate of the host's domain.
 */
export function gatewayObject(
  namespace: string,
  name: string,
  host: string,
  { sharesWildcard = false }: { sharesWildcard?: boolean } = {},
): object {
  const scope = sharesWildcard ? { "lamia.dev/certificate_scope": "zone" } : {};
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name, namespace, annotations: { "lamia.dev/secured-hosts": `443=${host}`, ...scope } },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts: [host],
          tls: { mode: "SIMPLE", credentialName: `${name}-tls` },
        },
      ],
    },
  };
}
