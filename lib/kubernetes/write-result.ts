import type { Call } from "./call";
import { failureOfReply } from "./failure-of";
import { type Reply, statusOf } from "./reply";

/** A field that another manager owns and that our apply would change. */
export interface FieldConflict {
  manager: string;
  /** e.g. `spec.servers` */
  field: string;
  message: string;
}

export interface FieldError {
  /** e.g. `spec.servers[0].port.number`; "" when the server names none. */
  path: string;
  message: string;
}

export type ApplyResult<Written> =
  | { ok: true; object: Written }
  /** Fields of other managers; the same apply with `force` takes them over. */
  | { ok: false; reason: "conflict"; conflicts: FieldConflict[] }
  /** `metadata.resourceVersion` is no longer the current one: read again and show both sides. */
  | { ok: false; reason: "changed" }
  /** It was to be created, and stands already. */
  | { ok: false; reason: "exists" }
  /** The API server or an admission webhook (Istio's own, say) finds it invalid. */
  | { ok: false; reason: "invalid"; errors: FieldError[] };

/** What an apply came to; throws `Failure` for what no change of the object would mend. */
export function applyResultOf<Written>(call: Call, reply: Reply): ApplyResult<Written> {
  if (reply.status < 300) return { ok: true, object: reply.body as Written };
  const { message, causes } = statusOf(reply.body);
  if (reply.status === 409) {
    const conflicts = causes
      .filter(({ reason }) => reason === "FieldManagerConflict")
      .map((cause) => ({
        manager: /^conflict with "([^"]*)"/.exec(cause.message)?.[1] ?? "another manager",
        field: pathOf(cause.field),
        message: cause.message,
      }));
    return conflicts.length > 0
      ? { ok: false, reason: "conflict", conflicts }
      : { ok: false, reason: "changed" };
  }
  const denied = /^admission webhook "[^"]+" denied the request: (.*)$/s.exec(message);
  if (denied) return { ok: false, reason: "invalid", errors: [{ path: "", message: denied[1] ?? message }] };
  if (reply.status === 422 && causes.length > 0) {
    const errors = causes.map((cause) => ({ path: pathOf(cause.field), message: cause.message }));
    return { ok: false, reason: "invalid", errors };
  }
  if (reply.status === 400 || reply.status === 422) {
    return { ok: false, reason: "invalid", errors: unknownFields(message) ?? [{ path: "", message }] };
  }
  throw failureOfReply(call, reply);
}

/**
 * `strict decoding error: unknown field "spec.a", unknown field "spec.b"`, the answer to
 * `fieldValidation=Strict`
 */
function unknownFields(message: string): FieldError[] | null {
  const found = [...message.matchAll(/unknown field "([^"]+)"/g)].map((match) => match[1] ?? "");
  if (found.length === 0) return null;
  return found.map((path) => ({ path: pathOf(path), message: "The API server does not know this field." }));
}

function pathOf(field: string): string {
  return field === "<nil>" ? "" : field.replace(/^\./, "");
}
