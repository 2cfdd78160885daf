import { z } from "zod";

const duration = /^(\d+(\.\d+)?(ms|h|m|s))+$/;

/** Seconds in a duration such as `1.5s`, `250ms` or `1h30m`; `null` when it is none. */
export function durationInSeconds(text: string): number | null {
  if (!duration.test(text)) return null;
  const units = { h: 3600, m: 60, s: 1, ms: 0.001 };
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g))
    seconds += Number(amount) * (units[unit as keyof typeof units] ?? 0);
  return seconds;
}

/**
 * A duration as Istio writes it. A number alone means seconds, as in the original's forms; empty means none.
 * Istio takes nothing below a millisecond, but for `0s`, which switches a timeout off.
 */
export const durationSchema = z
  .string()
  .trim()
  .overwrite((text) => (/^\d+(\.\d+)?$/.test(text) ? `${text}s` : text))
  .superRefine((text, context) => {
    if (text === "") return;
    const seconds = durationInSeconds(text);
    if (seconds === null)
      context.addIssue({ code: "custom", message: "Write a duration such as 3s, 500ms or 1m30s" });
    else if (seconds !== 0 && seconds < 0.001)
      context.addIssue({ code: "custom", message: "The shortest duration is 1ms" });
  });
