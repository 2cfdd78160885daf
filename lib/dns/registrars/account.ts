import { type ApiError, type ApiIdentity, apiFailure, describedNames } from "@/lib/dns/hosted/http";
import type { CheckResult } from "@/lib/dns/provider-definition";
import { texts } from "./texts";

/** Runs requests of a registrar's API. Throws what they throw in our words. */
export async function explained<Answer>(identity: ApiIdentity, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (thrown) {
    throw apiFailure(thrown, identity);
  }
}

/** Lists the domains, as a check of the credentials. Changes nothing and never throws. */
export async function checkByDomains(
  identity: ApiIdentity,
  domains: () => Promise<readonly string[]>,
): Promise<CheckResult> {
  const { provider } = identity;
  try {
    const names = (await domains()).map((name) => name.toLowerCase()).sort();
    return {
      ok: true,
      note: texts.accepted({ provider, count: names.length, domains: describedNames(names) }),
    };
  } catch (thrown) {
    const failure = apiFailure(thrown, identity);
    const key = failure.kind === "refused" ? { key: identity.key } : {};
    return { ok: false, ...key, note: failure.message, remedy: failure.remedy ?? texts.tryAgain };
  }
}

interface DomainPage<Mark> {
  names: readonly string[];
  /** Where the next page begins; nothing if this is the last one. */
  next?: Mark | null | undefined;
}

/** No account has more, and an API that never ends its list isn't asked for ever. */
const mostPages = 100;

/** The names of all pages of a list. */
export async function namesOfPages<Mark>(
  read: (at: Mark | undefined) => Promise<DomainPage<Mark>>,
): Promise<string[]> {
  const names: string[] = [];
  let at: Mark | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const found = await read(at);
    names.push(...found.names);
    if (!found.next) break;
    at = found.next;
  }
  return names;
}

/** A registrar's own code for an error, if it says more than the status. */
export const hasCode = ({ codes }: ApiError, ...any: readonly string[]) =>
  codes.some((code) => any.includes(code));
