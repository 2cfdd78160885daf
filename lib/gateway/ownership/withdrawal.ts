import { texts } from "@/lib/gateway/texts";
import type { PublishedSecret, World } from "@/lib/gateway/world";
import {
  credentialNameFor,
  type GatewayName,
  type SecuredHost,
  shareAnnotation,
} from "@/lib/model/secured-hosts";
import { type Claim, ownershipOf, ownershipsOf } from "./host-owner";

/**
 * Where the Gateway's ingress looks for the host's certificate, or will look once it no longer serves from the Secret of
 * somebody else.
 */
export async function placesOf(
  target: SecuredHost,
  world: World,
): Promise<{ namespace: string; name: string }[]> {
  const name = secretNameOf(target);
  const ingresses = await world.cluster.ingresses(target);
  return [...new Set(ingresses.map(({ namespace }) => namespace))]
    .sort()
    .map((namespace) => ({ namespace, name }));
}

export function secretNameOf({ host, server, replacesSecret }: SecuredHost): string {
  const named = server?.credentialName ?? null;
  return named === null || named === replacesSecret ? credentialNameFor(host) : named;
}

/** What a withdrawal leaves behind. */
export interface Remainder {
  /** When to check a remaining Secret again; null if there is none. */
  checkAgainAt: Date | null;
  /** Why a Secret stays that should have been withdrawn, as a sentence; null if there is none. */
  doubt: string | null;
}

const doubtInMs = 15_000;
const doubt = texts.secretStays;

interface Situation {
  unwanted: PublishedSecret[];
  /** Where Gateways that don't own the host look for its certificate. */
  lost: ReadonlySet<string>;
  isCertain: boolean;
}

async function situationOf(host: string, world: World): Promise<Situation> {
  const published = await world.vault.published(host);
  if (published.length === 0) return { unwanted: [], lost: new Set(), isCertain: true };
  const claims = await Promise.all(
    (await ownershipsOf(host, world)).map(async ({ target, decision }) => ({
      decision,
      isSecured: !target.recordsOnly,
      places: (await placesOf(target, world)).map(idOf),
    })),
  );
  const placesOfThose = (kind: "held" | "other") =>
    new Set(
      claims
        .filter(({ decision, isSecured }) => decision.kind === kind && (kind === "other" || isSecured))
        .flatMap(({ places }) => places),
    );
  const wanted = placesOfThose("held");
  return {
    unwanted: published.filter((secret) => !wanted.has(idOf(secret))),
    lost: placesOfThose("other"),
    isCertain: claims.every(({ decision }) => decision.isCertain),
  };
}

/**
 * Withdraws one Secret if the API server confirms that nobody wants it right now, because the Gateways in the cache may be
 * out of date. Returns false if there is any doubt; then the Secret stays.
 */
async function withdraw(host: string, secret: PublishedSecret, world: World): Promise<boolean> {
  const now = await world.cluster.claimsNow(host);
  if (!now) return false;
  const uses = (target: SecuredHost) => target.host === host && target.server?.credentialName === secret.name;
  if (now.released.some(uses)) return true;
  const cluster = { ...world.cluster, claims: async () => now.claims };
  const { unwanted, isCertain } = await situationOf(host, { ...world, cluster });
  if (!isCertain) return false;
  if (unwanted.some((each) => idOf(each) === idOf(secret))) await world.vault.unpublish(host, secret);
  return true;
}

/**
 * Immediately removes the host's Secret from the places where Gateways look that don't own the host. Returns why anything
 * stays.
 */
export async function withdrawFromLosers(host: string, world: World): Promise<Remainder["doubt"]> {
  const { unwanted, lost, isCertain } = await situationOf(host, world);
  if (!isCertain) return null;
  const going = unwanted.filter((secret) => lost.has(idOf(secret)));
  const settled = await Promise.all(going.map((secret) => withdraw(host, secret, world)));
  return settled.every(Boolean) ? null : doubt;
}

/**
 * The same, and also for Secrets that nobody uses any more, after a grace period: the ingress moved, or the Gateway names
 * another Secret.
 */
export async function withdrawUnwanted(host: string, world: World): Promise<Remainder> {
  const { unwanted, lost, isCertain } = await situationOf(host, world);
  if (!isCertain) return { checkAgainAt: null, doubt: null };
  let isInDoubt = false;
  const now = world.clock.now();
  const ends = await Promise.all(
    unwanted.map(async (secret) => {
      const since = secret.unwantedSince === null ? null : Date.parse(secret.unwantedSince);
      const isOver = since !== null && since + world.graceInMs <= now.getTime();
      if (lost.has(idOf(secret)) || isOver) {
        if (await withdraw(host, secret, world)) return [];
        isInDoubt = true;
        return [now.getTime() + doubtInMs];
      }
      if (since === null) await world.vault.markUnwanted(host, secret, now);
      return [(since ?? now.getTime()) + world.graceInMs];
    }),
  );
  const times = ends.flat();
  return {
    checkAgainAt: times.length > 0 ? new Date(Math.min(...times)) : null,
    doubt: isInDoubt ? doubt : null,
  };
}

function idOf({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`;
}

interface Refusal {
  note: string;
  remedy: string;
}

/**
 * Who owns the host and its certificate: a Gateway of the same virtual cluster, or one that shares them. Returns a
 * refusal if another virtual cluster owns the host, and withdraws what was published for this Gateway.
 */
export async function heldHost(
  target: SecuredHost,
  world: World,
): Promise<{ owner: GatewayName } | { refusal: Refusal }> {
  const decision = await ownershipOf(target, world);
  if (decision.kind === "held") return { owner: decision.owner };
  const doubt = decision.isCertain ? await withdrawFromLosers(target.host, world) : null;
  const refusal = heldByAnother(target, decision.owner);
  return { refusal: doubt === null ? refusal : { ...refusal, note: `${refusal.note} ${doubt}` } };
}

/** Says nothing about the other virtual cluster except that there is one. */
function heldByAnother({ host, gateway }: SecuredHost, holder: Pick<Claim, "host">): Refusal {
  const what =
    holder.host === host
      ? texts.hostOfOther({ host })
      : host.startsWith("*.")
        ? texts.wildcardOfOther({ host })
        : texts.coveredByOther({ holder: holder.host, host });
  return {
    note: texts.nothingForThis({ what }),
    remedy: texts.shareRemedy({
      annotation: shareAnnotation,
      namespace: gateway.namespace,
      name: gateway.name,
    }),
  };
}
