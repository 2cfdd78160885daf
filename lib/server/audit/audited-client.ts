import { type Call, failureOfReply, isRecord, type Reply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { apiVersionOf, type Kind, kindNames, kinds, type Resource } from "@/lib/kubernetes/objects/kinds";
import type { KubernetesObject } from "@/lib/model/object";
import { actingNow } from "./acting";
import type { Act, Recorder } from "./recorder";
import { texts } from "./texts";
import { changedPaths, digestOf, isVersioned, versionOf } from "./versions";

/**
 * The client through which everything is written to the cluster: nothing is written past the audit. A person's write is
 * refused while the audit can't take an entry, and answered when the entry is there.
 */
export function auditedClient(client: ClusterClient, recorder: Recorder): ClusterClient {
  async function send(call: Call): Promise<Reply> {
    if (!isWrite(call)) {
      const reply = await client.send(call);
      if (call.verb === "get" && reply.status < 300) remember(call, reply.body);
      return reply;
    }
    await recorder.ready();
    const before = await versionBefore(client, call);
    const reply = await client.send(call);
    if (reply.status >= 300) return reply;
    const act = actOf(call, reply, before);
    if (act) await recorder.record(act);
    if (call.verb === "delete") actingNow().seen.delete(placeOf(call));
    else remember(call, reply.body);
    return reply;
  }
  return {
    host: client.host,
    send,
    async find<T>(call: Call): Promise<T | null> {
      const reply = await send(call);
      if (reply.status === 404) return null;
      if (reply.status >= 300) throw failureOfReply(call, reply);
      return reply.body as T;
    },
    async request<T>(call: Call): Promise<T> {
      const reply = await send(call);
      if (reply.status >= 300) throw failureOfReply(call, reply);
      return reply.body as T;
    },
    watch: client.watch,
    close: client.close,
  };
}

/** Questions about permissions are posted, and change nothing. */
function isWrite({ verb, resource, query }: Call): boolean {
  const writes = verb === "create" || verb === "patch" || verb === "delete";
  return writes && query?.dryRun === undefined && resource.group !== "authorization.k8s.io";
}

const kindByPlural = new Map<string, Kind>(
  kindNames.map((kind) => [`${kinds[kind].group}/${kinds[kind].plural}`, kind]),
);

/** The kind, or for a resource that Lamia doesn't watch, its plural as the API names it. */
function kindOf({ group, plural }: Resource, body: unknown): string {
  const named = isRecord(body) && typeof body.kind === "string" && body.kind !== "Status" ? body.kind : null;
  return kindByPlural.get(`${group}/${plural}`) ?? named ?? plural;
}

function placeOf({ resource, namespace = "", name }: Call): string {
  return `${resource.group}/${resource.plural}/${namespace}/${name}`;
}

function remember(call: Call, body: unknown): void {
  if (!isRecord(body) || !isVersioned(kindOf(call.resource, body))) return;
  actingNow().seen.set(
    placeOf({ ...call, name: nameOf(call, body) ?? "" }),
    body as unknown as KubernetesObject,
  );
}

/** The object as this act has read it, or as it is now; null if there is none or it has no history. */
async function versionBefore(client: ClusterClient, call: Call): Promise<KubernetesObject | null> {
  if (call.verb === "create" || call.name === undefined || !isVersioned(kindOf(call.resource, null)))
    return null;
  const seen = actingNow().seen.get(placeOf(call));
  if (seen) return seen;
  const { resource, namespace, name } = call;
  const reply = await client.send({ verb: "get", resource, namespace, name });
  return reply.status < 300 ? (reply.body as KubernetesObject) : null;
}

/** Null for a write that changed nothing. */
function actOf(call: Call, reply: Reply, held: KubernetesObject | null): Act | null {
  const kind = kindOf(call.resource, reply.body);
  const name = nameOf(call, reply.body);
  const virtualCluster = kind === "Namespace" ? name : (call.namespace ?? null);
  const object = { kind, virtualCluster, name };
  if (kind === "Secret") return { ...object, action: actionOf(call, reply), ...secretDetails(call, reply) };
  if (!isVersioned(kind)) return { ...object, action: actionOf(call, reply) };
  const written = isRecord(reply.body) ? (reply.body as unknown as KubernetesObject) : null;
  const before = held && versionOf(whole(kind, held));
  if (call.verb === "delete")
    return {
      ...object,
      action: "object.deleted",
      // The end of an object has no version of its own.
      version: held?.metadata.uid ?? null,
      details: { before },
    };
  const after = written && versionOf(whole(kind, written));
  const summary = changedPaths(before, after);
  if (before && summary === "") return null;
  return {
    ...object,
    action: before ? "object.changed" : "object.created",
    version: written?.metadata.resourceVersion ?? null,
    digest: after && digestOf(after),
    details: { ...(before ? { summary } : {}), before, after },
  };
}

function whole(kind: Kind, object: KubernetesObject): KubernetesObject {
  return { ...object, apiVersion: apiVersionOf(kinds[kind]), kind };
}

function actionOf({ verb }: Call, { status }: Reply): string {
  if (verb === "delete") return "object.deleted";
  return verb === "create" || status === 201 ? "object.created" : "object.changed";
}

/** Which keys were written or removed, and how large they are now: never a value, nor anything made from one. */
function secretDetails({ verb, body }: Call, reply: Reply): Pick<Act, "version" | "details"> {
  if (verb === "delete") return { version: null, details: {} };
  const written = isRecord(reply.body) ? reply.body : {};
  const held = isRecord(written.data) ? written.data : {};
  const [set, removed] = [new Set<string>(), new Set<string>()];
  for (const [key, isSet] of keysOf(body)) (isSet ? set : removed).add(key);
  const sizes = [...set].map((key) => [key, texts.bytes({ bytes: sizeOf(held[key]) })]);
  const metadata = written.metadata as { resourceVersion?: string } | undefined;
  return {
    version: metadata?.resourceVersion ?? null,
    details: {
      summary: [...set, ...[...removed].map((key) => `−${key}`)].join(", "),
      set: Object.fromEntries(sizes),
      removed: [...removed],
    },
  };
}

function keysOf(body: unknown): [key: string, isSet: boolean][] {
  if (Array.isArray(body))
    return body.flatMap(({ op, path, from }: { op: string; path: string; from?: string }) => {
      const key = (pointer: string) => /^\/data\/(.+)$/.exec(pointer)?.[1]?.replaceAll("~1", "/");
      const [target, source] = [key(path), from === undefined ? undefined : key(from)];
      const keys: [string, boolean][] = [];
      if (source !== undefined && op === "move") keys.push([source, false]);
      if (target !== undefined && op !== "test") keys.push([target, op !== "remove"]);
      return keys;
    });
  const data = isRecord(body) && isRecord(body.data) ? body.data : {};
  return Object.entries(data).map(([key, value]) => [key, value !== null]);
}

function sizeOf(value: unknown): number {
  return typeof value === "string" ? Buffer.from(value, "base64").length : 0;
}

function nameOf({ name, body }: Call, answer: unknown): string | null {
  if (name !== undefined) return name;
  for (const each of [answer, body])
    if (isRecord(each) && isRecord(each.metadata) && typeof each.metadata.name === "string")
      return each.metadata.name;
  return null;
}
