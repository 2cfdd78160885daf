import { Failure } from "@/lib/gateway/failure";
import type { Call } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { fieldManager } from "@/lib/kubernetes/ownership";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { ObjectMeta } from "@/lib/model/object";
import { texts } from "../texts";
import { apiVersionOf, type Kind, kinds, type ObjectOfKind } from "./kinds";
import { type ApplyResult, applyResultOf } from "./write-result";

/** The kinds that a form writes. Secrets and Namespaces have their own functions, and the others are only read. */
export type FormKind = Exclude<Kind, "Secret" | "Namespace" | "DaemonSet" | "StatefulSet">;

/** The fields of an object that are ours. Everything else in it is ignored. */
interface OwnFields {
  metadata: Pick<ObjectMeta, "name" | "namespace" | "labels" | "annotations">;
  spec?: unknown;
}

export interface ApplyOptions {
  /** Only asks whether it would be accepted. */
  dryRun?: boolean;
  /** Takes over fields that other managers own. */
  force?: boolean;
  /** It must not exist yet. */
  create?: boolean;
  /** It must still be at this version. */
  resourceVersion?: string | undefined;
}

interface Cluster {
  client: ClusterClient;
  cache: Pick<ClusterCache, "observe">;
}

/**
 * Server-side apply: the fields given become ours, our former fields that are not given go, others' stay.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export async function applyObject<Each extends FormKind>(
  { client, cache }: Cluster,
  kind: Each,
  { metadata, spec }: OwnFields,
  { dryRun = false, force = false, create = false, resourceVersion }: ApplyOptions = {},
): Promise<ApplyResult<ObjectOfKind[Each]>> {
  const { name, namespace = "", labels, annotations } = metadata;
  if (create && (await getObject({ client }, kind, namespace, name))) return { ok: false, reason: "exists" };
  const call: Call = {
    verb: "patch",
    resource: kinds[kind],
    namespace,
    name,
    query: {
      fieldManager,
      force: force ? "true" : undefined,
      dryRun: dryRun ? "All" : undefined,
      fieldValidation: "Strict",
    },
    patchType: "application/apply-patch+yaml",
    // Undefined fields aren't sent.
    body: {
      apiVersion: apiVersionOf(kinds[kind]),
      kind,
      metadata: { name, namespace, labels, annotations, resourceVersion },
      spec,
    },
  };
  const reply = await client.send(call);
  // An apply creates what is missing, so a 404 is about the kind or the namespace.
  if (reply.status === 404) throw notThere(kind, namespace);
  const result = applyResultOf<ObjectOfKind[Each]>(call, reply);
  if (result.ok && !dryRun) cache.observe(result.object);
  return result;
}

/**
 * A merge patch: null removes a field, whoever owns it. With a `resourceVersion` in its metadata, the object must
 * still be at that version. Changed fields then belong to `lamia`.
 */
export async function mergeObject<Each extends FormKind>(
  { client, cache }: Cluster,
  kind: Each,
  { namespace, name }: { namespace: string; name: string },
  patch: object,
  { dryRun = false }: Pick<ApplyOptions, "dryRun"> = {},
): Promise<ApplyResult<ObjectOfKind[Each]>> {
  const call: Call = {
    verb: "patch",
    resource: kinds[kind],
    namespace,
    name,
    query: { fieldManager, dryRun: dryRun ? "All" : undefined, fieldValidation: "Strict" },
    patchType: "application/merge-patch+json",
    body: patch,
  };
  const reply = await client.send(call);
  // Deleted since it was read.
  if (reply.status === 404) return { ok: false, reason: "changed" };
  const result = applyResultOf<ObjectOfKind[Each]>(call, reply);
  if (result.ok && !dryRun) cache.observe(result.object);
  return result;
}

/** As the API server has it now, with `managedFields`; null if there is none. */
export function getObject<Each extends FormKind>(
  { client }: Pick<Cluster, "client">,
  kind: Each,
  namespace: string,
  name: string,
): Promise<ObjectOfKind[Each] | null> {
  return client.find({ verb: "get", resource: kinds[kind], namespace, name });
}

interface DeleteOptions {
  /** It must still be the same object, not another one of its name. */
  uid?: string;
  /** It must still be at this version. */
  resourceVersion?: string;
  dryRun?: boolean;
}

/** False if there was none. Throws `conflict` if it isn't the expected object or version any more. */
export async function deleteObject<Each extends FormKind>(
  { client }: Pick<Cluster, "client">,
  kind: Each,
  namespace: string,
  name: string,
  { uid, resourceVersion, dryRun = false }: DeleteOptions = {},
): Promise<boolean> {
  const deleted = await client.find({
    verb: "delete",
    resource: kinds[kind],
    namespace,
    name,
    query: { dryRun: dryRun ? "All" : undefined },
    body: {
      apiVersion: "v1",
      kind: "DeleteOptions",
      propagationPolicy: "Background",
      ...(uid === undefined && resourceVersion === undefined
        ? {}
        : { preconditions: { uid, resourceVersion } }),
    },
  });
  return deleted !== null;
}

function notThere(kind: FormKind, namespace: string): Failure {
  return new Failure("rejected", texts.noNamespaceOrKind({ namespace, kind }), {
    remedy: kinds[kind].group.endsWith("istio.io") ? texts.createNamespaceOrInstall : texts.createNamespace,
  });
}
