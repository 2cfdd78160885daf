import { lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { Agent, fetch as undiciFetch } from "undici";
import { Failure } from "@/lib/gateway/failure";
import {
  type AddressOptions,
  type AllowedTargets,
  addressProblem,
  hostProblem,
  isAllowedAddress,
  notPublic,
} from "./addresses";

interface GuardOptions extends AddressOptions {
  /** What to do about an address that isn't allowed. */
  remedy: string;
}

/** Connections are kept alive and shared, separately for each set of allowed targets. */
const agents = new WeakMap<AllowedTargets, Agent>();

function agentFor(allowed: AllowedTargets): Agent {
  const kept = agents.get(allowed) ?? new Agent({ connect: { lookup: guardedLookup(allowed) } });
  agents.set(allowed, kept);
  return kept;
}

/**
 * `fetch` for URLs from a user, or from a server that a user has named. It requests only what `addressProblem`
 * allows: it checks each URL before the request, resolves a name once per connection, and connects to exactly the
 * checked addresses, so that a name can't change its meaning in between. It follows no redirects: without
 * `redirect: "manual"`, one is an error.
 *
 * Throws a `Failure` of kind `refused` for an address that isn't allowed; otherwise what `fetch` throws.
 */
export function guardedFetch(options: GuardOptions): typeof fetch {
  const refused = (message: string) => new Failure("refused", message, { remedy: options.remedy });
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const problem = addressProblem(url, options);
    if (problem !== null) throw refused(problem);
    try {
      const redirect = init?.redirect === "manual" ? "manual" : "error";
      // The types of undici and Node describe the same objects.
      const request = { ...init, redirect, dispatcher: agentFor(options.allowed) } as Parameters<
        typeof undiciFetch
      >[1];
      return (await undiciFetch(url, request)) as unknown as Response;
    } catch (thrown) {
      // What the lookup threw is the cause of what `fetch` throws.
      if (thrown instanceof Error && thrown.cause instanceof Failure) throw refused(thrown.cause.message);
      throw thrown;
    }
  };
}

/** The same for connections that aren't HTTP: `problemOf` is asked before one is made, and `lookup` resolves its name. */
export function connectGuard({ allowed, remedy }: GuardOptions) {
  return { problemOf: (host: string) => hostProblem(host, allowed), lookup: guardedLookup(allowed), remedy };
}

function guardedLookup(allowed: AllowedTargets): LookupFunction {
  const { lookup = systemLookup } = allowed;
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      if (addresses.some(({ address }) => !isAllowedAddress(address, allowed, hostname)))
        return callback(new Failure("refused", notPublic(hostname)), []);
      const [first] = addresses;
      if (options.all) callback(null, addresses);
      else callback(null, first?.address ?? "", first?.family ?? 4);
    });
  };
}
