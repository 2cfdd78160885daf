import type { FieldSchema } from "../schema/field-schema";
import { schemaOf } from "../schema/schemas";

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
  readonly schema: FieldSchema;
  readonly columns: readonly Column[];
  /** Fills in what the API server fills in; may change the draft. */
  readonly prepare?: (draft: Draft, existing: Draft | undefined) => void;
  /** What is wrong with the object; empty when it may be stored. */
  readonly validate?: (object: Draft, existing: Draft | undefined) => Cause[];
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
    schema: parts.schema ?? schemaOf(parts.group, parts.plural),
  };
}

export function groupVersion(group: string, version: string): string {
  return group === "" ? version : `${group}/${version}`;
}

/** The apiVersion under which objects of the type are stored. */
export function storageVersion(type: ResourceType): string {
  return groupVersion(type.group, type.versions[0] ?? "v1");
}

export function resourceKey(name: { group: string; plural: string }): string {
  return `${name.group}/${name.plural}`;
}
