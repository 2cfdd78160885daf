/** Values of `reason` in Google's APIs, each with its HTTP status. */
const statuses = {
  alreadyExists: 409,
  authError: 401,
  backendError: 503,
  cnameResourceRecordSetConflict: 400,
  conditionNotMet: 412,
  containerNotEmpty: 400,
  forbidden: 403,
  invalid: 400,
  invalidRecordCount: 400,
  invalidZoneApex: 400,
  managedZoneDnsNameNotAvailable: 400,
  notFound: 404,
  parseError: 400,
  quotaExceeded: 403,
  required: 400,
} as const;
export type GoogleReason = keyof typeof statuses;

/** The reasons for which Google's newer layers add a `status`. */
const statusWords: Partial<Record<GoogleReason, string>> = {
  authError: "UNAUTHENTICATED",
  backendError: "UNAVAILABLE",
  forbidden: "PERMISSION_DENIED",
};

/** An error as the Cloud DNS API returns it. */
export class GoogleError extends Error {
  readonly reason: GoogleReason;
  readonly httpStatus: number;

  constructor(reason: GoogleReason, message: string) {
    super(message);
    this.reason = reason;
    this.httpStatus = statuses[reason];
  }

  /** The response body: `{error: {code, message, errors: [{message, domain, reason}], status?}}`. */
  get body(): object {
    const status = statusWords[this.reason];
    return {
      error: {
        code: this.httpStatus,
        message: this.message,
        errors: [{ message: this.message, domain: "global", reason: this.reason }],
        ...(status && { status }),
      },
    };
  }
}

export function invalidValue(parameter: string, value: unknown): GoogleError {
  const shown = value === undefined || value === "" ? "<empty>" : String(value).slice(0, 200);
  return new GoogleError("invalid", `Invalid value for '${parameter}': '${shown}'`);
}

export function missingParameter(parameter: string): GoogleError {
  return new GoogleError("required", `The '${parameter}' parameter is required but was missing.`);
}

/** The quotas that `projects.get` reports and the API enforces: Cloud DNS's defaults. */
export const quota = {
  managedZones: 10_000,
  rrsetsPerManagedZone: 10_000,
  rrsetAdditionsPerChange: 1000,
  rrsetDeletionsPerChange: 1000,
  totalRrdataSizePerChange: 100_000,
  resourceRecordsPerRrset: 100,
} as const;
