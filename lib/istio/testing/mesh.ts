import type { MeshSnapshot } from "@/lib/istio/rules/mesh/snapshot";
import type {
  DestinationRuleObject,
  GatewayObject,
  GatewayServer,
  Route,
  VirtualServiceObject,
} from "@/lib/model/istio-objects";
import type { ServiceObject } from "@/lib/model/object";
import { credentialNameFor, securedHostsAnnotation } from "@/lib/model/secured-hosts";

const apiVersion = "networking.istio.io/v1";
export const host = "shop.democluster.net";

export function httpsServer(name: string, credentialName = credentialNameFor(name)): GatewayServer {
  return {
    port: { number: 443, name: `https-${name}`, protocol: "HTTPS" },
    hosts: [name],
    tls: { mode: "SIMPLE", credentialName },
  };
}

export function gateway(name: string, servers: GatewayServer[], annotation?: string): GatewayObject {
  const annotations = annotation ? { [securedHostsAnnotation]: annotation } : {};
  return {
    apiVersion,
    kind: "Gateway",
    metadata: { name, namespace: "vamp-demo", annotations },
    spec: { selector: { istio: "ingressgateway" }, servers },
  };
}

export function virtualService(
  name: string,
  hosts: string[],
  gateways: string[],
  http: Route[] = [{ route: [{ destination: { host: "shop", port: { number: 9191 } } }] }],
): VirtualServiceObject {
  return {
    apiVersion,
    kind: "VirtualService",
    metadata: { name, namespace: "vamp-demo" },
    spec: { hosts, gateways, http },
  };
}

export function destinationRule(name: string, versions: string[], rest: object = {}): DestinationRuleObject {
  return {
    apiVersion,
    kind: "DestinationRule",
    metadata: { name, namespace: "vamp-demo" },
    spec: {
      host: "shop",
      subsets: versions.map((version) => ({ name: version, labels: { version } })),
      ...rest,
    },
  };
}

export function service(
  name: string,
  namespace: string,
  app: Record<string, string>,
  ports: number[],
): ServiceObject {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace },
    spec: {
      selector: app,
      ports: ports.map((port) => ({ port, name: `http-${port}`, targetPort: port + 8000 })),
    },
  };
}

/** The article's shop, in which no check finds anything. A new copy each time. */
export function healthyMesh(): MeshSnapshot {
  return {
    namespaces: [
      { name: "vamp-demo", labels: { "vamp-managed": "true", "istio-injection": "enabled" } },
      { name: "istio-system", labels: {} },
    ],
    gateways: [gateway("gw-1", [httpsServer(host)], `443=${host}`)],
    virtualServices: [
      virtualService(
        "shop",
        [host],
        ["gw-1"],
        [
          {
            route: ["v1", "v2"].map((subset) => ({
              destination: { host: "shop", subset, port: { number: 9191 } },
              weight: 50,
            })),
          },
        ],
      ),
    ],
    destinationRules: [destinationRule("shop", ["v1", "v2"])],
    serviceEntries: [],
    services: [
      service("shop", "vamp-demo", { app: "shop" }, [9191]),
      service("istio-ingressgateway", "istio-system", { istio: "ingressgateway" }, [80, 443]),
    ],
    workloads: [
      ...["v1", "v2"].map((version) => ({
        kind: "Deployment" as const,
        namespace: "vamp-demo",
        name: `shop-${version}`,
        podLabels: { app: "shop", version },
      })),
      {
        kind: "Deployment",
        namespace: "istio-system",
        name: "istio-ingressgateway",
        podLabels: { istio: "ingressgateway", app: "istio-ingressgateway" },
      },
    ],
    secrets: [
      {
        namespace: "istio-system",
        name: credentialNameFor(host),
        certificate: { names: [host], serial: "1A" },
      },
    ],
  };
}
