import { randomBytes } from "node:crypto";
import { x509 } from "@/sandbox/pki/x509";
import { virtualCluster } from "./stage";

/** Objects as the tests write them with kubectl: short, and in the virtual cluster by default. */

interface Server {
  port: number;
  protocol?: string;
  hosts: string[];
  tls?: Record<string, unknown>;
  name?: string;
  bind?: string;
}

interface Named {
  namespace?: string;
  annotations?: Record<string, string>;
}

const api = "networking.istio.io/v1";

export function gateway(
  name: string,
  servers: Server[],
  options: Named & { secured?: string; selector?: Record<string, string> } = {},
): object {
  const {
    namespace = virtualCluster,
    secured,
    selector = { istio: "ingressgateway" },
    annotations,
  } = options;
  return {
    apiVersion: api,
    kind: "Gateway",
    metadata: {
      name,
      namespace,
      annotations: { ...annotations, ...(secured ? { "lamia.dev/secured-hosts": secured } : {}) },
    },
    spec: {
      selector,
      servers: servers.map(({ port, protocol = "HTTPS", hosts, tls, bind, name: portName }, index) => ({
        port: { number: port, protocol, name: portName ?? `port-${port}-${index}` },
        hosts,
        ...(bind ? { bind } : {}),
        ...(tls ? { tls } : {}),
      })),
    },
  };
}

/** A server on 443 that terminates TLS with the named Secret. */
export function https(host: string, credentialName: string, tls: Record<string, unknown> = {}): Server {
  return { port: 443, hosts: [host], tls: { mode: "SIMPLE", credentialName, ...tls } };
}

export function virtualService(
  name: string,
  {
    hosts,
    gateways,
    namespace = virtualCluster,
    ...spec
  }: Named & { hosts: string[]; gateways: string[]; [field: string]: unknown },
): object {
  return {
    apiVersion: api,
    kind: "VirtualService",
    metadata: { name, namespace },
    spec: { hosts, gateways, ...spec },
  };
}

/** One HTTP route to port 80 of a Service. */
export function routeTo(service: string, more: Record<string, unknown> = {}): object {
  return { route: [{ destination: { host: service, port: { number: 80 } } }], ...more };
}

export function destinationRule(
  name: string,
  spec: Record<string, unknown>,
  namespace = virtualCluster,
): object {
  return { apiVersion: api, kind: "DestinationRule", metadata: { name, namespace }, spec };
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

export interface Pair {
  certificatePem: string;
  keyPem: string;
}

/** A self-signed certificate for servers and clients, valid for this many days. */
export async function selfSigned(name: string, days = 90): Promise<Pair> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: `4${randomBytes(16).toString("hex").slice(1)}`,
    name: `CN=${name.slice(0, 60)}`,
    notBefore: new Date(Date.now() - 100 * 86_400_000),
    notAfter: new Date(Date.now() + days * 86_400_000),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.SubjectAlternativeNameExtension([{ type: "dns", value: name }]),
    ],
  });
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    certificatePem: certificate.toString("pem"),
    keyPem: x509.PemConverter.encode(pkcs8, "PRIVATE KEY"),
  };
}
