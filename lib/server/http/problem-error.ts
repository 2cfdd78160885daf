import { type Problem, type ProblemType, problems } from "@/lib/api/problem";
import { asFailure, type FailureKind } from "@/lib/gateway/failure";

/** As a `Failure`, it may come from what is bundled apart. */
const mark = Symbol.for("lamia.problem");

/** Thrown by operations; becomes `application/problem+json`. `detail` is for the person who reads it. */
export class ProblemError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && mark in value;
  }

  readonly [mark] = true;
  readonly problem: Problem;

  /** `current`: with `conflict`, the object as it stands now (an extension member, RFC 9457, section 3.2). */
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
