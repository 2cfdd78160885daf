/**
 * What the merging of lists and maps needs to know of a type: the `x-kubernetes-list-type`,
 * `x-kubernetes-list-map-keys`, `x-kubernetes-map-type` and patch merge keys of Kubernetes' OpenAPI.
 * What is not named is as for a custom resource without markers: maps are granular, lists are atomic.
 */
export interface FieldSchema {
  readonly fields?: Readonly<Record<string, FieldSchema>> | undefined;
  /** Schema of the items of a list. */
  readonly items?: FieldSchema | undefined;
  /** Schema of the values of a map. */
  readonly values?: FieldSchema | undefined;
  /** Keys that identify an item of a list for server-side apply (list-type map). */
  readonly listKeys?: readonly string[];
  /** Key that identifies an item for strategic merge patch; lists without one are replaced. */
  readonly mergeKey?: string;
  /** A list of scalars that merges as a set. */
  readonly set?: boolean;
  /** A map that is replaced and owned whole. */
  readonly atomic?: boolean;
}

/** The schema of everything that has none of its own. */
export const untyped: FieldSchema = {};

/** Values that a missing list key stands for (the API defaults them before it merges). */
export const listKeyDefaults: Readonly<Record<string, unknown>> = { protocol: "TCP" };

export function fieldOf(schema: FieldSchema, name: string): FieldSchema {
  return schema.fields?.[name] ?? schema.values ?? untyped;
}
