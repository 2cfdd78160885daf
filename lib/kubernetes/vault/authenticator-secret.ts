import { createHash } from "node:crypto";
import { Failure } from "@/lib/gateway/failure";
import { type Call, failureOfReply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { ensureNamespace } from "@/lib/kubernetes/namespaces";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { decoded, encoded, type WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { fieldManager, ownLabel } from "@/lib/kubernetes/ownership";
import { texts } from "../texts";

/** Secrets of users' authenticator apps, in Base32, each in a Secret of Lamia's namespace. They are nowhere else. */
export interface AuthenticatorSecrets {
  /** The one that counts; null if there is none. */
  read(userId: string): Promise<string | null>;
  /** The one that the user is setting up; null if there is none. */
  readPending(userId: string): Promise<string | null>;
  /** Takes the place of another pending one, and leaves the one that counts. */
  savePending(userId: string, secret: string): Promise<void>;
  /** From now on, the pending one counts. Throws `conflict` if that is no longer this one. */
  confirm(userId: string, secret: string): Promise<void>;
  remove(userId: string): Promise<void>;
}

const counting = "totp.key";
const pending = "pending.key";

export function authenticatorSecrets(
  client: Pick<ClusterClient, "find" | "send" | "request">,
  namespace: string,
): AuthenticatorSecrets {
  const at = (userId: string) => ({
    resource: kinds.Secret,
    namespace,
    name: authenticatorSecretName(userId),
  });
  const find = (userId: string) => client.find<WholeSecret>({ ...at(userId), verb: "get" });
  const valueIn = (secret: WholeSecret | null, key: string) => decoded(secret?.data?.[key] ?? "") || null;

  async function create(userId: string, secret: string): Promise<boolean> {
    const { resource, name } = at(userId);
    const metadata = { name, namespace, labels: ownLabel };
    const data = { [pending]: encoded(secret) };
    const body = { apiVersion: "v1", kind: "Secret", metadata, type: "Opaque", data };
    const call: Call = { verb: "create", resource, namespace, query: { fieldManager }, body };
    let reply = await client.send(call);
    if (reply.status === 404) {
      await ensureNamespace(client as ClusterClient, namespace);
      reply = await client.send(call);
    }
    if (reply.status >= 300 && reply.status !== 409) throw failureOfReply(call, reply);
    return reply.status < 300;
  }

  async function patch(userId: string, body: object): Promise<void> {
    const patchType = "application/merge-patch+json";
    await client.request({ ...at(userId), verb: "patch", query: { fieldManager }, patchType, body });
  }

  return {
    read: async (userId) => valueIn(await find(userId), counting),
    readPending: async (userId) => valueIn(await find(userId), pending),
    async savePending(userId, secret) {
      if ((await find(userId)) === null && (await create(userId, secret))) return;
      await patch(userId, { data: { [pending]: encoded(secret) } });
    },
    async confirm(userId, secret) {
      const found = await find(userId);
      if (found === null || valueIn(found, pending) !== secret)
        throw new Failure("conflict", texts.authenticatorReplaced);
      const { resourceVersion } = found.metadata;
      const data = { [counting]: encoded(secret), [pending]: null };
      await patch(userId, { metadata: { resourceVersion }, data });
    },
    async remove(userId) {
      const call: Call = { ...at(userId), verb: "delete" };
      const reply = await client.send(call);
      if (reply.status >= 300 && reply.status !== 404) throw failureOfReply(call, reply);
    },
  };
}

/** User IDs have capital letters, which names of objects can't have. */
export function authenticatorSecretName(userId: string): string {
  return `lamia-authenticator-${createHash("sha256").update(userId).digest("hex").slice(0, 20)}`;
}
