import type { GatewayFormInput } from "@/lib/istio/gateway/form";

type ServerInput = GatewayFormInput["servers"][number];

/** What a new server begins with, as in Istio's own first example. */
export const emptyServer: ServerInput = { securedHost: "", hosts: ["*"], port: 80, protocol: "HTTP" };

/** What the form of a new gateway begins with. */
export const emptyGateway: GatewayFormInput = { name: "", labels: {}, metadata: {}, servers: [emptyServer] };

/** A server beside a Secured Host's that sends those who come by plain HTTP to HTTPS. */
export function redirectServer(host: string): ServerInput {
  return { securedHost: "", hosts: [host], port: 80, protocol: "HTTP", tls: { httpsRedirect: true } };
}
