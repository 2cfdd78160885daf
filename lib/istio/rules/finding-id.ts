import { type Finding, severities } from "./finding";

/** A finding stays the same object as long as it stands. */
const known = new WeakMap<Finding, string>();

/**
 * Tells a finding from all others, and stays as long as the finding does. As texts they sort as findings are listed:
 * errors first, then by object, then by code.
 */
export function findingId(finding: Finding): string {
  const kept = known.get(finding);
  if (kept !== undefined) return kept;
  const { severity, object, code, check, path, message } = finding;
  const { namespace, kind, name } = object;
  const rank = severities.indexOf(severity);
  const id = [rank, namespace, kind, name, code, check, path.join("."), message].join(" ");
  known.set(finding, id);
  return id;
}

export function byId(one: Finding, other: Finding): number {
  const [a, b] = [findingId(one), findingId(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}
