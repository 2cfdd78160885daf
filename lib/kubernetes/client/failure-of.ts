import { Failure } from "@/lib/gateway/failure";
import { qualifiedName } from "@/lib/kubernetes/objects/kinds";
import { texts } from "../texts";
import { type Call, describeCall, type Reply, statusOf } from "./call";

/**
 * The one place that turns what the Kubernetes API says into a `Failure`. Its messages may repeat values of
 * the object (also of a Secret), so none of its text is passed on: neither in the message nor in the cause.
 */
export function failureOfReply(call: Call, reply: Reply): Failure {
  const { reason, message } = statusOf(reply.body);
  const cause = { status: reply.status, reason };
  const what = describeCall(call);
  if (reply.status === 401) {
    return new Failure("refused", texts.credentialsRefused, {
      remedy: texts.renewCredentials,
      cause,
    });
  }
  if (reply.status === 403) {
    // RBAC has no field that tells it from a quota or an admission plugin, which answer 403 as well.
    const byRbac = message.includes(` cannot ${call.verb} resource`);
    return new Failure("refused", texts.notAllowed({ call: what }), {
      remedy: byRbac ? permission(call) : texts.checkQuotas,
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

/** What was thrown on the way to the API server, before it could answer. `host` is its host and port. */
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
 * True when a kept-alive connection was closed under the request: it never reached the server, or its answer
 * was lost.
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
