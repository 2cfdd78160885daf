import type { ManagedZone } from "./managed-zone";
import type { ManagedZones } from "./managed-zones";

/** Words that Google's APIs use as `reason`, with the HTTP status that goes with each. */
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

/** The few reasons for which Google's newer layers add a `status` word. */
const statusWords: Partial<Record<GoogleReason, string>> = {
  authError: "UNAUTHENTICATED",
  backendError: "UNAVAILABLE",
  forbidden: "PERMISSION_DENIED",
};

/** An error as the Cloud DNS API answers it. */
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

/** An authenticated request, as a method of the API gets it. */
export interface ApiRequest {
  zones: ManagedZones;
  projectId: string;
  /** ms since 1970. */
  now: number;
  query: URLSearchParams;
  /** The JSON body; undefined when there is none. */
  body: unknown;
  /** Path segments that the route names, decoded. */
  path: Record<string, string>;
  /** The managed zone of the path. @throws GoogleError 404 */
  zone(): ManagedZone;
}

/** A method: answers the JSON body, or throws a GoogleError. */
export type ApiMethod = (request: ApiRequest) => object;

/** One page of a list, with the token of the next one when there is more. */
export interface Page<Item> {
  items: Item[];
  nextPageToken?: string;
}

/**
 * Cuts the page that `maxResults` (1–1000) and `pageToken` ask for. The token holds the key of the last item sent, so
 * items that come or go in between neither repeat nor hide others.
 * @param items sorted by `key`
 * @throws GoogleError `invalid`
 */
export function pageOf<Item>(items: Item[], query: URLSearchParams, key: (item: Item) => string): Page<Item> {
  const asked = query.get("maxResults");
  const limit = asked === null ? 1000 : Number(asked);
  if (!Number.isInteger(limit) || limit < 1) throw invalidValue("parameters.maxResults", asked);
  const token = query.get("pageToken");
  const after = token ? Buffer.from(token, "base64url").toString() : undefined;
  if (token && (!after || Buffer.from(after).toString("base64url") !== token)) {
    throw invalidValue("parameters.pageToken", token);
  }
  const start = after === undefined ? 0 : items.findIndex((item) => key(item) > after);
  if (start < 0) return { items: [] };
  const page = items.slice(start, start + Math.min(limit, 1000));
  const last = page.at(-1);
  if (last === undefined || start + page.length >= items.length) return { items: page };
  return { items: page, nextPageToken: Buffer.from(key(last)).toString("base64url") };
}

/** What `projects.get` reports and the API enforces; Cloud DNS's defaults. */
export const quota = {
  managedZones: 10_000,
  rrsetsPerManagedZone: 10_000,
  rrsetAdditionsPerChange: 1000,
  rrsetDeletionsPerChange: 1000,
  totalRrdataSizePerChange: 100_000,
  resourceRecordsPerRrset: 100,
} as const;
