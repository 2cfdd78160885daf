import { Failure } from "@/lib/gateway/failure";
import {
  type Call,
  failureOfReply,
  type Reply,
  type Status,
  type StatusCause,
  statusOf,
} from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { fieldManager } from "@/lib/kubernetes/ownership";
import { texts } from "@/lib/kubernetes/texts";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { ObjectMeta } from "@/lib/model/object";
import { apiVersionOf, type Kind, kinds, type ObjectOfKind } from "./kinds";

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

/** A field that another manager owns and that our apply would change. */
export interface FieldConflict {
  manager: string;
  /** For example `spec.servers` */
  field: string;
  message: string;
}

export type ApplyResult<Written> =
  | { ok: true; object: Written }
  /** Fields of other managers; the same apply with `force` takes them over. */
  | { ok: false; reason: "conflict"; conflicts: FieldConflict[] }
  /** `metadata.resourceVersion` isn't the current one any more: read again and show both sides. */
  | { ok: false; reason: "changed" }
  /** It was to be created, but exists already. */
  | { ok: false; reason: "exists" }
  /** The API server or an admission webhook (such as Istio's) finds it invalid. */
  | { ok: false; reason: "invalid"; errors: FieldError[] };

/** The result of an apply. Throws `Failure` for errors that no change of the object can fix. */
export function applyResultOf<Written>(call: Call, reply: Reply): ApplyResult<Written> {
  if (reply.status < 300) return { ok: true, object: reply.body as Written };
  if (reply.status === 409) {
    const conflicts = statusOf(reply.body)
      .causes.filter(({ reason }) => reason === "FieldManagerConflict")
      .map((cause) => ({
        manager: /^conflict with "([^"]*)"/.exec(cause.message)?.[1] ?? texts.anotherManager,
        field: fieldOfCause(cause.field),
        message: cause.message,
      }));
    return conflicts.length > 0
      ? { ok: false, reason: "conflict", conflicts }
      : { ok: false, reason: "changed" };
  }
  const errors = fieldErrors(reply);
  if (errors) return { ok: false, reason: "invalid", errors };
  throw failureOfReply(call, reply);
}

export interface FieldError {
  /** For example `spec.servers[0].port.number`; "" if the server names none. */
  path: string;
  message: string;
}

/**
 * What the API server, or an admission webhook (such as Istio's), finds invalid in an object; null if its answer is
 * about something else. It has five ways to say so, each with a different place for the field.
 */
export function fieldErrors({ status, body }: Reply): FieldError[] | null {
  const { message, causes } = statusOf(body);
  if (status === 500) return typedPatchErrors(message);
  const denied = /^admission webhook "[^"]+" denied the request: (.*)$/s.exec(message);
  if (denied) return [{ path: "", message: denied[1] ?? message }];
  if (status === 422 && causes.length > 0) return causeErrors({ causes });
  if (status === 400 || status === 422) return unknownFields(message) ?? [{ path: "", message }];
  return null;
}

export function fieldOfCause(field: string): string {
  return field === "<nil>" ? "" : field.replace(/^\./, "");
}

function causeErrors({ causes }: Pick<Status, "causes">): FieldError[] {
  const errors = causes.flatMap((cause) => refusedPatch(cause) ?? [causeError(cause)]);
  // From a custom resource's schema: rules that weren't checked because of the first errors. They aren't errors
  // themselves.
  const known = errors.filter(({ message }) => !message.includes("some validation rules were not checked"));
  return known.length > 0 ? known : errors;
}

/** `"spec.http[0].match[0].uri" must validate one and only one schema (oneOf). …` names its field in its text only. */
function causeError({ field, message }: StatusCause): FieldError {
  const named = field === "<nil>" ? /^Invalid value: "": "([^"]+)" must (.*)$/s.exec(message) : null;
  return named
    ? { path: named[1] ?? "", message: texts.must({ rule: named[2] ?? "" }) }
    : { path: fieldOfCause(field), message };
}

/**
 * A merge patch that cannot be decoded is answered by one cause at `patch`, whose message holds the whole object first:
 * `Invalid value: "{\"apiVersion\":…}": strict decoding error: unknown field "spec.a"`.
 * https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go
 */
function refusedPatch({ field, message }: StatusCause): FieldError[] | null {
  if (field !== "patch") return null;
  const reason = message.slice(message.lastIndexOf('}": ') + 1).replace(/^": /, "");
  return unknownFields(reason) ?? [{ path: "", message: reason }];
}

/** `strict decoding error: unknown field "spec.a", unknown field "spec.b"`, the answer to `fieldValidation=Strict` */
function unknownFields(message: string): FieldError[] | null {
  const found = [...message.matchAll(/unknown field "([^"]+)"/g)].map((match) => match[1] ?? "");
  if (found.length === 0) return null;
  return found.map((path) => ({ path: fieldOfCause(path), message: texts.unknownField }));
}

/**
 * A server-side apply of what does not fit the schema of the kind is answered as an internal error:
 * `failed to create typed patch object (shop/web; /v1, Kind=Service): .spec.ports: duplicate entries for key [port=80]`.
 * https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/structuredmerge.go
 */
function typedPatchErrors(message: string): FieldError[] | null {
  const found = /^failed to create typed patch object \([^)]*\): (.*)$/s.exec(message)?.[1];
  if (found === undefined) return null;
  // Several are a list: `errors:\n  .spec.a: field not declared in schema\n  .spec.b: …`
  const lines = found.startsWith("errors:") ? found.split("\n").slice(1) : [found];
  return lines.map((line) => {
    const [, path, text] = /^\s*(\.\S+?): (.*)$/s.exec(line) ?? [];
    if (path === undefined || text === undefined) return { path: "", message: line.trim() };
    return {
      path: fieldOfCause(path),
      message: text === "field not declared in schema" ? texts.unknownField : text,
    };
  });
}
