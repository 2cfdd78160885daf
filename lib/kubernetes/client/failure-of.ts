import { Failure } from "@/lib/gateway/failure";
import { qualifiedName } from "@/lib/kubernetes/objects/kinds";
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
    return new Failure("refused", "The Kubernetes API does not accept Lamia's credentials.", {
      remedy: "Renew the token or client certificate in the kubeconfig, or the ServiceAccount's token.",
      cause,
    });
  }
  if (reply.status === 403) {
    // RBAC has no field that tells it from a quota or an admission plugin, which answer 403 as well.
    const byRbac = message.includes(` cannot ${call.verb} resource`);
    return new Failure("refused", `The Kubernetes API does not let Lamia ${what}.`, {
      remedy: byRbac
        ? `Grant Lamia's ${permission(call)}.`
        : "Look at the quotas and admission policies of the namespace, and at Lamia's permissions.",
      cause,
    });
  }
  if (reply.status === 404)
    return new Failure("rejected", `The cluster does not have it: ${what}.`, { cause });
  if (reply.status === 409)
    return new Failure("conflict", `Somebody else wrote in between: ${what}.`, { cause });
  if (reply.status === 429) {
    return new Failure("rate-limited", "The Kubernetes API is asked too often.", {
      retryAfterSeconds: reply.retryAfterSeconds ?? 1,
      cause,
    });
  }
  if (reply.status >= 500)
    return new Failure("unreachable", `The Kubernetes API is out of order (${reply.status}): ${what}.`, {
      cause,
    });
  return new Failure("rejected", `The Kubernetes API finds the request invalid (${reply.status}): ${what}.`, {
    cause,
  });
}

/** e.g. `ServiceAccount or user the verb "patch" on "gateways" of API group "networking.istio.io" …` */
function permission({ verb, resource, namespace }: Call): string {
  const group = resource.group === "" ? "the core API group" : `API group "${resource.group}"`;
  const where = namespace === undefined ? "in the whole cluster" : `in namespace "${namespace}"`;
  return `ServiceAccount or user the verb "${verb}" on "${resource.plural}" of ${group} ${where}`;
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
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  ENOTFOUND: "its name is not in DNS",
  EAI_AGAIN: "its name cannot be looked up",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no route to the network",
  ETIMEDOUT: "timed out",
  UND_ERR_CONNECT_TIMEOUT: "timed out",
  UND_ERR_HEADERS_TIMEOUT: "timed out",
  UND_ERR_BODY_TIMEOUT: "timed out",
  UND_ERR_SOCKET: "connection closed",
};

/** What was thrown on the way to the API server, before it could answer. `host` is its host and port. */
export function failureOfTransport(host: string, thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const code = codeOf(thrown);
  if (untrusted.has(code)) {
    return new Failure(
      "refused",
      `The certificate of the Kubernetes API at ${host} is not trusted (${code}).`,
      {
        remedy: "Correct certificate-authority-data, server or tls-server-name in the kubeconfig.",
        cause: thrown,
      },
    );
  }
  const why = explanations[code] ?? (code || "no answer");
  return new Failure("unreachable", `The Kubernetes API at ${host} does not answer: ${why}.`, {
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
  return `The cluster has no ${qualifiedName(call.resource)} (${call.resource.version}).`;
}
