import { z } from "zod";
import type { ChallengeDelegation, DnsProvider, Resolver } from "@/lib/gateway/dns/ports";
import { asFailure, Failure } from "@/lib/gateway/failure";
import { networkCodes, secondsUntil } from "../hosted/http";
import type { AcmeDnsAccount, AcmeDnsAccounts } from "../provider-definition";
import { readThroughDns } from "./read-through-dns";
import { texts } from "./texts";

export interface AcmeDnsOptions {
  /** Without a trailing slash. */
  url: string;
  /** Limits requests to what the server's URL may reach. */
  fetch: typeof fetch;
  accounts: AcmeDnsAccounts;
  resolver: Resolver;
}

const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const accountSchema = z.object({
  username: z.string().min(1).max(200),
  password: z.string().min(1).max(200),
  // It names a TXT record that Lamia will ask for, so it has to be a plain host name.
  fulldomain: z
    .string()
    .max(253)
    .transform((name) => name.toLowerCase().replace(/\.$/, ""))
    .refine((name) => new RegExp(`^${label}(\\.${label})+$`).test(name)),
  subdomain: z.string().min(1).max(253),
});
const timeoutMs = 15_000;
const largestAnswer = 16_384;

/**
 * An acme-dns server (https://github.com/acme-dns/acme-dns) answers the challenges: Lamia registers each challenge name once,
 * and updates its TXT record, of which the server keeps the last two values.
 */
export function acmeDnsDelegation(options: AcmeDnsOptions): ChallengeDelegation {
  const { url, accounts, resolver } = options;
  const server = new URL(url).host;
  const known = new Map<string, Promise<AcmeDnsAccount>>();

  async function register(name: string): Promise<AcmeDnsAccount> {
    const kept = await accounts.read(url, name);
    if (kept) return kept;
    const parsed = accountSchema.safeParse(await send(options, "/register", {}));
    if (!parsed.success) throw new Failure("rejected", texts.acmeDnsUnreadable({ server }));
    return accounts.save(url, name, parsed.data);
  }

  function accountOf(name: string): Promise<AcmeDnsAccount> {
    const asked = known.get(name) ?? register(name);
    known.set(name, asked);
    asked.catch(() => known.delete(name));
    return asked;
  }

  async function accountAt(fulldomain: string): Promise<AcmeDnsAccount & { name: string }> {
    for (const [name, each] of known) {
      const account = await each.catch(() => null);
      if (account?.fulldomain === fulldomain) return { name, ...account };
    }
    throw new Failure("conflict", texts.acmeDnsUnknown({ server, name: fulldomain }));
  }

  const dns: DnsProvider = {
    ...readThroughDns(resolver, () => true),
    title: texts.acmeDns({ server }),
    createZone: (apex) => Promise.reject(new Failure("unconfigured", texts.acmeDnsNoZone({ server, apex }))),
    // Nothing can be deleted: a newer value replaces the oldest.
    async change(_zone, changes, confirm) {
      await confirm?.();
      for (const { seen, next } of changes) {
        if (next?.type !== "TXT") continue;
        const { name, subdomain, ...user } = await accountAt(next.name);
        for (const txt of next.values.filter((value) => !seen?.values.includes(value)))
          await send(options, "/update", { subdomain, txt }, user).catch((thrown: unknown) => {
            // Somebody may put another account into the Secret, or delete it.
            if (asFailure(thrown).kind === "refused") known.delete(name);
            throw thrown;
          });
      }
    },
  };
  return { dns, targetOf: async (name) => (await accountOf(name)).fulldomain };
}

/** Whether the server answers. Throws a `Failure` if it doesn't. */
export async function checkAcmeDns(options: Pick<AcmeDnsOptions, "url" | "fetch">): Promise<void> {
  await exchange(options, "/health", { method: "GET" });
}

async function send(
  options: AcmeDnsOptions,
  path: string,
  body: object,
  user?: { username: string; password: string },
): Promise<unknown> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (user) Object.assign(headers, { "X-Api-User": user.username, "X-Api-Key": user.password });
  const text = await exchange(options, path, { method: "POST", headers, body: JSON.stringify(body) });
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure("unreachable", texts.acmeDnsUnreadable({ server: new URL(options.url).host }));
  }
}

async function exchange(
  { url, fetch }: Pick<AcmeDnsOptions, "url" | "fetch">,
  path: string,
  init: RequestInit,
): Promise<string> {
  const server = new URL(url).host;
  let response: Response;
  let text: string;
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    response = await fetch(`${url}${path}`, { ...init, signal, redirect: "error", cache: "no-store" });
    text = await startOf(response);
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    const code = networkCodes(thrown)[0] ?? "-";
    throw new Failure("unreachable", texts.acmeDnsAway({ server, code }), { cause: thrown });
  }
  const { status } = response;
  if (response.ok) return text;
  if (status === 429 || status >= 500) {
    const retryAfterSeconds = secondsUntil(response.headers.get("retry-after"), Date.now());
    throw new Failure(
      status === 429 ? "rate-limited" : "unreachable",
      texts.acmeDnsFailed({ server, status }),
      {
        ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      },
    );
  }
  const isForbidden = status === 401 || status === 403;
  throw new Failure(isForbidden ? "refused" : "rejected", texts.acmeDnsRefused({ server, status }), {
    remedy: isForbidden ? texts.acmeDnsForbiddenRemedy : texts.acmeDnsRefusedRemedy({ server }),
  });
}

/** Users name the server, so no more than this is read from its answers. */
async function startOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= largestAnswer) break;
  }
  return text.slice(0, largestAnswer);
}
