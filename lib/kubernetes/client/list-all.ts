import { Failure } from "@/lib/gateway/failure";
import { type Kind, kinds, qualifiedName, type Resource } from "@/lib/kubernetes/objects/kinds";
import type { KubernetesObject } from "@/lib/model/object";
import { texts } from "../texts";
import { isRecord, type Reply } from "./call";
import type { ClusterClient } from "./client";

export interface Listed {
  items: KubernetesObject[];
  /** The version that a watch continues from. */
  resourceVersion: string;
}

const pageSize = 500;

/**
 * Lists a kind in pages. A page token expires when the list takes too long (410); then it starts over, the second
 * time without pages:
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 *
 * Returns the answer when it is an error; throws `unreachable` when it is a success but not a complete list of the
 * kind, as from a proxy in between.
 */
export async function listAll(
  client: Pick<ClusterClient, "send">,
  kind: Kind,
  labelSelector: string | undefined,
  fieldSelector?: string,
  namespace?: string,
): Promise<Listed | Reply> {
  return listAllOf(client, { kind, resource: kinds[kind] }, { namespace, labelSelector, fieldSelector });
}

interface Listable {
  kind: string;
  resource: Resource;
}

interface Selection {
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
}

/** The same for a kind that Lamia doesn't watch. */
export async function listAllOf(
  client: Pick<ClusterClient, "send">,
  of: Listable,
  selection: Selection = {},
): Promise<Listed | Reply> {
  for (const limit of [pageSize, pageSize, undefined]) {
    const listed = await listPages(client, of, selection, limit);
    if (!("status" in listed) || listed.status !== 410 || limit === undefined) return listed;
  }
  throw new Error("unreachable: the last round returns");
}

async function listPages(
  client: Pick<ClusterClient, "send">,
  { kind, resource }: Listable,
  { namespace, ...selection }: Selection,
  limit: number | undefined,
): Promise<Listed | Reply> {
  const items: KubernetesObject[] = [];
  let token: string | undefined;
  for (;;) {
    const query = { ...selection, limit, continue: token };
    const reply = await client.send({ verb: "list", resource, namespace, query });
    if (reply.status < 200 || reply.status > 299) return reply;
    const page = pageOf(kind, reply.body);
    if (!page || (page.next !== undefined && page.next === token)) throw noList(resource);
    for (const item of page.items) items.push(item);
    token = page.next;
    if (token === undefined) return { items, resourceVersion: page.resourceVersion };
  }
}

/** Null if it isn't a list of the kind, or an item isn't of the kind. */
function pageOf(kind: string, body: unknown): (Listed & { next: string | undefined }) | null {
  if (!isRecord(body) || body.kind !== `${kind}List` || !isRecord(body.metadata)) return null;
  const { resourceVersion, continue: next, remainingItemCount } = body.metadata;
  if (typeof resourceVersion !== "string" || resourceVersion === "") return null;
  // Go writes a slice that was never filled as null.
  const items = body.items ?? ("items" in body ? [] : null);
  if (!Array.isArray(items) || !items.every((item) => isOfKind(kind, item))) return null;
  const hasMore = typeof next === "string" && next !== "";
  if (!hasMore && typeof remainingItemCount === "number" && remainingItemCount > 0) return null;
  return { items, resourceVersion, next: hasMore ? next : undefined };
}

/** Items have no kind if the server writes it once for all of them. */
export function isOfKind(kind: string, object: unknown): object is KubernetesObject {
  if (!isRecord(object) || (object.kind !== undefined && object.kind !== kind)) return false;
  const { metadata } = object;
  return isRecord(metadata) && typeof metadata.name === "string" && metadata.name !== "";
}

function noList(resource: Resource): Failure {
  const what = qualifiedName(resource);
  return new Failure("unreachable", texts.notAList({ resource: what }));
}
