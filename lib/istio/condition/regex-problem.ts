import { texts } from "./texts";

/** Compiles a regular expression as RE2 does; throws if RE2 refuses it. */
interface RegexEngine {
  /** How many instructions it needs, which Envoy limits. */
  programSizeOf(pattern: string): number;
}

let engine: RegexEngine | null = null;

/**
 * Resolves when RE2 is loaded. It is a separate chunk, because it is larger than the forms themselves. The server waits for
 * it before it reads a body; a browser that saves earlier leaves the check to the server.
 */
export const regexEngineReady: Promise<void> = import("re2js").then(({ RE2JS }) => {
  engine = { programSizeOf: (pattern) => RE2JS.compile(pattern).programSize() };
});

/** Null while it is loading. */
function regexEngine(): RegexEngine | null {
  return engine;
}

/** Istio accepts no longer one. Source: Istio, `validateStringRegexp`. */
const longestInBytes = 1024;
/** The value that Istio sets in the bootstrap of its proxies: `re2.max_program_size.error_level`. */
const largestProgram = 32_768;

/** Caches the latest results: a form is checked at every key, and a cluster often contains the same few expressions. */
const answers = new Map<string, string | null>();
const mostAnswers = 500;

/**
 * What is wrong with a regular expression for Envoy, which uses RE2, or `null`. RE2 runs in linear time and therefore
 * supports neither look-around nor back references. Source: https://github.com/google/re2/wiki/Syntax
 */
export function regexProblem(pattern: string): string | null {
  if (new TextEncoder().encode(pattern).length > longestInBytes)
    return texts.regexTooLong({ max: longestInBytes });
  const known = answers.get(pattern);
  if (known !== undefined) return known;
  const engine = regexEngine();
  if (!engine) return null;
  const answer = problemOf(() => engine.programSizeOf(pattern));
  if (answers.size >= mostAnswers) answers.clear();
  answers.set(pattern, answer);
  return answer;
}

function problemOf(compile: () => number): string | null {
  try {
    return compile() <= largestProgram ? null : texts.regexTooLarge;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : "";
    return texts.notRe2({ reason });
  }
}
