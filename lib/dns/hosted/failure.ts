import { Failure } from "@/lib/gateway/failure";
import type { CheckResult } from "../provider-definition";
import { ApiError, notAnAnswer } from "./http";
import { texts } from "./texts";

/** What a provider's failures are told with. */
export interface ApiIdentity {
  /** The provider's title. */
  provider: string;
  /** The metadata key of the credentials. */
  key: string;
  /** What the credentials must allow, in a sentence. */
  permissions: string;
  /** What a code means where the status says less; undefined leaves it to the status. */
  meaningOf?(error: ApiError): Failure | undefined;
}

const transientStatus: ReadonlySet<number> = new Set([0, 408, 500, 502, 503, 504]);
const unreachableRetrySeconds = 10;
const rateRetrySeconds = 30;

/** Puts what an API (or the network) answered into our words. By status and code, never by text. */
export function apiFailure(thrown: unknown, identity: ApiIdentity): Failure {
  if (thrown instanceof Failure) return thrown;
  const { provider, key, permissions, meaningOf } = identity;
  if (!(thrown instanceof ApiError))
    return new Failure("unknown", texts.clientFailed({ provider }), { cause: thrown });
  const known = meaningOf?.(thrown);
  if (known) return known;
  const { status, codes, retryAfterSeconds } = thrown;
  const options = { cause: thrown, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  if (status === 429)
    return new Failure("rate-limited", texts.asksForPause({ provider }), {
      ...options,
      retryAfterSeconds: retryAfterSeconds ?? rateRetrySeconds,
    });
  if (status === 401)
    return new Failure("refused", texts.refusesCredentials({ provider }), {
      ...options,
      remedy: texts.replaceCredentials({ key, provider }),
    });
  if (status === 403)
    return new Failure("refused", texts.notPermitted({ provider }), { ...options, remedy: permissions });
  if (transientStatus.has(status)) {
    const reason = codes[0] === notAnAnswer ? texts.notAnAnswer : (codes[0] ?? texts.noConnection);
    const what = status === 0 ? texts.noAnswer({ provider, reason }) : texts.outOfOrder({ provider, status });
    return new Failure("unreachable", what, {
      ...options,
      retryAfterSeconds: retryAfterSeconds ?? unreachableRetrySeconds,
    });
  }
  if (status === 409 || status === 412) return new Failure("conflict", texts.zoneChanged, options);
  const answer = [status, ...codes].join(", ");
  return new Failure("rejected", texts.rejectedRequest({ provider, answer }), options);
}

/** Lists the zones, as a check of the credentials. Changes nothing and never throws. */
export async function checkByZones(
  zones: () => Promise<readonly { apex: string }[]>,
  identity: ApiIdentity,
): Promise<CheckResult> {
  try {
    const names = (await zones()).map(({ apex }) => apex).sort();
    return {
      ok: true,
      note: texts.accepted({ provider: identity.provider, zones: describedZones(names) }),
    };
  } catch (thrown) {
    const failure = apiFailure(thrown, identity);
    const key = failure.kind === "refused" ? { key: identity.key } : {};
    return { ok: false, ...key, note: failure.message, remedy: failure.remedy ?? texts.tryAgain };
  }
}

const mostShown = 5;

/** Goes on with the sentence about an account: "has the zones …". */
export function describedZones(sorted: readonly string[]): string {
  if (sorted.length === 0) return texts.noZone;
  const more = sorted.length - mostShown;
  const shown = more > 0 ? [...sorted.slice(0, mostShown), texts.moreZones({ count: more })] : sorted;
  return texts.someZones({ zones: shown.join(", ") });
}
