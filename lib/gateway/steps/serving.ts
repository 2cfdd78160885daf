import { step } from "@/lib/gateway/walk/step";
import { asFailure } from "../failure";
import type { Prober } from "../prober";
import type { RecordFact } from "./record";
import type { SecretFact } from "./secret";

export interface ServingFact {
  url: string;
  port: number;
  addresses: string[];
  serial: string;
  /** Whether browsers trust who issued it; null where that cannot be told, absent in reports of older releases. */
  trusted?: boolean | null;
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
    const [namespace] = facts.secret.namespaces;
    const asked = { port, host: name, secret: `${namespace}/${facts.secret.name}` };
    const seen = await Promise.all(addresses.map((address) => look(world.prober, address, asked)));
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
      trusted: trustIn(seen),
    };
    const issuer = seen[0]?.issuer ?? "an unnamed issuer";
    const trust = fact.trusted !== false ? "" : ` Browsers do not trust its issuer, ${issuer}.`;
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
  trusted: boolean | null;
  /** What happened. */
  seen: string;
  /** What to look at if it lasts, where nothing better is known. */
  advice: string;
}

/** One address that shows what browsers do not trust is enough; one that does not tell leaves it open. */
function trustIn(seen: readonly Look[]): boolean | null {
  if (seen.some(({ trusted }) => trusted === false)) return false;
  return seen.every(({ trusted }) => trusted) ? true : null;
}

async function look(
  prober: Prober,
  address: string,
  { port, host, secret }: { port: number; host: string; secret: string },
): Promise<Look> {
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
      trusted: null,
      seen: failure.message,
      // What Envoy lost along with a neighbour's broken Secret, istiod sends again only when that Secret changes.
      advice: `The ingress takes a moment to load a new certificate; if this lasts, check that port ${port} of ${address} can be reached from here. If it can, annotate Secret ${secret}, so that istiod sends it to Envoy again.`,
    };
  }
}
