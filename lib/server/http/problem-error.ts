import type { z } from "zod";
import { type Problem, type ProblemType, problems } from "@/lib/api/problem";
import { asFailure, type FailureKind } from "@/lib/gateway/failure";
import type { ApplyResult } from "@/lib/kubernetes/objects/objects";
import { texts } from "./texts";

/** Like a `Failure`, it may come from another bundle. */
const mark = Symbol.for("lamia.problem");

/** Thrown by operations; becomes `application/problem+json`. `detail` is for the person who reads it. */
export class ProblemError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && mark in value;
  }

  readonly [mark] = true;
  readonly problem: Problem;
  /** With `too-many-requests`: when to come back, for the header Retry-After. */
  retryAfterInSeconds?: number;

  /** `current`: with `conflict`, the object as it is now (an extension member, RFC 9457, section 3.2). */
  constructor(type: ProblemType, detail: string, errors?: Problem["errors"], current?: unknown) {
    super(detail);
    this.name = "ProblemError";
    this.problem = {
      type: `urn:lamia:problem:${type}`,
      ...problems[type],
      detail,
      ...(errors ? { errors } : {}),
      ...(current === undefined ? {} : { current }),
    };
  }
}

export function tooManyRequests(detail: string, retryAfterInSeconds: number): ProblemError {
  return Object.assign(new ProblemError("too-many-requests", detail), { retryAfterInSeconds });
}

const typeOfFailure: Record<FailureKind, ProblemType> = {
  unreachable: "cluster-unreachable",
  "rate-limited": "cluster-unreachable",
  conflict: "conflict",
  refused: "cluster-refused",
  unconfigured: "invalid",
  rejected: "invalid",
  unknown: "internal",
};

export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem;
  const failure = asFailure(thrown);
  const detail = failure.remedy ? `${failure.message} ${failure.remedy}` : failure.message;
  const type = failure.source === "database" ? "database-unreachable" : typeOfFailure[failure.kind];
  return new ProblemError(type, detail).problem;
}

/** Validates external input. Throws a problem that names each invalid field. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema | undefined,
  value: unknown,
  type: "bad-request" | "invalid",
): z.output<Schema> {
  if (!schema) return undefined as z.output<Schema>;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({
    path: path.map((part) => (typeof part === "number" ? part : String(part))),
    message,
  }));
  const first = errors[0];
  const where = first && first.path.length > 0 ? `${first.path.join(".")}: ` : "";
  throw new ProblemError(type, `${where}${first?.message ?? texts.notValid}`, errors);
}

/**
 * The written object, or the problem that says why it wasn't written. `what` names it, such as `Gateway shop`.
 * `placeOf` maps a field that the API server names, such as `spec.ports[0].port`, to its place in the request.
 */
export function applied<Written>(
  result: ApplyResult<Written>,
  what: string,
  placeOf: (field: string) => readonly (string | number)[] = (field) => [field],
): Written {
  if (result.ok) return result.object;
  switch (result.reason) {
    case "exists":
      throw new ProblemError("already-exists", texts.alreadyExists({ what }), [
        { path: ["name"], message: texts.nameTaken },
      ]);
    case "changed":
      throw new ProblemError("conflict", texts.changedByOther({ what }));
    case "conflict":
      throw new ProblemError(
        "conflict",
        texts.ownedByOthers({
          what,
          managers: [...new Set(result.conflicts.map(({ manager }) => manager))].join(", "),
        }),
        result.conflicts.map(({ field, manager, message }) => ({ path: [field], message, manager })),
      );
    case "invalid":
      throw new ProblemError(
        "invalid",
        result.errors[0]?.message ?? texts.notAccepted({ what }),
        result.errors.map(({ path, message }) => ({ path: path === "" ? [] : [...placeOf(path)], message })),
      );
  }
}
