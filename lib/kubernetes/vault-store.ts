import { Failure } from "@/lib/gateway/failure";
import type { Call } from "./call";
import type { ClusterClient } from "./client";
import type { ClusterCache } from "./cluster-cache";
import { failureOfReply } from "./failure-of";
import { kinds } from "./kinds";
import { ensureNamespace } from "./namespaces";
import { fieldManager } from "./ownership";
import { isFailedTest } from "./reply";
import { type SecretObject, type WholeSecret, withoutSecretValues } from "./secret-object";
import { type VaultKey, vaultMetadata, vaultSecretName } from "./vault-secret";

export type VaultData = Partial<Record<VaultKey, string>>;
export type VaultChange = Partial<Record<VaultKey, string | null>>;

/** The Secrets behind the vault. Values are base64, as in a Secret. */
export interface VaultStore {
  /**
   * Without the private values; from the cache while that is connected, and always with our own last write.
   */
  seen(host: string): Promise<SecretObject | null>;
  /** With the private values, from the API server. */
  whole(host: string): Promise<VaultData | null>;
  /** Throws `conflict` when it exists. Makes the namespace if that is missing. */
  create(host: string, data: VaultData, holder: string): Promise<void>;
  /** Throws `conflict` when the Secret has changed since it was `seen`. */
  update(host: string, seen: SecretObject, change: VaultChange, holder: string | null): Promise<void>;
  /** Throws `conflict` when another order than `seen` has taken its place; other changes do not matter. */
  updateOrder(host: string, seen: string, change: VaultChange): Promise<void>;
}

export interface VaultOptions {
  client: ClusterClient;
  cache: Pick<ClusterCache, "get" | "list" | "stateOf" | "observe">;
  /** Lamia's own. */
  namespace: string;
}

export function createVaultStore({ client, cache, namespace }: VaultOptions): VaultStore {
  const at = { resource: kinds.Secret, namespace, query: { fieldManager } };

  async function write(host: string, call: Call): Promise<void> {
    const reply = await client.send(call);
    if (reply.status === 404 || reply.status === 409 || isFailedTest(reply))
      throw new Failure("conflict", `Somebody else wrote the keys of ${host} in between.`);
    if (reply.status >= 300) throw failureOfReply(call, reply);
    cache.observe(reply.body as WholeSecret);
  }

  async function get(host: string): Promise<WholeSecret | null> {
    const name = vaultSecretName(host);
    return client.find<WholeSecret>({ verb: "get", resource: kinds.Secret, namespace, name });
  }

  return {
    async seen(host) {
      if (cache.stateOf("Secret").state === "connected")
        return cache.get("Secret", namespace, vaultSecretName(host));
      const found = await get(host);
      return found && withoutSecretValues(found);
    },
    async whole(host) {
      const found = await get(host);
      return found && (found.data ?? {});
    },
    async create(host, data, holder) {
      const metadata = vaultMetadata(host, namespace, holder);
      const body = { apiVersion: "v1", kind: "Secret", metadata, type: "Opaque", data };
      const call: Call = { ...at, verb: "create", body };
      const first = await client.send(call);
      if (first.status === 404) {
        await ensureNamespace(client, namespace);
        return write(host, call);
      }
      if (first.status === 409)
        throw new Failure("conflict", `Somebody else wrote the keys of ${host} in between.`);
      if (first.status >= 300) throw failureOfReply(call, first);
      cache.observe(first.body as WholeSecret);
    },
    async update(host, seen, data, holder) {
      const { labels, annotations } = vaultMetadata(host, namespace, holder);
      const { resourceVersion } = seen.metadata;
      const body = { metadata: { resourceVersion, labels, annotations }, data };
      const name = vaultSecretName(host);
      await write(host, { ...at, verb: "patch", name, patchType: "application/merge-patch+json", body });
    },
    async updateOrder(host, seen, change) {
      const body = [
        { op: "test", path: "/data/order.json", value: seen },
        ...Object.entries(change).map(([key, value]) =>
          value === null
            ? { op: "remove", path: `/data/${key}` }
            : { op: "add", path: `/data/${key}`, value },
        ),
      ];
      const name = vaultSecretName(host);
      await write(host, { ...at, verb: "patch", name, patchType: "application/json-patch+json", body });
    },
  };
}
