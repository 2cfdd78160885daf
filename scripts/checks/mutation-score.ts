import { posix } from "node:path";

/** One mutant and its result, in Stryker's terms. */
export interface Tried {
  file: string;
  line: number;
  state: string;
  what: string;
}

/**
 * One line per folder and one for all: the share of mutants that a unit test noticed, by failing or by a timeout,
 * among all tested ones and among the covered ones; then the others, sorted by place.
 */
export function scoresOf(tried: readonly Tried[]): { lines: string[]; survivors: string[] } {
  const counted = tried.filter(({ state }) => state in noticed);
  const folders = Map.groupBy(counted, ({ file }) => posix.dirname(file));
  const line = (name: string, mutants: readonly Tried[]) => {
    const killed = mutants.filter(isNoticed).length;
    const unreached = mutants.filter(({ state }) => state === "NoCoverage").length;
    const percent = (of: number) => (of === 0 ? 100 : (100 * killed) / of).toFixed(1).padStart(6);
    return `${percent(mutants.length)} %  ${percent(mutants.length - unreached)} % of reached  ${String(killed).padStart(5)} of ${String(mutants.length).padStart(5)}  ${name}`;
  };
  return {
    lines: [
      ...[...folders]
        .sort(([one], [other]) => one.localeCompare(other))
        .map(([name, all]) => line(name, all)),
      line("all", counted),
    ],
    survivors: counted
      .filter((mutant) => !isNoticed(mutant))
      .sort((one, other) => one.file.localeCompare(other.file) || one.line - other.line)
      .map(({ file, line, state, what }) => `${file}:${line} ${state} ${what}`),
  };
}

const noticed: Record<string, boolean> = { Killed: true, Timeout: true, Survived: false, NoCoverage: false };

function isNoticed({ state }: Tried): boolean {
  return noticed[state] === true;
}
