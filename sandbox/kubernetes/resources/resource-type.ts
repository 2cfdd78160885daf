import {
  definitionName,
  type FieldSchema,
  mergeRules,
  type OpenApiSchema,
  referencePrefix,
} from "@/sandbox/kubernetes/schema/published-definitions";

/** One item of `details.causes` in a Status. */
export interface Cause {
  reason:
    | "FieldValueInvalid"
    | "FieldValueRequired"
    | "FieldValueNotSupported"
    | "FieldValueForbidden"
    | "FieldValueDuplicate"
    | "FieldValueTypeInvalid";
  message: string;
  field: string;
}

/** A column of the Table that `kubectl get` shows. */
export interface Column {
  name: string;
  type: "string" | "integer" | "date" | "boolean";
  /** 0: always shown; 1: only with `-o wide`. */
  priority: 0 | 1;
  cell(object: unknown, now: Date): string | number | boolean | null;
}

export interface ResourceType {
  readonly group: string;
  /** The first version is preferred, and is the stored one. */
  readonly versions: readonly string[];
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly status: boolean;
  readonly scale: boolean;
  /** Defined by a CustomResourceDefinition. */
  readonly custom: boolean;
  /** The fields of the kind: for a built-in kind those of the stored version, for others what they declare. */
  readonly openApi: OpenApiSchema;
  /** How its lists and maps are merged. */
  readonly schema: FieldSchema;
  readonly columns: readonly Column[];
  /** Fills in the API server's defaults; may change the draft. */
  readonly prepare?: (draft: Draft, existing: Draft | undefined) => void;
  /** Converts between the stored version and the others, where they differ. */
  readonly convert?: VersionConversion;
  /** What is wrong with the object; empty when it can be stored. */
  readonly validate?: (object: Draft, existing: Draft | undefined) => Cause[];
}

/**
 * Both directions take and return whole objects, and leave an object alone if it already has the target version.
 */
export interface VersionConversion {
  toStored(object: Record<string, unknown>): Record<string, unknown>;
  fromStored(object: Record<string, unknown>, version: string): Record<string, unknown>;
}

/** An object on its way into the store. */
export interface Draft {
  apiVersion: string;
  kind: string;
  metadata: Record<string, unknown> & { name: string; namespace?: string };
  [field: string]: unknown;
}

type ResourceTypeParts = Pick<ResourceType, "group" | "kind" | "plural"> & Partial<ResourceType>;

/** Builds a type from its differences to the default: namespaced, with a status, version v1. */
export function resourceType(parts: ResourceTypeParts): ResourceType {
  const openApi = parts.openApi ?? builtInSchema(parts.group, parts.versions?.[0] ?? "v1", parts.kind);
  return {
    versions: ["v1"],
    singular: parts.kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced: true,
    status: true,
    scale: false,
    custom: false,
    columns: [],
    ...parts,
    openApi,
    schema: mergeRules(openApi),
  };
}

/** The schema of a built-in kind; without one, its fields are unknown. */
export function builtInSchema(group: string, version: string, kind: string): OpenApiSchema {
  const name = definitionName(group, version, kind);
  return name === undefined ? { type: "object" } : { $ref: `${referencePrefix}${name}` };
}

/** The schema of the kind in a version; converted kinds have one for each version. */
export function schemaIn(type: ResourceType, version: string): OpenApiSchema {
  return type.convert ? builtInSchema(type.group, version, type.kind) : type.openApi;
}

export function groupVersion(group: string, version: string): string {
  return group === "" ? version : `${group}/${version}`;
}

/** The object in another version of its type. */
export function objectIn(
  type: ResourceType,
  version: string,
  object: Record<string, unknown>,
): Record<string, unknown> {
  const converted = type.convert ? type.convert.fromStored(object, version) : object;
  return { ...converted, apiVersion: groupVersion(type.group, version) };
}

/** The apiVersion of stored objects of the type. */
export function storageVersion(type: ResourceType): string {
  return groupVersion(type.group, type.versions[0] ?? "v1");
}

export function resourceKey(name: { group: string; plural: string }): string {
  return `${name.group}/${name.plural}`;
}
