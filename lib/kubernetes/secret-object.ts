import type { KubernetesObject } from "./object";

/**
 * What the cache keeps of a Secret: its name, the names of its keys, and the values of those keys that are
 * public. The private values are read from the API server at the moment of use and not kept.
 */
export interface SecretObject extends KubernetesObject {
  type?: string;
  /** Base64, as in the Secret; public keys only. */
  data: Partial<Record<PublicKey, string>>;
  /** The names of all its keys, sorted. */
  keys: string[];
}

export type PublicKey = (typeof publicKeys)[number];

/** A certificate chain, and an order's URL with its challenges: the CA and the DNS show both to the world. */
export const publicKeys = ["tls.crt", "order.json"] as const;

/** A Secret as the API server has it; in memory only while it is used. */
export interface WholeSecret extends KubernetesObject {
  type?: string;
  data?: Record<string, string>;
}

/** kubectl keeps a copy of the whole object, values included, in this annotation. */
const copyOfAll = "kubectl.kubernetes.io/last-applied-configuration";

export function withoutSecretValues(secret: WholeSecret | SecretObject): SecretObject {
  const { [copyOfAll]: _, ...annotations } = secret.metadata.annotations ?? {};
  const held: Record<string, string> = secret.data ?? {};
  const data: SecretObject["data"] = {};
  for (const key of publicKeys) if (held[key] !== undefined) data[key] = held[key];
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { ...secret.metadata, annotations },
    ...(secret.type === undefined ? {} : { type: secret.type }),
    data,
    keys: "keys" in secret ? secret.keys : Object.keys(held).sort(),
  };
}

export function decoded(value: string): string {
  return Buffer.from(value, "base64").toString("utf8");
}

export function encoded(value: string): string {
  return Buffer.from(value, "utf8").toString("base64");
}
