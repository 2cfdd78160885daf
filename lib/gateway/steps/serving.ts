import { asFailure } from "../failure";
import type { Prober } from "../world";
import type { RecordFact } from "./record";
import type { SecretFact } from "./secret";
import { step } from "./step";

export interface ServingFact {
  url: string;
  port: number;
  addresses: string[];
  serial: string;
  /** Whether browsers trust who issued it; absent in reports of older releases. */
  trusted?: boolean;
}

const revisitInMs = 3_600_000;

export const serving = step({
  id: "serving",
  needs: ["record", "secret"],
  title: "Serving",
  purpose: "A TLS handshake with the address, asking for the host, returns our certificate.",
  async run(target, facts: { record: RecordFact; secret: SecretFact }, world) {
    const { ipv4, ipv6, hostname } = facts.record.address;
    // An IPv6 address is proved only where there is nothing else: many panels have no IPv6 route of their own.
    const reachable = [...ipv4, ...(hostname ? [hostname] : [])];
    const addresses = reachable.length > 0 ? reachable : ipv6;
    const name = target.host.replace(/^\*\./, "lamia-probe.");
    const { serial } = facts.secret;
    const port = facts.record.address.port ?? target.port;
    const seen = await Promise.all(addresses.map((address) => look(world.prober, address, port, name)));
    const wrong = seen.find((result) => result.serial !== serial);
    if (wrong) {
      const [neighbour] = await world.cluster.brokenNeighbours(target);
      return { state: "waiting", note: `${wrong.seen} ${neighbour ?? wrong.advice}`, retryInSeconds: 0.05 };
    }
    const fact: ServingFact = {
      url: `https://${target.host}${port === 443 ? "" : `:${port}`}`,
      port,
      addresses,
      serial,
      trusted: seen.every(({ trusted }) => trusted),
    };
    const issuer = seen[0]?.issuer ?? "an unnamed issuer";
    const trust = fact.trusted ? "" : ` Browsers do not trust its issuer, ${issuer}.`;
    const revisitAt = new Date(world.clock.now().getTime() + revisitInMs);
    return {
      state: "done",
      note: `${addresses.join(", ")} answered on port ${port} with certificate ${serial}.${trust}`,
      fact,
      revisitAt,
    };
  },
});

interface Look {
  serial: string | null;
  issuer: string | null;
  trusted: boolean;
  /** What happened. */
  seen: string;
  /** What to look at if it lasts, where nothing better is known. */
  advice: string;
}

async function look(prober: Prober, address: string, port: number, host: string): Promise<Look> {
  try {
    const { serial, issuer, names, trusted } = await prober.handshake(address, port, host);
    const whose = names.length > 0 ? ` for ${names.join(", ")}` : "";
    return {
      serial,
      issuer,
      trusted,
      seen: `${address} answers with another certificate (${serial}${whose}, by ${issuer}).`,
      advice: "If this lasts, another Gateway holds the same host on this port.",
    };
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.kind !== "unreachable") throw failure;
    return {
      serial: null,
      issuer: null,
      trusted: false,
      seen: failure.message,
      advice: `The ingress takes a moment to load a new certificate; if this lasts, check that port ${port} of ${address} can be reached from here.`,
    };
  }
}
