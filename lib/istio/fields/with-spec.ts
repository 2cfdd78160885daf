/** The API server lets an object without a spec pass: then the form is empty, and the object says nothing. */
export function withSpec<T extends { spec: object }>(object: T): T {
  return hasSpec(object) ? object : { ...object, spec: {} };
}

export function hasSpec(object: { spec?: unknown }): boolean {
  return typeof object.spec === "object" && object.spec !== null;
}
