/** What the API server answered: any status, the body parsed when it is JSON. */
export interface Reply {
  status: number;
  body: unknown;
  retryAfterSeconds: number | undefined;
}

export interface StatusCause {
  /** e.g. `FieldValueInvalid`, `FieldManagerConflict` */
  reason: string;
  message: string;
  field: string;
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export interface Status {
  reason: string;
  message: string;
  causes: StatusCause[];
}

/** Reads a `Status` body; other bodies (of a proxy in between, say) give empty fields. */
export function statusOf(body: unknown): Status {
  const status = isRecord(body) && body.kind === "Status" ? body : {};
  const details = isRecord(status.details) ? status.details : {};
  const causes = Array.isArray(details.causes) ? details.causes.filter(isRecord) : [];
  return {
    reason: text(status.reason),
    message: text(status.message),
    causes: causes.map((cause) => ({
      reason: text(cause.reason),
      message: text(cause.message),
      field: text(cause.field),
    })),
  };
}

/** True for the answer to a JSON patch one of whose `test` operations failed: invalid, but no field is. */
export function isFailedTest({ status, body }: Reply): boolean {
  return status === 422 && statusOf(body).causes.length === 0;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
