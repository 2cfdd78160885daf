import type { Cause, ResourceType } from "@/sandbox/kubernetes/resources/resource-type";

interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: { reason?: string; message?: string; field?: string }[];
  retryAfterSeconds?: number;
}

/** An error that is answered as a `Status` (Kubernetes API conventions, "Response Status Kind"). */
export class ApiError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: StatusDetails | undefined;

  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  status(): Record<string, unknown> {
    return {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message: this.message,
      ...(this.reason !== "" && { reason: this.reason }),
      ...(this.details && { details: this.details }),
      code: this.code,
    };
  }
}

type Named = Pick<ResourceType, "group" | "plural">;

function resourceText({ group, plural }: Named): string {
  return group === "" ? plural : `${plural}.${group}`;
}

function detailsOf({ group, plural }: Named, name: string): StatusDetails {
  return { name, ...(group !== "" && { group }), kind: plural };
}

export function notFound(type: Named, name: string): ApiError {
  return new ApiError(404, "NotFound", `${resourceText(type)} "${name}" not found`, detailsOf(type, name));
}

export function noSuchPath(): ApiError {
  return new ApiError(404, "NotFound", "the server could not find the requested resource", {});
}

export function alreadyExists(type: Named, name: string): ApiError {
  const message = `${resourceText(type)} "${name}" already exists`;
  return new ApiError(409, "AlreadyExists", message, detailsOf(type, name));
}

export function conflict(type: Named, name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${resourceText(type)} "${name}": ${why}`;
  return new ApiError(409, "Conflict", message, detailsOf(type, name));
}

export function modifiedConflict(type: Named, name: string): ApiError {
  const why = "the object has been modified; please apply your changes to the latest version and try again";
  return conflict(type, name, why);
}

export function forbidden(
  type: Named,
  name: string,
  why: string,
  cause?: { reason: string; message: string; field: string },
): ApiError {
  const message = `${resourceText(type)} "${name}" is forbidden: ${why}`;
  return new ApiError(403, "Forbidden", message, {
    ...detailsOf(type, name),
    ...(cause && { causes: [cause] }),
  });
}

/** 422 with one cause per field. */
export function invalid(type: Pick<ResourceType, "group" | "kind">, name: string, causes: Cause[]): ApiError {
  const kind = type.group === "" ? type.kind : `${type.kind}.${type.group}`;
  const texts = [...new Set(causes.map(({ field, message }) => `${field}: ${message}`))];
  const list = texts.length === 1 ? texts[0] : `[${texts.join(", ")}]`;
  return new ApiError(422, "Invalid", `${kind} "${name}" is invalid: ${list}`, {
    name,
    ...(type.group !== "" && { group: type.group }),
    kind: type.kind,
    causes,
  });
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, "BadRequest", message);
}

export function methodNotAllowed(): ApiError {
  const message = "the server does not allow this method on the requested resource";
  return new ApiError(405, "MethodNotAllowed", message, {});
}

export function unsupportedMediaType(found: string, accepted: readonly string[]): ApiError {
  const message = `the body of the request was in an unknown format (${found}) - accepted media types include: ${accepted.join(", ")}`;
  return new ApiError(415, "UnsupportedMediaType", message, {});
}

export function expired(message: string): ApiError {
  return new ApiError(410, "Expired", message);
}
