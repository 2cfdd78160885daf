import { type Call, failureOfReply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import type { WholeSecret } from "@/lib/kubernetes/objects/secret-object";

/**
 * All Secrets of Lamia's own namespace, as the API server holds them. They aren't chosen by label: `lamia-metadata` may be made by
 * hand or by GitOps, without any. Throws `Failure` if they can't be listed.
 */
export async function secretsOf({
  client,
  namespace,
}: {
  /** The client below the one that seals. */
  client: Pick<ClusterClient, "send">;
  namespace: string;
}): Promise<WholeSecret[]> {
  const found: WholeSecret[] = [];
  let next: string | undefined;
  do {
    const query = { limit: 500, continue: next };
    const call: Call = { verb: "list", resource: kinds.Secret, namespace, query, isPlain: true };
    const { body, ...reply } = await client.send(call);
    if (reply.status >= 300) throw failureOfReply(call, { ...reply, body });
    const list = body as { items?: WholeSecret[]; metadata?: { continue?: string } };
    found.push(...(list.items ?? []));
    next = list.metadata?.continue || undefined;
  } while (next !== undefined);
  return found;
}
