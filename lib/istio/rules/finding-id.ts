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

/** Sorts the findings of one object as their ids do, without making these: few of them are ever asked for. */
export function byIdOfOneObject(one: Finding, other: Finding): number {
  return (
    severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
    order(one.code, other.code) ||
    order(one.check, other.check) ||
    order(one.path.join("."), other.path.join(".")) ||
    order(one.message, other.message)
  );
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
