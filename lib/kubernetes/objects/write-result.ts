import type { Call } from "@/lib/kubernetes/client/call";
import { failureOfReply } from "@/lib/kubernetes/client/failure-of";
import { type Reply, statusOf } from "@/lib/kubernetes/client/reply";
import { type FieldError, fieldErrors, fieldOfCause } from "./field-errors";

/** A field that another manager owns and that our apply would change. */
export interface FieldConflict {
  manager: string;
  /** e.g. `spec.servers` */
  field: string;
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
  if (reply.status === 409) {
    const conflicts = statusOf(reply.body)
      .causes.filter(({ reason }) => reason === "FieldManagerConflict")
      .map((cause) => ({
        manager: /^conflict with "([^"]*)"/.exec(cause.message)?.[1] ?? "another manager",
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
