import type { ClusterClient } from "./client";
import type { Resource } from "./kinds";
import type { KubernetesObject } from "./object";
import { isRecord, type Reply } from "./reply";

export interface Listed {
  items: KubernetesObject[];
  /** Where a watch goes on from. */
  resourceVersion: string;
}

const pageSize = 500;

/**
 * Lists a kind in pages. A page token expires when the list takes too long (410): then it starts over, the
 * second time without pages:
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 */
export async function listAll(
  client: Pick<ClusterClient, "send">,
  resource: Resource,
  labelSelector: string | undefined,
): Promise<Listed | Reply> {
  for (const limit of [pageSize, pageSize, undefined]) {
    const listed = await listPages(client, resource, labelSelector, limit);
    if (!("status" in listed) || listed.status !== 410 || limit === undefined) return listed;
  }
  throw new Error("unreachable: the last round returns");
}

async function listPages(
  client: Pick<ClusterClient, "send">,
  resource: Resource,
  labelSelector: string | undefined,
  limit: number | undefined,
): Promise<Listed | Reply> {
  const items: KubernetesObject[] = [];
  let token: string | undefined;
  for (;;) {
    const query = { labelSelector, limit, continue: token };
    const reply = await client.send({ verb: "list", resource, query });
    if (reply.status !== 200 || !isRecord(reply.body)) return reply;
    const page = reply.body as { items?: KubernetesObject[]; metadata?: Record<string, string | undefined> };
    for (const item of page.items ?? []) items.push(item);
    token = page.metadata?.continue || undefined;
    if (token === undefined) return { items, resourceVersion: page.metadata?.resourceVersion ?? "" };
  }
}
