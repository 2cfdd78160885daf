import type { Finding, Severity } from "./finding";

/** How many findings there are. */
export interface Tally {
  severities: Readonly<Record<Severity, number>>;
  /** Of each code that there is. */
  codes: ReadonlyMap<string, number>;
}

/** Counts along with each change of the findings, so that nobody has to count all of them. */
export function createTally() {
  const severities = { error: 0, warning: 0, info: 0 };
  const codes = new Map<string, number>();

  function add({ severity, code }: Finding, by: 1 | -1): void {
    severities[severity] += by;
    const count = (codes.get(code) ?? 0) + by;
    if (count > 0) codes.set(code, count);
    else codes.delete(code);
  }

  return {
    now: (): Tally => ({ severities, codes }),
    replace(before: readonly Finding[], after: readonly Finding[]): void {
      for (const finding of before) add(finding, -1);
      for (const finding of after) add(finding, 1);
    },
  };
}

/** The same of a list of findings. */
export function tallyOf(findings: readonly Finding[]): Tally {
  const tally = createTally();
  tally.replace([], findings);
  return tally.now();
}
