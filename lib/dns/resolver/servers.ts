import { Failure } from "@/lib/gateway/failure";
import { withoutDot } from "../record-data";
import { texts } from "../texts";
import { type Endpoint, NoAnswer, NotServed } from "./exchange";
import type { Walker } from "./iterate";

/** A server of a parent zone; its addresses may have to be looked for. */
interface ParentServer {
  name: string;
  endpoints(): Promise<readonly Endpoint[]>;
}

/** Below the root: the port of name servers, and which of their addresses may be asked, whatever a zone says. */
interface AskedServers {
  port: number;
  mayAsk: (address: string) => boolean;
}

/** The servers of the zone above `apex`. Throws `unreachable` if the way there is broken. */
export async function parentServers(
  walker: Walker,
  apex: string,
  { rootServers, ...at }: { rootServers: readonly Endpoint[] } & AskedServers,
): Promise<{ parent: string; servers: ParentServer[] }> {
  const { zone: parent, servers } = await walker.parentOf(apex).catch((thrown: unknown) => {
    if (!(thrown instanceof NoAnswer)) throw thrown;
    throw new Failure("unreachable", texts.noParentZone({ apex, reason: thrown.message }), {
      cause: thrown,
    });
  });
  if (parent === "")
    return {
      parent,
      servers: rootServers.map((root) => ({ name: root.address, endpoints: async () => [root] })),
    };
  const found = servers.map(({ name, addresses }) => ({
    name,
    endpoints: async () =>
      allowedEndpoints(addresses.length > 0 ? addresses : await walker.addressesOf(name), at),
  }));
  return { parent, servers: found };
}

/** Those that may be asked. Throws `NoAnswer` if the server has addresses, and none of them is. */
export async function endpointsOf(walker: Walker, server: string, at: AskedServers): Promise<Endpoint[]> {
  return allowedEndpoints(await walker.addressesOf(withoutDot(server)), at);
}

function allowedEndpoints(addresses: readonly string[], { port, mayAsk }: AskedServers): Endpoint[] {
  const allowed = addresses.filter(mayAsk);
  if (allowed.length === 0 && addresses[0] !== undefined)
    throw new NoAnswer(texts.innerAddress({ address: addresses[0] }));
  return allowed.map((address) => ({ address, port }));
}

/** The first answer. Throws `NoAnswer` with the last problem, `NotServed` if all endpoints say that. */
export async function firstEndpoint<Said>(
  server: string,
  endpoints: readonly Endpoint[],
  ask: (endpoint: Endpoint) => Promise<Said>,
): Promise<Said> {
  if (endpoints.length === 0) throw new NoAnswer(texts.noAddress);
  let problem: NoAnswer | undefined;
  let mayServe = false;
  for (const endpoint of endpoints) {
    try {
      return await ask(endpoint);
    } catch (thrown) {
      if (!(thrown instanceof NoAnswer)) throw thrown;
      mayServe ||= !(thrown instanceof NotServed);
      const words = texts.atAddress({ address: endpoint.address, problem: thrown.message });
      problem = mayServe ? new NoAnswer(words) : new NotServed(words);
    }
  }
  throw problem ?? new NoAnswer(texts.notAsked({ server }));
}

/** Null without an answer. */
export async function orNull<Said>(ask: () => Promise<Said>): Promise<Said | null> {
  try {
    return await ask();
  } catch (thrown) {
    if (!(thrown instanceof NoAnswer)) throw thrown;
    return null;
  }
}
