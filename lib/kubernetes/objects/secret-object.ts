import { createHmac, randomBytes } from "node:crypto";
import { publicKeyOf } from "@/lib/kubernetes/vault/key-pair";
import type { KubernetesObject } from "@/lib/model/object";

/**
 * What the cache keeps of a Secret: its name, the names of its keys, and the values of public keys. Private values
 * are read from the API server when they are used, and not kept.
 */
export interface SecretObject extends KubernetesObject {
  type?: string;
  /** Base64, as in the Secret; public keys only. */
  data: Partial<Record<PublicKey, string>>;
  /** The names of all its keys, sorted. */
  keys: string[];
  /** Distinguishes private keys from each other, within this process only; null if there is none. */
  keyDigest: string | null;
  /** The public half of the key of a pending order; null if there is none. */
  orderPublicKey: string | null;
  immutable?: boolean;
}

export type PublicKey = (typeof publicKeys)[number];

/**
 * Public: a certificate chain and which CA issued it, what users asked for it, the CA of client certificates, an
 * order's URL with its challenges, and its certificate signing request.
 */
export const publicKeys = ["tls.crt", "tls.json", "asked.json", "ca.crt", "order.json", "order.csr"] as const;

/** A Secret as the API server has it; in memory only while it is used. */
export interface WholeSecret extends KubernetesObject {
  type?: string;
  data?: Record<string, string>;
  immutable?: boolean;
}

/** In this annotation, kubectl keeps a copy of the whole object, including values. */
const copyOfAll = "kubectl.kubernetes.io/last-applied-configuration";

/** Known only to this process, so that what the cache holds tells nobody else anything. */
const digestKey = randomBytes(32);

function digestOf(value: string | undefined): string | null {
  return value === undefined ? null : createHmac("sha256", digestKey).update(value).digest("base64url");
}

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
    keyDigest: "keyDigest" in secret ? secret.keyDigest : digestOf(held["tls.key"]),
    orderPublicKey: "orderPublicKey" in secret ? secret.orderPublicKey : orderPublicKeyOf(held["order.key"]),
    ...(secret.immutable === undefined ? {} : { immutable: secret.immutable }),
  };
}

function orderPublicKeyOf(value: string | undefined): string | null {
  return value === undefined ? null : publicKeyOf(decoded(value));
}

export function decoded(value: string): string {
  return Buffer.from(value, "base64").toString("utf8");
}

export function encoded(value: string): string {
  return Buffer.from(value, "utf8").toString("base64");
}
