import { texts } from "./texts";
/**
 * unreachable   no answer, or the other side reports an internal error: try again
 * rate-limited  too many requests; `retryAfterSeconds` says when to try again
 * conflict      somebody else wrote in the meantime: read again
 * refused       credentials or permissions are wrong: you must act
 * unconfigured  a setting is missing: you must act
 * rejected      the other side understood and said no (a failed challenge, an invalid value)
 * unknown       anything else; retried like the rest
 */
export type FailureKind =
  | "unreachable"
  | "rate-limited"
  | "conflict"
  | "refused"
  | "unconfigured"
  | "rejected"
  | "unknown";

export interface FailureOptions {
  /** What you can do about it. With a remedy, the step shows as blocked. */
  remedy?: string;
  retryAfterSeconds?: number;
  /** Set if the cause is Lamia's own database and not something outside. */
  source?: "database";
  cause?: unknown;
}

/**
 * Next bundles the server's start and its routes separately, each with its own class. A failure of the other bundle
 * is one too.
 */
const mark = Symbol.for("lamia.failure");

/**
 * What adapters throw. We write `message` for the person who reads the page: no SDK text, no secrets. The cause
 * goes only to the log, redacted.
 */
export class Failure extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && mark in value;
  }

  readonly [mark] = true;
  readonly kind: FailureKind;
  readonly remedy: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly source: "database" | undefined;

  constructor(kind: FailureKind, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "Failure";
    this.kind = kind;
    this.remedy = options.remedy;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.source = options.source;
  }
}

export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  return new Failure("unknown", texts.unexpected, { cause: thrown });
}

/** However long a requested delay is, Lamia asks again after a day. */
export const longestRetryAfterInSeconds = 86_400;
/** However short it is: a date in the past, or 0, doesn't allow requests without a pause. */
export const shortestRetryAfterInSeconds = 1;

/** The seconds of a Retry-After header, even if its value isn't a valid number. */
export function clampedRetryAfter(seconds: number): number {
  if (Number.isNaN(seconds)) return shortestRetryAfterInSeconds;
  return Math.min(longestRetryAfterInSeconds, Math.max(shortestRetryAfterInSeconds, seconds));
}
