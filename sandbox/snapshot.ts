import { readFileIfThere } from "./kept-file";
import { writePrivateFile } from "./private-file";

/** A part's state in a JSON file, so that it survives a restart of the sandbox. */
export interface Snapshot<State> {
  /** What an earlier run left; undefined the first time, or when nothing is kept. */
  read(): State | undefined;
  /** Says that the state has changed: it is written soon, once for many changes. */
  changed(): void;
  /** Writes now what waits to be written. */
  flush(): void;
}

const gatheredInMilliseconds = 100;

/**
 * @param file undefined keeps nothing
 * @param state called when it is time to write
 */
export function snapshot<State>(file: string | undefined, state: () => State): Snapshot<State> {
  let timer: NodeJS.Timeout | undefined;
  function flush(): void {
    if (timer === undefined || file === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    writePrivateFile(file, JSON.stringify(state()));
  }
  return {
    read() {
      const text = file === undefined ? undefined : readFileIfThere(file);
      if (text === undefined) return undefined;
      try {
        return JSON.parse(text) as State;
      } catch (cause) {
        throw new Error(`${file} cannot be read; remove it to start this part of the sandbox anew`, {
          cause,
        });
      }
    },
    changed() {
      if (file !== undefined) timer ??= setTimeout(flush, gatheredInMilliseconds);
    },
    flush,
  };
}
