import type { Report } from "@/lib/gateway/report";
import type { Trusted } from "@/lib/gateway/walk";

const trustedForMs = 5000;

/**
 * Steps that were done moments ago, for a walk that comes back in short turns to wait for something else. A wake
 * is a reason to look at everything: whoever wakes a host forgets this first.
 */
export function trustedSteps(reports: readonly Report[], now: Date): Trusted {
  const isTrusted = ({ state, at, retryAt }: Report) =>
    state === "done" &&
    now.getTime() - Date.parse(at) < trustedForMs &&
    (retryAt === null || Date.parse(retryAt) > now.getTime());
  return new Map(
    reports
      .filter(isTrusted)
      .map(({ step, note, fact, retryAt }) => [
        step,
        { state: "done" as const, note, fact, ...(retryAt === null ? {} : { revisitAt: new Date(retryAt) }) },
      ]),
  );
}
