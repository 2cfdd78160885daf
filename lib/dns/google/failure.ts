import { z } from "zod";
import { exchange, notAnAnswer, secondsUntil } from "@/lib/dns/hosted/http";
import { Failure } from "@/lib/gateway/failure";
import { texts } from "./texts";

/** What Google answered, without the text. */
export class GoogleError extends Error {
  /** HTTP status; 0 if there was no answer. */
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

export interface GoogleIdentity {
  project: string;
  account: string;
  /** The account is the identity of Lamia's pod, whatever that is. */
  isAmbient?: boolean;
}

const transientStatus: ReadonlySet<number> = new Set([0, 408, 500, 502, 503, 504]);
const rateReasons = ["rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"];
const quotaReasons = ["quotaExceeded", "dailyLimitExceeded"];
const disabledReasons = ["accessNotConfigured", "SERVICE_DISABLED"];
const oauthReasons = ["invalid_grant", "invalid_client", "unauthorized_client", "access_denied"];
const ownershipReasons = ["verifyManagedZoneDnsNameOwnership", "managedZoneDnsNameNotAvailable"];
/** What is to be added can't coexist with what exists (RFC 1034, section 3.6.2). */
const besideReasons = ["cnameResourceRecordSetConflict"];
const unreachableRetrySeconds = 10;

/** Puts an answer of Google, or a network error, into our words. Goes by status and reason, never by text. */
export function googleFailure(thrown: unknown, { project, account, isAmbient }: GoogleIdentity): Failure {
  if (thrown instanceof Failure) return thrown;
  if (!(thrown instanceof GoogleError)) {
    return new Failure("unknown", texts.clientFailed, {
      cause: thrown,
    });
  }
  const { status, reasons, retryAfterSeconds } = thrown;
  const said = (known: readonly string[]) => reasons.some((reason) => known.includes(reason));
  const options = { cause: thrown, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };

  if (status === 429 || said(rateReasons)) {
    return new Failure("rate-limited", texts.asksForPause, {
      ...options,
      retryAfterSeconds: retryAfterSeconds ?? 30,
    });
  }
  if (said(oauthReasons) || status === 401) {
    if (isAmbient)
      return new Failure("refused", texts.refusesAmbient, { ...options, remedy: texts.checkAmbient });
    return new Failure("refused", texts.refusesKey({ account }), {
      ...options,
      remedy: texts.replaceKey,
    });
  }
  if (said(quotaReasons)) {
    return new Failure("rejected", texts.quotaUsedUp({ project }), {
      ...options,
      remedy: texts.raiseQuota({ project }),
    });
  }
  if (said(disabledReasons)) {
    return new Failure("refused", texts.apiDisabled({ project }), {
      ...options,
      remedy: texts.enableApi({ project }),
    });
  }
  if (said(ownershipReasons)) {
    return new Failure("rejected", texts.zoneNotAllowed, {
      ...options,
      remedy: texts.verifyOwnership,
    });
  }
  if (status === 403) {
    return new Failure("refused", texts.notPermitted({ account, project }), {
      ...options,
      remedy: texts.grantRole({ account, project }),
    });
  }
  if (transientStatus.has(status)) {
    const what =
      status === 0
        ? texts.noAnswer({ reason: reasons[0] ?? texts.noConnection })
        : texts.outOfOrder({ status });
    return new Failure("unreachable", what, {
      ...options,
      retryAfterSeconds: retryAfterSeconds ?? unreachableRetrySeconds,
    });
  }
  if (status === 404) {
    return new Failure("refused", texts.unknownProject({ project }), {
      ...options,
      remedy: texts.correctProject,
    });
  }
  if (status === 409 || status === 412 || said(besideReasons)) {
    return new Failure("conflict", texts.zoneChanged, options);
  }
  return new Failure("rejected", texts.rejectedRequest({ answer: [status, ...reasons].join(", ") }), options);
}

const refusal = z.object({
  error: z.union([
    // OAuth 2 (RFC 6749, section 5.2).
    z.string(),
    z.object({
      errors: z.array(z.object({ reason: z.string().optional() })).optional(),
      details: z.array(z.object({ reason: z.string().optional() })).optional(),
    }),
  ]),
});

/** Sends a request and reads the JSON answer. Throws `GoogleError`. Never retries, because the walk does. */
export async function fetchGoogle(url: string, init: RequestInit): Promise<unknown> {
  const { response, body } = await exchange(url, init, (reasons, cause) => {
    throw new GoogleError({ status: 0, reasons, cause });
  });
  if (response.ok) {
    // A page from a proxy in between, or half an answer: believe none of it, least of all that nothing exists.
    if (body === null) throw new GoogleError({ status: 0, reasons: [notAnAnswer] });
    return body;
  }
  const seconds = secondsUntil(response.headers.get("retry-after"), Date.now());
  throw new GoogleError({
    status: response.status,
    reasons: reasonsOf(body),
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
  });
}

function reasonsOf(body: unknown): string[] {
  const error = refusal.safeParse(body).data?.error;
  if (error === undefined) return [];
  if (typeof error === "string") return [error];
  return [...(error.errors ?? []), ...(error.details ?? [])].flatMap(({ reason }) =>
    reason ? [reason] : [],
  );
}
