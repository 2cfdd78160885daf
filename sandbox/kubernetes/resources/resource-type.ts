import {
  definitionName,
  type FieldSchema,
  mergeRules,
  type OpenApiSchema,
  referencePrefix,
} from "@/sandbox/kubernetes/schema/published-definitions";

/** One line of `details.causes` of a Status. */
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
  /** 0 is always shown, 1 with `-o wide`. */
  priority: 0 | 1;
  cell(object: unknown, now: Date): string | number | boolean | null;
}

export interface ResourceType {
  readonly group: string;
  /** The first one is preferred and is the one stored. */
  readonly versions: readonly string[];
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly status: boolean;
  readonly scale: boolean;
  /** Served through a CustomResourceDefinition. */
  readonly custom: boolean;
  /** The fields of the kind: of Kubernetes' own those of the stored version, of others what they declare. */
  readonly openApi: OpenApiSchema;
  /** How its lists and maps are merged. */
  readonly schema: FieldSchema;
  readonly columns: readonly Column[];
  /** Fills in what the API server fills in; may change the draft. */
  readonly prepare?: (draft: Draft, existing: Draft | undefined) => void;
  /** Between the stored version and the others, where these differ. */
  readonly convert?: VersionConversion;
  /** What is wrong with the object; empty when it may be stored. */
  readonly validate?: (object: Draft, existing: Draft | undefined) => Cause[];
}

/** Both directions take and give whole objects, and leave those alone that are of the wanted version. */
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

/** Builds a type from what is special about it: namespaced, with a status, version v1, unless said otherwise. */
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

/** The schema of one of Kubernetes' own kinds; without one nothing is known of its fields. */
export function builtInSchema(group: string, version: string, kind: string): OpenApiSchema {
  const name = definitionName(group, version, kind);
  return name === undefined ? { type: "object" } : { $ref: `${referencePrefix}${name}` };
}

/** The schema of the kind in a version: of a converted kind that version's own. */
export function schemaIn(type: ResourceType, version: string): OpenApiSchema {
  return type.convert ? builtInSchema(type.group, version, type.kind) : type.openApi;
}

export function groupVersion(group: string, version: string): string {
  return group === "" ? version : `${group}/${version}`;
}

/** The object as it is in another of its type's versions. */
export function objectIn(
  type: ResourceType,
  version: string,
  object: Record<string, unknown>,
): Record<string, unknown> {
  const converted = type.convert ? type.convert.fromStored(object, version) : object;
  return { ...converted, apiVersion: groupVersion(type.group, version) };
}

/** The apiVersion under which objects of the type are stored. */
export function storageVersion(type: ResourceType): string {
  return groupVersion(type.group, type.versions[0] ?? "v1");
}

export function resourceKey(name: { group: string; plural: string }): string {
  return `${name.group}/${name.plural}`;
}
