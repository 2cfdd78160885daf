/** Compiles a regular expression as RE2 does; throws where RE2 refuses it. */
export interface RegexEngine {
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
export function regexEngine(): RegexEngine | null {
  return engine;
}
