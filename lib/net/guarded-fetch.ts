import { lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { Agent, fetch as undiciFetch } from "undici";
import { Failure } from "@/lib/gateway/failure";
import { type AddressOptions, addressProblem, isAllowedAddress, notPublic } from "./addresses";

interface GuardOptions extends AddressOptions {
  /** What to do about an address that isn't allowed. */
  remedy: string;
}

/** Connections are kept alive and shared, separately for each set of allowed targets. */
const agents = new Map<boolean, Agent>();

function agentFor({ allowLoopback }: AddressOptions): Agent {
  const kept = agents.get(allowLoopback) ?? new Agent({ connect: { lookup: guardedLookup(allowLoopback) } });
  agents.set(allowLoopback, kept);
  return kept;
}

/**
 * `fetch` for URLs from a user, or from a server that a user has named. It requests only what `addressProblem`
 * allows: it checks each URL before the request, resolves a name once per connection, and connects to exactly the
 * checked addresses, so that a name can't change its meaning in between. The caller must reject redirects.
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
      // The types of undici and Node describe the same objects.
      const request = { ...init, dispatcher: agentFor(options) } as Parameters<typeof undiciFetch>[1];
      return (await undiciFetch(url, request)) as unknown as Response;
    } catch (thrown) {
      // What the lookup threw is the cause of what `fetch` throws.
      if (thrown instanceof Error && thrown.cause instanceof Failure) throw refused(thrown.cause.message);
      throw thrown;
    }
  };
}

function guardedLookup(allowLoopback: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      if (addresses.some(({ address }) => !isAllowedAddress(address, allowLoopback)))
        return callback(new Failure("refused", notPublic(hostname)), []);
      const [first] = addresses;
      if (options.all) callback(null, addresses);
      else callback(null, first?.address ?? "", first?.family ?? 4);
    });
  };
}
