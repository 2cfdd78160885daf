import { createSecureContext, type SecureContext, type SecureVersion } from "node:tls";
import type { ClusterObjects } from "@/sandbox/kubernetes/cluster-objects";
import { textAt } from "@/sandbox/kubernetes/json/value-at";
import type { GatewayServer } from "./istio-types";
import { resources } from "./resources";

/** Finds the certificate that a TLS server presents; undefined when there is none that can be used. */
export type Credentials = (server: GatewayServer, namespace: string) => SecureContext | undefined;

const versions: Record<string, SecureVersion> = {
  TLSV1_0: "TLSv1",
  TLSV1_1: "TLSv1.1",
  TLSV1_2: "TLSv1.2",
  TLSV1_3: "TLSv1.3",
};

/**
 * Reads certificates from the Secrets that Gateways name, in the namespace of the proxy (istiod sends a proxy
 * Secrets of its own namespace only). A Secret is parsed once for each of its versions.
 */
export function newCredentials(objects: ClusterObjects): Credentials {
  const parsed = new Map<string, { version: string; context: SecureContext | undefined }>();
  return ({ tls }, namespace) => {
    const name = tls?.credentialName?.replace(/^kubernetes(-gateway)?:\/\//, "");
    if (!name || !["SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL"].includes(tls?.mode ?? "SIMPLE")) return undefined;
    const secret = objects.get(resources.secrets, namespace, name);
    if (!secret) return undefined;
    const minimum = versions[tls?.minProtocolVersion ?? ""] ?? "TLSv1.2";
    const maximum = versions[tls?.maxProtocolVersion ?? ""] ?? "TLSv1.3";
    const key = `${namespace}/${name} ${minimum} ${maximum}`;
    const version = `${secret.metadata.uid} ${secret.metadata.resourceVersion}`;
    const known = parsed.get(key);
    if (known?.version === version) return known.context;
    const context = readContext(secret, minimum, maximum);
    parsed.set(key, { version, context });
    return context;
  };
}

function readContext(
  secret: unknown,
  minVersion: SecureVersion,
  maxVersion: SecureVersion,
): SecureContext | undefined {
  // Istio takes the keys of kubernetes.io/tls, and its own older "cert" and "key".
  const cert = decoded(secret, "tls.crt") ?? decoded(secret, "cert");
  const key = decoded(secret, "tls.key") ?? decoded(secret, "key");
  if (cert === undefined || key === undefined) return undefined;
  try {
    return createSecureContext({ cert, key, minVersion, maxVersion });
  } catch {
    // A key that does not belong to its certificate, or no PEM at all: Envoy rejects the Secret as well.
    return undefined;
  }
}

function decoded(secret: unknown, key: string): Buffer | undefined {
  const text = textAt(secret, "data", key);
  return text === undefined ? undefined : Buffer.from(text, "base64");
}
