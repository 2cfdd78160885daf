/** What Google answered, without its text. */
export class GoogleError extends Error {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** `error.errors[].reason`, `error.details[].reason`, or OAuth's `error`. */
  readonly reasons: readonly string[];
  readonly retryAfterSeconds: number | undefined;

  constructor(answer: {
    status: number;
    reasons: readonly string[];
    retryAfterSeconds?: number;
    cause?: unknown;
  }) {
    super(`Google answered ${answer.status} (${answer.reasons.join(", ") || "no reason"})`, {
      cause: answer.cause,
    });
    this.name = "GoogleError";
    this.status = answer.status;
    this.reasons = answer.reasons;
    this.retryAfterSeconds = answer.retryAfterSeconds;
  }
}
