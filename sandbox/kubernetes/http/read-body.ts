import type { IncomingMessage } from "node:http";
import { parse } from "yaml";
import { duplicateFields } from "@/sandbox/kubernetes/json/duplicate-fields";
import { decodeObject, WireError } from "@/sandbox/kubernetes/protobuf/decode-object";
import { type Draft, groupVersion, schemaIn } from "@/sandbox/kubernetes/resources/resource-type";
import { DecodingError, decodeFields } from "@/sandbox/kubernetes/schema/decode-fields";
import { ApiError, badRequest, invalid, unsupportedMediaType } from "./api-error";
import type { ApiRequest } from "./api-request";

/** The media types accepted for whole objects. */
const objectTypes = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];
const bodyBytes = 3 * 1024 * 1024;

/** The media type of the body, without parameters; JSON by default. */
export function mediaTypeOf(request: IncomingMessage): string {
  return (request.headers["content-type"] ?? "application/json").split(";")[0]?.trim() ?? "";
}

/**
 * Reads and parses the body of a create or replace, with the fields that a JSON body repeats. Throws 400, 413, 415.
 */
export async function readBodyWithDuplicates(
  request: IncomingMessage,
): Promise<{ value: unknown; duplicates: string[] }> {
  const bytes = await bytesOf(request);
  const mediaType = mediaTypeOf(request);
  if (!objectTypes.includes(mediaType)) throw unsupportedMediaType(mediaType, objectTypes);
  if (bytes === undefined) return { value: undefined, duplicates: [] };
  const value = parseBody(bytes, mediaType);
  return { value, duplicates: mediaType.endsWith("json") ? duplicateFields(bytes.toString("utf8")) : [] };
}

/** Reads and parses a JSON, YAML or protobuf body; undefined when it is empty. Throws 400, 413 and 415. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const bytes = await bytesOf(request);
  return bytes && parseBody(bytes, mediaTypeOf(request));
}

async function bytesOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > bodyBytes) {
      throw new ApiError(413, "RequestEntityTooLarge", `Request entity too large: limit is ${bodyBytes}`, {});
    }
    chunks.push(chunk as Buffer);
  }
  return size === 0 ? undefined : Buffer.concat(chunks);
}

function parseBody(bytes: Buffer, mediaType: string): unknown {
  if (mediaType === "application/vnd.kubernetes.protobuf") return parseProtobuf(bytes, mediaType);
  const text = bytes.toString("utf8");
  try {
    return mediaType.endsWith("yaml") && !text.startsWith("{") ? parse(text) : JSON.parse(text);
  } catch {
    throw badRequest(
      "the object provided is unrecognized (must be of type JSON or YAML): couldn't be parsed",
    );
  }
}

function parseProtobuf(bytes: Buffer, mediaType: string): unknown {
  try {
    const object = decodeObject(bytes);
    if (object) return object;
  } catch (error) {
    if (error instanceof WireError) throw badRequest(`the protobuf object cannot be read: ${error.message}`);
    throw error;
  }
  throw unsupportedMediaType(mediaType, ["application/json", "application/yaml"]);
}

type Directive = "Ignore" | "Warn" | "Strict";
const directives = ["", "Ignore", "Strict", "Warn"];

/** What `fieldValidation` says to do with unknown fields; the default is to warn. Throws 422. */
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
 * The draft as its kind's decoder reads it, without unknown fields. The client gets a warning about those, or the
 * request is rejected (Kubernetes API concepts, "Field validation"). Throws 400.
 */
export function decodedBody(api: ApiRequest, draft: Draft, duplicates: readonly string[] = []): Draft {
  const { type, version } = api;
  const kept = decoded(api, draft, duplicates, (error) =>
    badRequest(`${type.kind} in version "${version}" cannot be handled as a ${type.kind}: ${error}`),
  );
  return kept;
}

/** The same for the result of a patch; `patch` is what the API server's error shows of it. Throws 422. */
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

/** RFC 7234 (which RFC 9110 replaces), section 5.5; kubectl prints such a header as `Warning: …`. */
function warn({ response }: ApiRequest, warnings: readonly string[]): void {
  for (const text of warnings) response.appendHeader("warning", `299 - ${JSON.stringify(text)}`);
}

/**
 * An applied configuration may not contain an undeclared field, nor two list items with the same keys, whatever
 * `fieldValidation` says: field ownership couldn't be recorded. Throws a plain 500, like the API server.
 */
export function checkAppliedFields(api: ApiRequest, configuration: Draft): void {
  const { type, version, name = "" } = api;
  const errors = fieldErrors(api, configuration);
  if (errors.length === 0) return;
  const text =
    errors.length === 1 ? errors[0] : ["errors:", ...errors.map((error) => `  ${error}`)].join("\n");
  const [group, kindVersion] =
    type.group === "" ? ["", version] : groupVersion(type.group, version).split("/");
  // As in the configuration; the path of the request doesn't count here.
  const which = `${configuration.metadata.namespace ?? ""}/${name}; ${group}/${kindVersion}, Kind=${type.kind}`;
  throw new ApiError(500, "", `failed to create typed patch object (${which}): ${text}`);
}

function fieldErrors({ type, version }: ApiRequest, configuration: Draft): string[] {
  try {
    const options = { kind: type.kind, isCustom: type.custom };
    const { unknown, duplicates } = decodeFields(configuration, schemaIn(type, version), options);
    return [
      ...unknown.map(({ typedPath }) => `${typedPath}: field not declared in schema`),
      ...duplicates.map(({ typedPath, key }) => `${typedPath}: duplicate entries for key ${key}`),
    ];
  } catch (error) {
    if (error instanceof DecodingError) return [error.message];
    throw error;
  }
}
