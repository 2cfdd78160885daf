import { resources } from "@/sandbox/ingress/workloads";
import type { ClusterObjects } from "@/sandbox/kubernetes/cluster-objects";

const networking = "networking.istio.io/v1";
const namespace = "vamp-demo";

/** The Service and DestinationRule of the article, for the seeded shop. */
export function putShop(objects: ClusterObjects, targetPort: number | string = 9191): void {
  objects.put(resources.services, {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "shop", namespace },
    spec: { selector: { app: "shop" }, ports: [{ name: "http", port: 9191, targetPort, protocol: "TCP" }] },
  });
  objects.put(resources.destinationRules, {
    apiVersion: networking,
    kind: "DestinationRule",
    metadata: { name: "shop", namespace },
    spec: {
      host: "shop",
      subsets: [
        { name: "v1", labels: { version: "v1" } },
        { name: "v2", labels: { version: "v2" } },
        { name: "none", labels: { version: "v9" } },
      ],
    },
  });
}

export function putGateway(objects: ClusterObjects, name: string, servers: object[]): void {
  objects.put(resources.gateways, {
    apiVersion: networking,
    kind: "Gateway",
    metadata: { name, namespace },
    spec: { selector: { istio: "ingressgateway" }, servers },
  });
}

export function httpsServer(host: string, credentialName: string): object {
  return {
    port: { number: 443, name: "https", protocol: "HTTPS" },
    hosts: [host],
    tls: { mode: "SIMPLE", credentialName },
  };
}

export function putRoutes(
  objects: ClusterObjects,
  name: string,
  gateway: string,
  host: string,
  http: object[],
): void {
  objects.put(resources.virtualServices, {
    apiVersion: networking,
    kind: "VirtualService",
    metadata: { name, namespace },
    spec: { hosts: [host], gateways: [gateway], http },
  });
}

/** A route to a subset of the shop; the subset may not exist. */
export function toSubset(subset: string): object {
  return { route: [{ destination: { host: "shop", subset } }] };
}
