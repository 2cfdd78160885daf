import { z } from "zod";
import { texts } from "./texts";

const duration = /^(\d+(\.\d+)?(ms|h|m|s))+$/;

/** Seconds in a duration such as `1.5s`, `250ms` or `1h30m`; `null` if it isn't one. */
export function durationInSeconds(text: string): number | null {
  if (!duration.test(text)) return null;
  const units = { h: 3600, m: 60, s: 1, ms: 0.001 };
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g))
    seconds += Number(amount) * (units[unit as keyof typeof units] ?? 0);
  return seconds;
}

/**
 * A duration as Istio writes it: whole milliseconds, at least one. A plain number means seconds, as in the original's forms;
 * empty means none. Source: the rule for durations in Istio's CustomResourceDefinitions, and `ValidateDuration`.
 */
export const durationSchema = z
  .string()
  .trim()
  .overwrite((text) => (/^\d+(\.\d+)?$/.test(text) ? `${text}s` : text))
  .superRefine((text, context) => {
    const message = text === "" ? null : durationProblem(text);
    if (message !== null) context.addIssue({ code: "custom", message });
  });

function durationProblem(text: string): string | null {
  const seconds = durationInSeconds(text);
  if (seconds === null) return texts.duration;
  if (seconds < 0.001) return texts.shortestDuration;
  // Rounded to a millionth, because 1.1 s times 1,000 is not a whole number in floating point.
  const milliseconds = Math.round(seconds * 1e9) / 1e6;
  return Number.isInteger(milliseconds) ? null : texts.wholeMilliseconds;
}
