import { Failure } from "@/lib/gateway/failure";
import { qualifiedName, type Resource } from "@/lib/kubernetes/objects/kinds";
import { texts } from "@/lib/kubernetes/texts";

/**
 * An RBAC verb:
 * https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb
 */
export type Verb = "get" | "list" | "watch" | "create" | "patch" | "delete";

export type PatchType =
  | "application/apply-patch+yaml"
  | "application/merge-patch+json"
  | "application/json-patch+json";

/** One request to the API server, in RBAC's terms, so that a refusal can name what is missing. */
export interface Call {
  verb: Verb;
  resource: Resource;
  namespace?: string | undefined;
  name?: string;
  /** `log` of a pod, which returns text. */
  subresource?: "log";
  /** A list whose items are only their metadata, about a tenth of a pod's size. */
  metadataOnly?: true;
  query?: Record<string, string | number | undefined>;
  /** A Secret that others read, too: it is never sealed. */
  isPlain?: true;
  body?: unknown;
  patchType?: PatchType;
  /** What the manifests don't grant; the caller says what a refusal means. */
  isOptional?: true;
  /** For whom the request is made; without it, it is Lamia's own. */
  as?: Impersonated;
}

/** https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/ */
export interface Impersonated {
  user: string;
  groups: readonly string[];
}

/** Go reads header values as UTF-8; the HTTP client takes bytes. */
export function impersonationHeaders(as: Impersonated | undefined): Record<string, string | string[]> {
  if (!as) return {};
  const bytes = (text: string) => Buffer.from(text, "utf8").toString("latin1");
  return { "impersonate-user": bytes(as.user), "impersonate-group": as.groups.map(bytes) };
}

export const methods = {
  get: "GET",
  list: "GET",
  watch: "GET",
  create: "POST",
  patch: "PATCH",
  delete: "DELETE",
} as const satisfies Record<Verb, string>;

/**
 * Throws `rejected` for impossible names: "" would be the whole collection, and ".." the path above it.
 *
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris
 */
export function pathOf({ resource, namespace, name, subresource, query }: Call): string {
  const root = resource.group === "" ? "/api" : `/apis/${encodeURIComponent(resource.group)}`;
  const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${segment(namespace)}` : "";
  const last =
    name === undefined ? "" : `/${segment(name)}${subresource === undefined ? "" : `/${subresource}`}`;
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {}))
    if (value !== undefined) parameters.set(key, String(value));
  const search = parameters.size === 0 ? "" : `?${parameters}`;
  const kind = [resource.version, resource.plural].map((part) => (part === "" ? "" : `/${part}`));
  return `${root}${kind[0]}${scope}${kind[1]}${last}${search}`;
}

function segment(name: string): string {
  const isOne = name !== "" && name !== "." && name !== ".." && name.isWellFormed() && !/[/%\0]/.test(name);
  if (!isOne) throw new Failure("rejected", texts.wrongName({ name: name.slice(0, 80) }));
  return encodeURIComponent(name);
}

/** For example `patch gateways.networking.istio.io shop in namespace vamp-demo` */
export function describeCall({ verb, resource, namespace, name }: Call): string {
  const call = [verb, qualifiedName(resource), name].filter((part) => part !== undefined).join(" ");
  return namespace === undefined ? call : texts.callIn({ call, namespace });
}

/** The API server's response: any status; the body is parsed if it is JSON. */
export interface Reply {
  status: number;
  body: unknown;
  retryAfterSeconds: number | undefined;
  /** What to do about a refusal, if that is known better than the response says it. */
  remedy?: string | undefined;
}

export interface StatusCause {
  /** e.g. `FieldValueInvalid`, `FieldManagerConflict` */
  reason: string;
  message: string;
  field: string;
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export interface Status {
  reason: string;
  message: string;
  causes: StatusCause[];
}

/** Reads a `Status` body. Other bodies, such as a proxy's, give empty fields. */
export function statusOf(body: unknown): Status {
  const status = isRecord(body) && body.kind === "Status" ? body : {};
  const details = isRecord(status.details) ? status.details : {};
  const causes = Array.isArray(details.causes) ? details.causes.filter(isRecord) : [];
  return {
    reason: text(status.reason),
    message: text(status.message),
    causes: causes.map((cause) => ({
      reason: text(cause.reason),
      message: text(cause.message),
      field: text(cause.field),
    })),
  };
}

/**
 * Whether this is the answer to a JSON patch whose `test` operation failed: the patch is invalid, but no field is.
 */
export function isFailedTest({ status, body }: Reply): boolean {
  return status === 422 && statusOf(body).causes.length === 0;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** RBAC has no field that distinguishes it from a quota or an admission plugin, which also answer 403. */
export function isRefusedByRbac({ verb }: Pick<Call, "verb">, { status, body }: Reply): boolean {
  return status === 403 && statusOf(body).message.includes(` cannot ${verb} resource`);
}

/**
 * The one place that turns a response of the Kubernetes API into a `Failure`. Its messages may repeat values of the
 * object (even of a Secret), so none of its text is passed on, neither in the message nor in the cause.
 */
export function failureOfReply(call: Call, reply: Reply): Failure {
  const { reason } = statusOf(reply.body);
  const cause = { status: reply.status, reason };
  const what = describeCall(call);
  if (reply.status === 401) {
    return new Failure("refused", texts.credentialsRefused, {
      remedy: texts.renewCredentials,
      cause,
    });
  }
  if (reply.status === 403) {
    const remedy = reply.remedy ?? (isRefusedByRbac(call, reply) ? permission(call) : texts.checkQuotas);
    return new Failure("refused", texts.notAllowed({ call: what }), {
      remedy,
      cause,
    });
  }
  if (reply.status === 404) return new Failure("rejected", texts.notFound({ call: what }), { cause });
  if (reply.status === 409) return new Failure("conflict", texts.changedByOther({ call: what }), { cause });
  if (reply.status === 429) {
    return new Failure("rate-limited", texts.tooManyRequests, {
      retryAfterSeconds: reply.retryAfterSeconds ?? 1,
      cause,
    });
  }
  if (reply.status >= 500)
    return new Failure("unreachable", texts.serverError({ status: reply.status, call: what }), {
      cause,
    });
  return new Failure("rejected", texts.invalidRequest({ status: reply.status, call: what }), {
    cause,
  });
}

/** What to grant, in RBAC’s terms. */
function permission({ verb, resource, namespace }: Call): string {
  const group = resource.group === "" ? texts.coreGroup : texts.apiGroup({ group: resource.group });
  const where = namespace === undefined ? texts.inCluster : texts.inNamespace({ namespace });
  return texts.grant({ verb, resource: resource.plural, group, where });
}

const untrusted = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "CERT_HAS_EXPIRED",
]);

const explanations: Record<string, string> = {
  ECONNREFUSED: texts.connectionRefused,
  ECONNRESET: texts.connectionReset,
  ENOTFOUND: texts.notInDns,
  EAI_AGAIN: texts.notResolved,
  EHOSTUNREACH: texts.noRouteToHost,
  ENETUNREACH: texts.noRouteToNetwork,
  ETIMEDOUT: texts.timedOut,
  UND_ERR_CONNECT_TIMEOUT: texts.timedOut,
  UND_ERR_HEADERS_TIMEOUT: texts.timedOut,
  UND_ERR_BODY_TIMEOUT: texts.timedOut,
  UND_ERR_SOCKET: texts.connectionClosed,
};

/** An error on the way to the API server, before it could answer. `host` is its host and port. */
export function failureOfTransport(host: string, thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const code = codeOf(thrown);
  if (untrusted.has(code)) {
    return new Failure("refused", texts.notTrusted({ host, code }), {
      remedy: texts.correctKubeconfig,
      cause: thrown,
    });
  }
  const why = explanations[code] ?? (code || texts.silence);
  return new Failure("unreachable", texts.noAnswer({ host, reason: why }), {
    cause: thrown,
  });
}

/**
 * Whether a kept-alive connection was closed during the request: it never reached the server, or its response was
 * lost.
 */
export function isLostConnection(thrown: unknown): boolean {
  return ["ECONNRESET", "UND_ERR_SOCKET", "EPIPE"].includes(codeOf(thrown));
}

function codeOf(thrown: unknown): string {
  if (typeof thrown !== "object" || thrown === null) return "";
  if ("code" in thrown && typeof thrown.code === "string") return thrown.code;
  return "cause" in thrown ? codeOf(thrown.cause) : "";
}

export function missingResource(call: Pick<Call, "resource">): string {
  return texts.missingResource({ resource: qualifiedName(call.resource), version: call.resource.version });
}
