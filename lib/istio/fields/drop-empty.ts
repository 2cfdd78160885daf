/** The same record without `undefined` values, so that optional fields are absent rather than undefined. */
export type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Removes keys whose value is `undefined`: YAML and server-side apply must not see them. */
export function dropUndefined<T extends object>(record: T): Present<T> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Present<T>;
}

/** The record without fields that mean nothing, as a browser's form sends them: empty text, an unchecked box, an empty list. */
export function withoutEmpty<T extends object>(record: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) =>
      Array.isArray(value) ? value.length > 0 : value !== undefined && value !== "" && value !== false,
    ),
  ) as Partial<T>;
}

/** The given fields, if the record has them. */
export function pick(record: object, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([field]) => fields.includes(field)));
}

/** The record without those fields. */
export function omit(record: object, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([field]) => !fields.includes(field)));
}

/** `undefined` for an empty object or list, so that a manifest omits it. */
export function orAbsent<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

/** The API server accepts an object without a spec: its form is empty, and it has no effect. */
export function withSpec<T extends { spec: object }>(object: T): T {
  return hasSpec(object) ? object : { ...object, spec: {} };
}

export function hasSpec(object: { spec?: unknown }): boolean {
  return typeof object.spec === "object" && object.spec !== null;
}
