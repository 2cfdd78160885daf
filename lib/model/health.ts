import { texts } from "./texts";

/** Gateway annotations that define a healthy answer of its Secured Hosts. */
export const healthPathAnnotation = "lamia.dev/health_path";
export const healthStatusAnnotation = "lamia.dev/health_status";

/** As in the annotations; missing if not set. */
export interface WrittenHealth {
  path?: string;
  status?: string;
}

export interface Health {
  /** Path and query of the request. */
  path: string;
  /** Ranges of the accepted status codes, ends included; null for the default. */
  wanted: readonly { from: number; to: number }[] | null;
}

export type ReadHealth = { health: Health } | { key: "health_path" | "health_status"; problem: string };

/** RFC 3986, sections 3.3 and 3.4: what a path and a query may contain. A fragment is never sent. */
const pathAndQuery = /^\/[A-Za-z0-9\-._~!$&'()*+,;=:@/%?]{0,1023}$/;

/** Reads both annotations; `problem` says what is wrong with one of them. */
export function readHealth({ path = "/", status }: WrittenHealth = {}): ReadHealth {
  if (!pathAndQuery.test(path))
    return {
      key: "health_path",
      problem: texts.healthPath({ value: path.slice(0, 80) }),
    };
  if (status === undefined || status.trim() === "") return { health: { path, wanted: null } };
  const ranges = status.split(",").map((part) => rangeOf(part.trim()));
  const wanted = ranges.filter((range) => range !== null);
  if (wanted.length < ranges.length)
    return {
      key: "health_status",
      problem: texts.healthStatus({ value: status.slice(0, 80) }),
    };
  return { health: { path, wanted } };
}

function rangeOf(part: string): { from: number; to: number } | null {
  const hundred = /^([1-5])xx$/i.exec(part)?.[1];
  if (hundred) return { from: Number(hundred) * 100, to: Number(hundred) * 100 + 99 };
  const [, first, last] = /^([1-5]\d\d)(?:\s*-\s*([1-5]\d\d))?$/.exec(part) ?? [];
  if (first === undefined) return null;
  const range = { from: Number(first), to: Number(last ?? first) };
  return range.from <= range.to ? range : null;
}

export function isWanted(status: number, wanted: NonNullable<Health["wanted"]>): boolean {
  return wanted.some(({ from, to }) => from <= status && status <= to);
}

/** True if a name pattern with a wildcard of one label, as in a certificate (RFC 6125, section 6.4.3), covers the name. */
export function certificateCovers(names: readonly string[], host: string): boolean {
  const parent = host.slice(host.indexOf(".") + 1);
  return names.some((name) => name.toLowerCase() === host || name.toLowerCase() === `*.${parent}`);
}
