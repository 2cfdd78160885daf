import { type Revoked, revokeReplaced } from "@/lib/gateway/certificate/revocation";
import { texts } from "@/lib/gateway/texts";
import { step } from "@/lib/gateway/walk/step";
import { hostInUrl } from "@/lib/model/dns-name";
import { isNetworkService } from "@/lib/model/gateway-address";
import { asFailure } from "../failure";
import type { PublicAddress } from "../model";
import type { Prober } from "../prober";
import type { World } from "../world";
import type { RecordFact } from "./record";
import type { SecretFact } from "./secret";

export interface ServingFact {
  url: string;
  port: number;
  addresses: string[];
  serial: string;
  /** Whether browsers trust the issuer; null if unknown, missing in reports of older releases. */
  trusted?: boolean | null;
  /** The certificate that the CA has just revoked, because a user asked for it. */
  revoked?: Revoked;
}

const revisitInMs = 3_600_000;

export const serving = step({
  id: "serving",
  needs: ["record", "secret"],
  title: texts.servingTitle,
  purpose: texts.servingPurpose,
  async run(target, facts: { record: RecordFact; secret: SecretFact }, world) {
    const addresses = await probedAddresses(facts.record.address, world);
    const name = target.host.replace(/^\*\./, "lamia-probe.");
    const { serial } = facts.secret;
    const port = facts.record.address.port ?? target.port;
    const [namespace] = facts.secret.namespaces;
    const asked = { port, host: name, secret: `${namespace}/${facts.secret.name}` };
    const seen = await Promise.all(addresses.map((address) => probe(world.prober, address, asked)));
    const wrong = seen.find((result) => result.serial !== serial);
    if (wrong) {
      const [neighbour] = await world.cluster.brokenNeighbours(target);
      return { state: "waiting", note: `${wrong.seen} ${neighbour ?? wrong.advice}`, retryInSeconds: 0.05 };
    }
    const { revoked, note: aboutOld, retryInSeconds } = await revokeReplaced(target, serial, world);
    const fact: ServingFact = {
      url: `https://${hostInUrl(target.host)}${port === 443 ? "" : `:${port}`}`,
      port,
      addresses,
      serial,
      trusted: trustIn(seen),
      ...(revoked ? { revoked } : {}),
    };
    const issuer = seen[0]?.issuer ?? texts.unnamedIssuer;
    const notes = [
      texts.handshakeDone({ addresses: addresses.join(", "), port, serial }),
      ...(fact.trusted === false ? [texts.untrustedIssuer({ issuer })] : []),
      ...(aboutOld === null ? [] : [aboutOld]),
    ];
    const waitInMs = retryInSeconds === null ? revisitInMs : Math.min(revisitInMs, retryInSeconds * 1000);
    const revisitAt = new Date(world.clock.now().getTime() + waitInMs);
    return {
      state: "done",
      note: notes.join(" "),
      fact,
      revisitAt,
    };
  },
});

/**
 * What stands behind a name, as the internet sees it, and the name itself while that is in doubt. An IPv6 address only if
 * there is no other: many panels have no IPv6 route.
 */
export async function probedAddresses(
  { ipv4, ipv6, hostname }: PublicAddress,
  world: World,
): Promise<string[]> {
  const named = hostname === null ? null : await world.resolver.addresses(hostname).catch(() => null);
  const usable = (addresses: readonly string[] = []) => addresses.filter((each) => !isNetworkService(each));
  const [four, six] = [
    [...ipv4, ...usable(named?.ipv4)],
    [...ipv6, ...usable(named?.ipv6)],
  ];
  if (four.length > 0) return four;
  return six.length > 0 ? six : hostname === null ? [] : [hostname];
}

interface ProbeResult {
  serial: string | null;
  issuer: string | null;
  trusted: boolean | null;
  /** What was found. */
  seen: string;
  /** What to check if it lasts and nothing better is known. */
  advice: string;
}

/** One address with an untrusted issuer decides; one with an unknown result leaves it open. */
function trustIn(seen: readonly ProbeResult[]): boolean | null {
  if (seen.some(({ trusted }) => trusted === false)) return false;
  return seen.every(({ trusted }) => trusted) ? true : null;
}

async function probe(
  prober: Prober,
  address: string,
  { port, host, secret }: { port: number; host: string; secret: string },
): Promise<ProbeResult> {
  try {
    const { serial, issuer, names, trusted } = await prober.handshake(address, port, host);
    return {
      serial,
      issuer,
      trusted,
      seen:
        names.length > 0
          ? texts.otherCertificateFor({ address, serial, names: names.join(", "), issuer })
          : texts.otherCertificate({ address, serial, issuer }),
      advice: texts.otherGatewayAdvice,
    };
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.kind !== "unreachable") throw failure;
    return {
      serial: null,
      issuer: null,
      trusted: null,
      seen: failure.message,
      // istiod resends what Envoy lost with a neighbor's broken Secret only when that Secret changes.
      advice: texts.handshakeAdvice({ port, address, secret }),
    };
  }
}
