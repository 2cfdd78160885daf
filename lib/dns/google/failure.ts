import { Failure } from "@/lib/gateway/failure";

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

export interface GoogleIdentity {
  project: string;
  account: string;
}

const dnsAdmin = "the role DNS Administrator (roles/dns.admin)";
const transientStatus: ReadonlySet<number> = new Set([0, 408, 500, 502, 503, 504]);
const rateReasons = ["rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"];
const quotaReasons = ["quotaExceeded", "dailyLimitExceeded"];
const disabledReasons = ["accessNotConfigured", "SERVICE_DISABLED"];
const oauthReasons = ["invalid_grant", "invalid_client", "unauthorized_client", "access_denied"];
const ownershipReasons = ["verifyManagedZoneDnsNameOwnership", "managedZoneDnsNameNotAvailable"];
/** What is to be added cannot stand beside what stands (RFC 1034, section 3.6.2). */
const besideReasons = ["cnameResourceRecordSetConflict"];
const unreachableRetrySeconds = 10;

/** Puts what Google (or the network) answered into our words. By status and reason, never by text. */
export function googleFailure(thrown: unknown, { project, account }: GoogleIdentity): Failure {
  if (thrown instanceof Failure) return thrown;
  if (!(thrown instanceof GoogleError)) {
    return new Failure("unknown", "The Google Cloud DNS client failed in an unexpected way.", {
      cause: thrown,
    });
  }
  const { status, reasons, retryAfterSeconds } = thrown;
  const said = (known: readonly string[]) => reasons.some((reason) => known.includes(reason));
  const options = { cause: thrown, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };

  if (status === 429 || said(rateReasons)) {
    return new Failure("rate-limited", "Google asks for a pause: too many Cloud DNS requests.", {
      ...options,
      retryAfterSeconds: retryAfterSeconds ?? 30,
    });
  }
  if (said(oauthReasons) || status === 401) {
    return new Failure("refused", `Google refused the key of ${account}.`, {
      ...options,
      remedy:
        "Replace google_service_account with a new JSON key. If the key is new: see that the account is not " +
        "disabled and that this machine's clock is right.",
    });
  }
  if (said(quotaReasons)) {
    return new Failure("rejected", `A quota of Cloud DNS in project ${project} is used up.`, {
      ...options,
      remedy: `Raise the Cloud DNS quota of project ${project}, or remove zones and records that are not needed.`,
    });
  }
  if (said(disabledReasons)) {
    return new Failure("refused", `The Cloud DNS API is not enabled in project ${project}.`, {
      ...options,
      remedy: `Enable it: gcloud services enable dns.googleapis.com --project ${project}`,
    });
  }
  if (said(ownershipReasons)) {
    return new Failure("rejected", "Google does not allow this zone in the project.", {
      ...options,
      remedy:
        "Verify the ownership of the domain in Google Search Console for an owner of the project, or delete zones " +
        "of the same name that stand in other projects.",
    });
  }
  if (status === 403) {
    return new Failure("refused", `${account} may not use Cloud DNS in project ${project}.`, {
      ...options,
      remedy: `Grant ${account} ${dnsAdmin} on project ${project}.`,
    });
  }
  if (transientStatus.has(status)) {
    const what =
      status === 0 ? `does not answer (${reasons[0] ?? "no connection"})` : `is out of order (${status})`;
    return new Failure("unreachable", `Google Cloud DNS ${what}.`, {
      ...options,
      retryAfterSeconds: retryAfterSeconds ?? unreachableRetrySeconds,
    });
  }
  if (status === 404) {
    return new Failure("refused", `Google knows no such zone or project: ${project}.`, {
      ...options,
      remedy:
        "Correct google_project_id: the id, not the name or the number, of a project that still stands.",
    });
  }
  if (status === 409 || status === 412 || said(besideReasons)) {
    return new Failure("conflict", "The zone was changed by somebody else meanwhile.", options);
  }
  return new Failure(
    "rejected",
    `Google Cloud DNS rejected the request (${status}${brief(reasons)}).`,
    options,
  );
}

function brief(reasons: readonly string[]): string {
  return reasons.length > 0 ? `, ${reasons.join(", ")}` : "";
}
