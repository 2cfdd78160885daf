/** Protocols of a Gateway server that the form offers, in the order in which it offers them. */
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

/** Whether a server of this protocol carries TLS, and so needs TLS settings. */
export function isTlsProtocol(protocol: string): boolean {
  return protocol === "HTTPS" || protocol === "TLS";
}

/** Whether this protocol is plain HTTP of some version, which may be redirected to HTTPS. */
export function isPlainHttp(protocol: string): boolean {
  return ["HTTP", "HTTP2", "GRPC", "GRPC-WEB"].includes(protocol);
}

/** Whether the gateway ends TLS itself in this mode, and therefore needs a certificate. */
export function needsCertificate(mode: string | undefined): boolean {
  return mode === "SIMPLE" || mode === "MUTUAL" || mode === "OPTIONAL_MUTUAL";
}
