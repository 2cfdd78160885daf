/** Istio takes no longer one. */
const longestInBytes = 1024;
const mostRepeats = 1000;

/**
 * What is wrong with a regular expression for Envoy, or `null`. Envoy uses RE2, which has neither look-around
 * nor back references; the rest is checked by the engine at hand, after RE2's own spellings are translated.
 * Source: https://github.com/google/re2/wiki/Syntax
 */
export function regexProblem(pattern: string): string | null {
  if (new TextEncoder().encode(pattern).length > longestInBytes)
    return `A regular expression may have at most ${longestInBytes} bytes`;
  const bare = pattern.replace(/\\\\/g, "").replace(/\[(?:\\.|[^\]\\])*\]/g, "x");
  if (/(?<!\\)\(\?(?:<?[=!])/.test(bare))
    return "Look-ahead and look-behind are not known to RE2, which Envoy uses";
  if (/\\[1-9]/.test(bare)) return "Back references such as \\1 are not known to RE2, which Envoy uses";
  const counts = [...bare.matchAll(/(?<!\\)\{(\d+)(?:,(\d*))?\}/g)].flatMap(([, least, most]) => [
    least,
    most,
  ]);
  if (counts.some((count) => Number(count) > mostRepeats))
    return `RE2, which Envoy uses, repeats at most ${mostRepeats} times`;
  const translated = pattern
    .replace(/\(\?[imsU-]+\)/g, "")
    .replace(/\(\?[imsU-]+:/g, "(?:")
    .replace(/\(\?P</g, "(?<")
    .replace(/\\[AzQECa]/g, "");
  try {
    new RegExp(translated);
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, "") : "";
    return `Not a regular expression: ${reason}`;
  }
}
