import type { SecuredHost } from "./model";
import { ownershipsOf } from "./ownership-of";
import { credentialNameFor } from "./secured-hosts";
import type { PublishedSecret, World } from "./world";

/** A Secret that only fell out of use stays this long: an ingress may be on its way back. */
export const graceInMs = 60_000;

/** Where the Gateway's ingress looks for the host's certificate. */
export async function placesOf(
  target: SecuredHost,
  world: World,
): Promise<{ namespace: string; name: string }[]> {
  const name = target.server?.credentialName ?? credentialNameFor(target.host);
  const ingresses = await world.cluster.ingresses(target);
  return [...new Set(ingresses.map(({ namespace }) => namespace))]
    .sort()
    .map((namespace) => ({ namespace, name }));
}

interface Situation {
  unwanted: PublishedSecret[];
  /** Where Gateways look that do not hold the host. */
  lost: ReadonlySet<string>;
  isCertain: boolean;
}

async function situationOf(host: string, world: World): Promise<Situation> {
  const published = await world.vault.published(host);
  if (published.length === 0) return { unwanted: [], lost: new Set(), isCertain: true };
  const claims = await Promise.all(
    (await ownershipsOf(host, world)).map(async ({ target, decision }) => ({
      decision,
      places: (await placesOf(target, world)).map(idOf),
    })),
  );
  const placesOfThose = (kind: "held" | "other") =>
    new Set(claims.filter(({ decision }) => decision.kind === kind).flatMap(({ places }) => places));
  const wanted = placesOfThose("held");
  return {
    unwanted: published.filter((secret) => !wanted.has(idOf(secret))),
    lost: placesOfThose("other"),
    isCertain: claims.every(({ decision }) => decision.isCertain),
  };
}

/** Takes the host's Secret away at once from where Gateways look that do not hold the host. */
export async function withdrawFromLosers(host: string, world: World): Promise<void> {
  const { unwanted, lost, isCertain } = await situationOf(host, world);
  if (!isCertain) return;
  await Promise.all(
    unwanted.filter((secret) => lost.has(idOf(secret))).map((secret) => world.vault.unpublish(host, secret)),
  );
}

/**
 * The same, and for Secrets that nobody looks for any more, after a grace: an ingress that moved, a Gateway that names
 * another Secret. Returns when to look again for one whose grace is not over; null when there is none.
 */
export async function withdrawUnwanted(host: string, world: World): Promise<Date | null> {
  const { unwanted, lost, isCertain } = await situationOf(host, world);
  if (!isCertain) return null;
  const now = world.clock.now();
  const ends = await Promise.all(
    unwanted.map(async (secret) => {
      const since = secret.unwantedSince === null ? null : Date.parse(secret.unwantedSince);
      const isOver = since !== null && since + graceInMs <= now.getTime();
      if (lost.has(idOf(secret)) || isOver) {
        await world.vault.unpublish(host, secret);
        return [];
      }
      if (since === null) await world.vault.markUnwanted(host, secret, now);
      return [(since ?? now.getTime()) + graceInMs];
    }),
  );
  const times = ends.flat();
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}

function idOf({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`;
}
