import { type Draft, schemaIn } from "@/sandbox/kubernetes/resources/resource-type";
import { DecodingError, decodeFields } from "@/sandbox/kubernetes/schema/decode-fields";
import { badRequest, invalid } from "./api-error";
import type { ApiRequest } from "./api-request";

type Directive = "Ignore" | "Warn" | "Strict";
const directives = ["", "Ignore", "Strict", "Warn"];

/** What `fieldValidation` asks to do about fields that nobody knows; the default is to warn. Throws 422. */
function directiveOf({ query, request }: ApiRequest): Directive {
  const wanted = query.get("fieldValidation") ?? "";
  if (directives.includes(wanted)) return wanted === "" ? "Warn" : (wanted as Directive);
  const kind = { POST: "CreateOptions", PUT: "UpdateOptions" }[request.method ?? ""] ?? "PatchOptions";
  const supported = directives.map((each) => JSON.stringify(each)).join(", ");
  const message = `Unsupported value: ${JSON.stringify(wanted)}: supported values: ${supported}`;
  const cause = { reason: "FieldValueNotSupported" as const, field: "fieldValidation", message };
  throw invalid({ group: "meta.k8s.io", kind }, "", [cause]);
}

/**
 * The draft as its kind's decoder takes it: without unknown fields, of which the client is warned or for which
 * it is refused (Kubernetes API concepts, "Field validation"). Throws 400.
 */
export function decodedBody(api: ApiRequest, draft: Draft, duplicates: readonly string[] = []): Draft {
  const { type, version } = api;
  const kept = decoded(api, draft, duplicates, (error) =>
    badRequest(`${type.kind} in version "${version}" cannot be handled as a ${type.kind}: ${error}`),
  );
  return kept;
}

/** The same for what a patch made; `patch` is how the API server's error shows it. Throws 422. */
export function decodedPatch(api: ApiRequest, draft: Draft, patch: () => string): Draft {
  return decoded(api, draft, [], (error) => {
    const message = `Invalid value: ${JSON.stringify(patch())}: ${error}`;
    return invalid({ group: "", kind: "" }, "", [{ reason: "FieldValueInvalid", field: "patch", message }]);
  });
}

function decoded(
  api: ApiRequest,
  draft: Draft,
  duplicates: readonly string[],
  refusal: (error: string) => Error,
): Draft {
  const directive = directiveOf(api);
  const { type, version } = api;
  const options = { kind: type.kind, isCustom: type.custom };
  const { value, unknown } = orRefused(() => decodeFields(draft, schemaIn(type, version), options), refusal);
  const errors = [
    ...duplicates.map((path) => `duplicate field ${JSON.stringify(path)}`),
    ...unknown.map(({ path }) => `unknown field ${JSON.stringify(path)}`),
  ];
  if (errors.length > 0 && directive === "Strict") {
    throw refusal(`strict decoding error: ${errors.join(", ")}`);
  }
  if (directive === "Warn") warn(api, errors);
  return value as Draft;
}

function orRefused<Result>(decode: () => Result, refusal: (error: string) => Error): Result {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DecodingError) throw refusal(error.message);
    throw error;
  }
}

/** RFC 9110's predecessor RFC 7234, section 5.5; kubectl prints such a header as `Warning: …`. */
function warn({ response }: ApiRequest, warnings: readonly string[]): void {
  for (const text of warnings) response.appendHeader("warning", `299 - ${JSON.stringify(text)}`);
}
