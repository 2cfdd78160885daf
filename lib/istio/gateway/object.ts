import type { ObjectMeta } from "@/lib/model/object";

/**
 * `Server.tls`; fields beyond these are carried along untouched. Source: Istio, Gateway, `ServerTLSSettings`.
 */
export interface ServerTls {
  httpsRedirect?: boolean;
  mode?: string;
  credentialName?: string;
  credentialNames?: string[];
  serverCertificate?: string;
  privateKey?: string;
  caCertificates?: string;
  tlsCertificates?: Record<string, string>[];
  [field: string]: unknown;
}

export interface GatewayServer {
  name?: string;
  bind?: string;
  port: { number: number; protocol: string; name?: string; targetPort?: number };
  hosts: string[];
  tls?: ServerTls;
  [field: string]: unknown;
}

/** `networking.istio.io/v1` Gateway, as much of it as Lamia reads and writes. */
export interface GatewayObject {
  apiVersion: string;
  kind: "Gateway";
  metadata: ObjectMeta;
  spec: { selector?: Record<string, string>; servers?: GatewayServer[] };
}
