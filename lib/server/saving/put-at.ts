import { isRecord } from "@/lib/istio/edit/same";
import type { Path } from "./codec";

/** A copy with the value at the path; undefined takes the field away. Steps are names of fields. */
export function putAt(object: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const record = isRecord(object) ? object : {};
  const inner = putAt(record[step], rest, value);
  const { [step]: _, ...others } = record;
  return inner === undefined ? others : { ...record, [step]: inner };
}
