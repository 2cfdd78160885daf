import { z } from "zod";
import type { Issue, PendingOrder } from "@/lib/gateway/certificate/pending-order";
import { Failure } from "@/lib/gateway/failure";
import { type Call, failureOfReply, isFailedTest } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { ensureNamespace } from "@/lib/kubernetes/namespaces";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import {
  decoded,
  encoded,
  type SecretObject,
  type WholeSecret,
  withoutSecretValues,
} from "@/lib/kubernetes/objects/secret-object";
import { fieldManager, holderAnnotation, hostAnnotation, ownLabel } from "@/lib/kubernetes/ownership";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { credentialNameFor } from "@/lib/model/secured-hosts";
import { texts } from "../texts";

/** The name of the Secret in Lamia's namespace that holds a host's keys. */
export function vaultSecretName(host: string): string {
  return `lamia-host-${credentialNameFor(host).replace(/^lamia-/, "")}`;
}

/**
 * Its keys: `tls.crt` and `tls.key` are the current pair, `tls.json` says which CA issued it, `asked.json` what users asked
 * for it. `order.json`, `order.key` and `order.csr` are the pending order, its key, and the signing request by that key
 * (DER). The two named `.key` are private.
 */
export type VaultKey =
  | "tls.crt"
  | "tls.key"
  | "tls.json"
  | "asked.json"
  | "order.json"
  | "order.key"
  | "order.csr";

export function vaultMetadata(host: string, namespace: string, holder: string | null) {
  return {
    name: vaultSecretName(host),
    namespace,
    labels: ownLabel,
    annotations: { [hostAnnotation]: host, ...(holder === null ? {} : { [holderAnnotation]: holder }) },
  };
}

const pendingOrder = z.object({
  names: z.array(z.string()).min(1),
  url: z.url().nullable(),
  ca: z.string().optional(),
  detour: z.string().optional(),
  startedAt: z.iso.datetime(),
  by: z.string().optional(),
  challenges: z.array(z.object({ name: z.string(), value: z.string() })),
  answers: z
    .array(z.object({ host: z.string(), token: z.string(), keyAuthorization: z.string() }))
    .optional(),
  collected: z.boolean(),
});

export function encodedOrder(order: PendingOrder): string {
  const { names, url, ca, detour, startedAt, by, challenges, answers, collected } = order;
  return encoded(JSON.stringify({ names, url, ca, detour, startedAt, by, challenges, answers, collected }));
}

const issue = z.object({
  ca: z.string().nullable(),
  detour: z.string().nullable(),
  ordered: z.array(z.string()).optional(),
});

/** Certificates of earlier versions have no `tls.json`. */
export function issueOf(value: string | undefined): Issue {
  try {
    return issue.parse(value === undefined ? null : JSON.parse(decoded(value)));
  } catch {
    return { ca: null, detour: null };
  }
}

export function encodedIssue({ ca = null, detour = null, ordered }: Partial<Issue>): string {
  return encoded(JSON.stringify({ ca, detour, ordered }));
}

/** Throws `rejected` if somebody has put something there that isn't an order. */
export function decodedOrder(host: string, value: string): PendingOrder {
  try {
    return pendingOrder.parse(JSON.parse(decoded(value)));
  } catch {
    const name = vaultSecretName(host);
    throw new Failure("rejected", texts.orderUnreadable({ host }), {
      remedy: texts.removeOrder({ name }),
    });
  }
}

export type VaultData = Partial<Record<VaultKey, string>>;
export type VaultChange = Partial<Record<VaultKey, string | null>>;

/** The Secrets behind the vault. Values are base64, as in a Secret. */
export interface VaultStore {
  /** Without the private values; from the cache while that is connected, and always with our own last write. */
  seen(host: string): Promise<SecretObject | null>;
  /** With the private values: what `keep` has just written, otherwise from the API server. */
  whole(host: string): Promise<VaultData | null>;
  /** Throws `conflict` if it exists. Creates the namespace if it is missing. */
  create(host: string, data: VaultData, holder: string): Promise<void>;
  /** Throws `conflict` if the Secret has changed since it was `seen`. */
  update(host: string, seen: SecretObject, change: VaultChange, holder: string | null): Promise<void>;
  /** Throws `conflict` if another order than `seen` has replaced it; other changes don't matter. */
  updateOrder(host: string, seen: string, change: VaultChange): Promise<void>;
  /**
   * The same, and makes the order's key that of the certificate, without reading it. Also throws `conflict` if the
   * Secret has changed in any way since it was `seen`, because its key may be another one.
   */
  keep(host: string, seen: SecretObject, change: VaultChange): Promise<void>;
}

export interface VaultOptions {
  client: ClusterClient;
  cache: Pick<ClusterCache, "get" | "list" | "stateOf" | "observe">;
  /** Lamia's own namespace. */
  namespace: string;
  /** Secrets of other namespaces can't be listed: where one is published is noted beside its key. */
  byName?: boolean;
}

/** The same visit publishes a new pair moments later. After that, its key is forgotten here. */
const justKeptForMs = 2000;

export function createVaultStore({ client, cache, namespace }: VaultOptions): VaultStore {
  const at = { resource: kinds.Secret, namespace, query: { fieldManager } };
  const justKept = new Map<string, WholeSecret>();

  function remember(host: string, secret: WholeSecret): void {
    justKept.set(host, secret);
    setTimeout(() => {
      if (justKept.get(host) === secret) justKept.delete(host);
    }, justKeptForMs).unref();
  }

  /** Null if the Secret has been written since. */
  function remembered(host: string): WholeSecret | null {
    const secret = justKept.get(host);
    const known = cache.get("Secret", namespace, vaultSecretName(host));
    return secret && known?.metadata.resourceVersion === secret.metadata.resourceVersion ? secret : null;
  }

  async function write(host: string, call: Call): Promise<WholeSecret> {
    justKept.delete(host);
    const reply = await client.send(call);
    if (reply.status === 404 || reply.status === 409 || isFailedTest(reply))
      throw new Failure("conflict", texts.keysChanged({ host }));
    if (reply.status >= 300) throw failureOfReply(call, reply);
    cache.observe(reply.body as WholeSecret);
    return reply.body as WholeSecret;
  }

  async function patchJson(host: string, body: object[]): Promise<WholeSecret> {
    const name = vaultSecretName(host);
    return write(host, { ...at, verb: "patch", name, patchType: "application/json-patch+json", body });
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
      const found = remembered(host) ?? (await get(host));
      return found && (found.data ?? {});
    },
    async create(host, data, holder) {
      const metadata = vaultMetadata(host, namespace, holder);
      const body = { apiVersion: "v1", kind: "Secret", metadata, type: "Opaque", data };
      const call: Call = { ...at, verb: "create", body };
      const first = await client.send(call);
      if (first.status === 404) {
        await ensureNamespace(client, namespace);
        await write(host, call);
        return;
      }
      if (first.status === 409) throw new Failure("conflict", texts.keysChanged({ host }));
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
      await patchJson(host, [{ op: "test", path: "/data/order.json", value: seen }, ...operationsOf(change)]);
    },
    async keep(host, { metadata }, change) {
      const written = await patchJson(host, [
        { op: "replace", path: "/metadata/resourceVersion", value: metadata.resourceVersion },
        { op: "move", from: "/data/order.key", path: "/data/tls.key" },
        ...operationsOf(change),
      ]);
      remember(host, written);
    },
  };
}

function operationsOf(change: VaultChange): object[] {
  return Object.entries(change).map(([key, value]) =>
    value === null ? { op: "remove", path: `/data/${key}` } : { op: "add", path: `/data/${key}`, value },
  );
}
