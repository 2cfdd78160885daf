import { type Draft, groupVersion, schemaIn } from "@/sandbox/kubernetes/resources/resource-type";
import { DecodingError, decodeFields } from "@/sandbox/kubernetes/schema/decode-fields";
import { ApiError } from "./api-error";
import type { ApiRequest } from "./api-request";

/**
 * A configuration to apply may not hold a field that its kind does not declare, nor two items of a list with the same
 * keys, whatever `fieldValidation` says: their owners could not be recorded. Throws the API server's plain 500 of it.
 */
export function checkAppliedFields(api: ApiRequest, configuration: Draft): void {
  const { type, version, name = "" } = api;
  const errors = fieldErrors(api, configuration);
  if (errors.length === 0) return;
  const text =
    errors.length === 1 ? errors[0] : ["errors:", ...errors.map((error) => `  ${error}`)].join("\n");
  const [group, kindVersion] =
    type.group === "" ? ["", version] : groupVersion(type.group, version).split("/");
  // As the configuration has it: the address of the request does not count here.
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
