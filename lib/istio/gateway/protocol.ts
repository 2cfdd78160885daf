/** Protocols of a Gateway server that the form offers, in this order. */
export const gatewayProtocols = [
  "HTTP",
  "HTTPS",
  "HTTP2",
  "GRPC",
  "GRPC-WEB",
  "TCP",
  "TLS",
  "MONGO",
  "REDIS",
  "MYSQL",
] as const;
export type GatewayProtocol = (typeof gatewayProtocols)[number];

/** Modes of `tls.mode`. Source: Istio, Gateway, `ServerTLSSettings.TLSmode`. */
export const tlsModes = [
  "SIMPLE",
  "MUTUAL",
  "OPTIONAL_MUTUAL",
  "PASSTHROUGH",
  "AUTO_PASSTHROUGH",
  "ISTIO_MUTUAL",
] as const;

/** Whether a server of this protocol uses TLS, and therefore needs TLS settings. */
export function isTlsProtocol(protocol: string): boolean {
  return protocol === "HTTPS" || protocol === "TLS";
}

/** Whether this protocol is plain HTTP of any version, which can be redirected to HTTPS. */
export function isPlainHttp(protocol: string): boolean {
  return ["HTTP", "HTTP2", "GRPC", "GRPC-WEB"].includes(protocol);
}

/** Whether the gateway terminates TLS itself in this mode, and therefore needs a certificate. */
export function needsCertificate(mode: string | undefined): boolean {
  return mode === "SIMPLE" || mode === "MUTUAL" || mode === "OPTIONAL_MUTUAL";
}
