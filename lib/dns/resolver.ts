import type { Answer, Delegation, Resolver } from "@/lib/gateway/dns/ports";
import { Failure } from "@/lib/gateway/failure";
import type { AskedType } from "@/lib/gateway/model";
import { signersOf } from "./ds-match";
import { withoutDot } from "./record-data";
import { type Endpoint, NoAnswer, NotServed, type Patience } from "./resolver/exchange";
import { ianaRootServers, type Walker, walkerFrom } from "./resolver/iterate";
import { endpointsOf, firstEndpoint, parentServers } from "./resolver/servers";
import { texts } from "./texts";

interface ResolverOptions {
  /** Where to start; by default the root servers of the Internet. */
  rootServers?: readonly Endpoint[];
  /** Port of every name server below the root; 53 by default. */
  port?: number;
  patience?: Patience;
  /** Which addresses below the root may be asked; by default all. */
  mayAsk?: (address: string) => boolean;
}

const defaultPatience: Patience = { timeoutMs: 1_500, tries: 2 };

/** Asks name servers directly, from the root down, and never a caching resolver. Safe to share. */
export function createResolver(options: ResolverOptions = {}): Resolver {
  const {
    rootServers = ianaRootServers,
    port = 53,
    patience = defaultPatience,
    mayAsk = () => true,
  } = options;
  const walker = walkerFrom({ rootServers, port, patience, mayAsk });
  const underWay = new Map<string, Promise<Delegation>>();
  return {
    delegation(apex) {
      const name = withoutDot(apex);
      const shared = underWay.get(name);
      if (shared) return shared;
      const asked = delegationOf(walker, name, { rootServers, port, mayAsk }).finally(() =>
        underWay.delete(name),
      );
      underWay.set(name, asked);
      return asked;
    },
    async addresses(hostname) {
      const name = withoutDot(hostname);
      try {
        const [ipv4, ipv6] = await Promise.all([walker.lookup(name, "A"), walker.lookup(name, "AAAA")]);
        return { ipv4: ipv4.values, ipv6: ipv6.values };
      } catch (thrown) {
        if (!(thrown instanceof NoAnswer)) throw thrown;
        throw new Failure("unreachable", texts.unresolvedName({ name, reason: thrown.message }), {
          cause: thrown,
        });
      }
    },
    signers: (apex, nameServers) =>
      signersOf(walker, withoutDot(apex), nameServers, { rootServers, port, patience, mayAsk }),
    ask: (nameServers, name, type) =>
      Promise.all(
        nameServers.map((server) => askServer(walker, server, withoutDot(name), type, { port, mayAsk })),
      ),
  };
}

async function delegationOf(
  walker: Walker,
  apex: string,
  options: Parameters<typeof parentServers>[2],
): Promise<Delegation> {
  const { parent, servers } = await parentServers(walker, apex, options);
  const answers = await Promise.all(
    servers.map(({ name, endpoints }) =>
      answerOf(name, async () =>
        firstEndpoint(name, await endpoints(), async (endpoint) => ({
          values: await delegationAt(walker, endpoint, apex, parent),
        })),
      ),
    ),
  );
  return { parent, answers: answers.sort((a, b) => a.server.localeCompare(b.server)) };
}

/** The child's NS records as a server of the parent zone returns them: as a referral, or as data if it serves both zones. */
async function delegationAt(
  walker: Walker,
  endpoint: Endpoint,
  apex: string,
  parent: string,
): Promise<string[]> {
  const reading = await walker.ask(endpoint, apex, "NS", parent);
  if (reading.kind === "records") return reading.values;
  if (reading.kind !== "referral") return [];
  const { zone, servers } = reading.referral;
  return zone === apex ? servers.map(({ name }) => name).sort() : [];
}

function askServer(
  walker: Walker,
  server: string,
  name: string,
  type: AskedType,
  { port, mayAsk }: { port: number; mayAsk: (address: string) => boolean },
): Promise<Answer> {
  return answerOf(withoutDot(server), async () =>
    firstEndpoint(server, await endpointsOf(walker, server, { port, mayAsk }), async (endpoint) => {
      // The zone isn't known here: only the caller knows whether a referral leads below it or elsewhere.
      const reading = await walker.ask(endpoint, name, type, "");
      switch (reading.kind) {
        case "records":
          // The value of a CNAME is the target itself: if the query is for that type, it comes as a record.
          return type === "CNAME" && reading.values[0] !== undefined
            ? { values: reading.values, alias: reading.values[0] }
            : { values: reading.values };
        case "alias":
          return { values: [], alias: reading.target };
        case "none":
          return {
            values: [],
            ...(reading.nameExists ? {} : { nothing: true as const }),
            ...(reading.zone === undefined ? {} : { zone: reading.zone }),
          };
        case "referral":
          return {
            values: null,
            problem: texts.doesNotServe({ name }),
            isLame: true as const,
            referral: {
              zone: reading.referral.zone,
              servers: reading.referral.servers.map((each) => each.name).sort(),
            },
          };
      }
    }),
  );
}

async function answerOf(server: string, ask: () => Promise<Partial<Answer>>): Promise<Answer> {
  try {
    return { server, values: null, problem: null, ...(await ask()) };
  } catch (thrown) {
    if (!(thrown instanceof NoAnswer)) throw thrown;
    const lame = thrown instanceof NotServed ? { isLame: true as const } : {};
    return { server, values: null, problem: thrown.message, ...lame };
  }
}
