import { texts } from "./texts";

/** Compiles a regular expression as RE2 does; throws where RE2 refuses it. */
interface RegexEngine {
  /** How many instructions it takes, which Envoy bounds. */
  programSizeOf(pattern: string): number;
}

let engine: RegexEngine | null = null;

/**
 * Resolves once RE2 is there. It comes in a chunk of its own, as it weighs more than the forms themselves; the server
 * waits for it before it reads a body, and a browser that is quicker leaves the check to the server.
 */
export const regexEngineReady: Promise<void> = import("re2js").then(({ RE2JS }) => {
  engine = { programSizeOf: (pattern) => RE2JS.compile(pattern).programSize() };
});

/** Null while it is still being loaded. */
function regexEngine(): RegexEngine | null {
  return engine;
}

/** Istio takes no longer one. Source: Istio, `validateStringRegexp`. */
const longestInBytes = 1024;
/** What Istio sets in the bootstrap of its proxies: `re2.max_program_size.error_level`. */
const largestProgram = 32_768;

/** Remembers the last answers: a form is checked on every key, and a cluster holds the same few expressions often. */
const answers = new Map<string, string | null>();
const mostAnswers = 500;

/**
 * What is wrong with a regular expression for Envoy, which reads it with RE2, or `null`. RE2 runs in linear time and
 * therefore has neither look-around nor back references. Source: https://github.com/google/re2/wiki/Syntax
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
