import { randomBytes } from "node:crypto";
import { Failure } from "@/lib/gateway/failure";
import { type Call, failureOfReply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { ensureNamespace } from "@/lib/kubernetes/namespaces";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { decoded, encoded, type WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { fieldManager, ownLabel } from "@/lib/kubernetes/ownership";
import { texts } from "../texts";

/** In Lamia's namespace. */
export const accessSecretName = "lamia-access";
const field = "key";

/**
 * Reads the key with which Better Auth encrypts what it stores, and with which questions to passkeys are signed;
 * creates it if there is none. Two processes that create it at the same time get the same one. Throws a `Failure`
 * while the cluster doesn't answer, and when the Secret has no usable key.
 */
export async function readAccessKey(client: ClusterClient, namespace: string): Promise<string> {
  const name = accessSecretName;
  const read = async () => {
    const secret = await client.find<WholeSecret>({ resource: kinds.Secret, namespace, name, verb: "get" });
    if (!secret) return null;
    const key = decoded(secret.data?.[field] ?? "");
    if (key.length >= 32) return key;
    throw new Failure("unconfigured", texts.noAccessKey({ name, field }), {
      remedy: texts.noAccessKeyRemedy({ name }),
    });
  };
  const found = await read();
  if (found !== null) return found;
  const key = randomBytes(32).toString("base64url");
  const metadata = { name, namespace, labels: ownLabel };
  const body = {
    apiVersion: "v1",
    kind: "Secret",
    metadata,
    type: "Opaque",
    data: { [field]: encoded(key) },
  };
  const call: Call = { verb: "create", resource: kinds.Secret, namespace, query: { fieldManager }, body };
  let reply = await client.send(call);
  if (reply.status === 404) {
    await ensureNamespace(client, namespace);
    reply = await client.send(call);
  }
  if (reply.status >= 300 && reply.status !== 409) throw failureOfReply(call, reply);
  return (await read()) ?? key;
}
