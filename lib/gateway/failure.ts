import { texts } from "./texts";
/**
 * unreachable   no answer, or the other side says that it is out of order: try again
 * rate-limited  asked too often; `retryAfterSeconds` says when again
 * conflict      somebody else wrote in between: look again
 * refused       credentials or permissions are wrong: a person must act
 * unconfigured  a setting is missing: a person must act
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
  /** What a person can do; with it the step shows as blocked. */
  remedy?: string;
  retryAfterSeconds?: number;
  /** Set when it is not the outside that fails, but Lamia's own database. */
  source?: "database";
  cause?: unknown;
}

/** The server's start and its routes are bundled apart, each with a class of its own: a failure of the other is one too. */
const mark = Symbol.for("lamia.failure");

/**
 * What adapters throw. `message` is written by us for the person who reads the page: no SDK text, no secret;
 * the cause goes to the log only, redacted.
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

/** However long somebody asks for a pause, a day later is soon enough to ask whether it is over. */
export const longestRetryAfterInSeconds = 86_400;
/** And however short: a date in the past, or 0, is no leave to ask without pause. */
export const shortestRetryAfterInSeconds = 1;

/** What a Retry-After is taken for, in seconds; also one that is no number. */
export function clampedRetryAfter(seconds: number): number {
  if (Number.isNaN(seconds)) return shortestRetryAfterInSeconds;
  return Math.min(longestRetryAfterInSeconds, Math.max(shortestRetryAfterInSeconds, seconds));
}
