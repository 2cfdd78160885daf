import type { PendingOrder } from "@/lib/gateway/certificate/pending-order";
import type { HttpChallenge } from "@/lib/gateway/certificate/responder";
import { Failure } from "@/lib/gateway/failure";
import { placesOf } from "@/lib/gateway/ownership/withdrawal";
import type { Obstacle } from "@/lib/gateway/steps/usable-server";
import { texts } from "@/lib/gateway/texts";
import type { World } from "@/lib/gateway/world";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { publicAddress } from "./http-address";
import { firstUnserved } from "./http-probe";

/** After this time, an ingress that doesn't serve the challenge has a different problem than not having loaded it yet. */
const usualInMs = 30_000;

/** A CA validates wildcards by DNS only (RFC 8555, section 7.1.3; CA/Browser Forum, section 3.2.2.4.19). */
export function wildcardObstacle({ host }: SecuredHost, { challengeType }: World): Obstacle | null {
  if (challengeType !== "http-01" || !host.startsWith("*.")) return null;
  return { note: texts.noHttpForWildcard({ host }), remedy: texts.noHttpForWildcardRemedy };
}

/**
 * Makes the ingress answer the challenges, and checks that it does: null if each public address serves each of them,
 * otherwise what it answers instead. Throws `rejected` with a remedy if the ingress can't, or doesn't in time.
 */
export async function serveChallenges(
  target: SecuredHost,
  { startedAt }: PendingOrder,
  challenges: readonly HttpChallenge[],
  world: World,
): Promise<string | null> {
  const answering = await world.responder.answer(target, challenges);
  if (answering.state === "obstructed")
    throw new Failure("rejected", answering.note, { remedy: answering.remedy });
  if (answering.isRedirected) await presentAnyCertificate(target, world);
  const address = await publicAddress(target, world);
  const unserved = address ? await firstUnserved(address, challenges, world) : texts.noAddressForHttp;
  if (unserved === null) return null;
  const isLate = world.clock.now().getTime() - Date.parse(startedAt) > usualInMs;
  if (isLate) throw new Failure("unreachable", unserved, { remedy: texts.challengeUnservedRemedy });
  return `${unserved} ${texts.challengeNotLoaded}`;
}

/** Envoy refuses handshakes while a server has no certificate, and before the first order there is none. */
async function presentAnyCertificate(target: SecuredHost, world: World): Promise<void> {
  const { server } = target;
  // The Secret of a server is that of its first host.
  const host = target.serverTakenBy ?? target.host;
  const published = await world.vault.published(host);
  const places = await placesOf(target, world);
  for (const { namespace, name } of places)
    if (!published.some((each) => each.namespace === namespace && each.name === name))
      await world.vault.publishPlaceholder(host, namespace, name);
  const name = places[0]?.name;
  if (server && name !== undefined && (server.credentialName !== name || server.tlsMode === null))
    await world.cluster.nameCredential(target, name);
}
