import pLimit from "p-limit";
import { same } from "@/lib/istio/edit/same";
import type { GatewayObject } from "@/lib/istio/gateway/object";
import { credentialsOf, isOwnCredential } from "@/lib/istio/gateway/secured-servers";
import { keyOf } from "@/lib/istio/rules/mesh/indexes";
import type { Mesh } from "@/lib/istio/rules/mesh/mesh";
import type { MeshSnapshot, SecretSummary } from "@/lib/istio/rules/mesh/snapshot";
import { wellFormed } from "@/lib/istio/rules/mesh/well-formed";
import type { ClusterClient } from "@/lib/kubernetes/client";
import { kinds } from "@/lib/kubernetes/kinds";
import type { WholeSecret } from "@/lib/kubernetes/secret-object";
import { lookedUpSecret } from "./mesh-secret";

/**
 * Secrets that Gateways name and that Lamia has not written. They are not watched, as a watch would bring every TLS key
 * of the cluster into memory: each is looked up by name, and its private part is dropped as soon as it is known whether it
 * belongs to the certificate.
 */
export interface MeshCredentials {
  /** The same array until something of it changes; what is absent is in it as absent. */
  known(): readonly SecretSummary[];
  /** Looks up what the Gateways name, as far as it was not looked up lately; in the background. */
  want(snapshot: MeshSnapshot, mesh: Mesh): void;
  /** Looks up all that these Gateways name. */
  lookUp(gateways: readonly GatewayObject[], mesh: Mesh): Promise<void>;
}

interface Options {
  client: Pick<ClusterClient, "find">;
  /** Those that are watched need not be looked up. */
  isWatched(place: Place): boolean;
  onChange(): void;
  now?(): number;
}

interface Place {
  namespace: string;
  name: string;
}

/** One that is missing is looked for again soon, as somebody may be about to create it. */
const againAfterMs = { there: 5 * 60_000, missing: 10_000 };
const atOnce = 8;
/** A page asks for the findings of each of its rows. */
const lookThroughAfterMs = 1000;

export function meshCredentials({ client, isWatched, onChange, now = Date.now }: Options): MeshCredentials {
  const lookups = new Map<string, { summary: SecretSummary | null; nextAt: number }>();
  const gate = pLimit(atOnce);
  let summaries: readonly SecretSummary[] = [];
  let wanted: { of: MeshSnapshot; places: readonly Place[]; nextAt: number } | null = null;

  function unwatched(gateways: readonly GatewayObject[], mesh: Mesh): Place[] {
    return placesOf(gateways, mesh).filter((place) => !isWatched(place));
  }

  /** What no Gateway names any more is not told of any more. */
  function keepOnly(places: readonly Place[]): void {
    const kept = new Set(places.map(keyOf));
    for (const [key, { nextAt }] of lookups) if (!kept.has(key) && nextAt <= now()) lookups.delete(key);
  }

  async function read(place: Place): Promise<SecretSummary> {
    try {
      const secret = await client.find<WholeSecret>({ verb: "get", resource: kinds.Secret, ...place });
      return secret ? lookedUpSecret(secret, new Date(now())) : { ...place, state: "absent" };
    } catch {
      return { ...place, state: "unreadable" };
    }
  }

  async function lookUp(place: Place): Promise<void> {
    const key = keyOf(place);
    const before = lookups.get(key)?.summary ?? null;
    lookups.set(key, { summary: before, nextAt: Number.POSITIVE_INFINITY });
    const summary = await gate(() => read(place));
    const again = summary.state ? againAfterMs.missing : againAfterMs.there;
    lookups.set(key, { summary: same(before, summary) ? before : summary, nextAt: now() + again });
    if (same(before, summary)) return;
    summaries = [...lookups.values()].flatMap((each) => each.summary ?? []);
    onChange();
  }

  return {
    known: () => summaries,
    want(snapshot, mesh) {
      if (wanted?.of !== snapshot) {
        wanted = { of: snapshot, places: unwatched(snapshot.gateways, mesh), nextAt: 0 };
        keepOnly(wanted.places);
      }
      if (now() < wanted.nextAt) return;
      wanted.nextAt = now() + lookThroughAfterMs;
      for (const place of wanted.places)
        if (now() >= (lookups.get(keyOf(place))?.nextAt ?? 0)) void lookUp(place);
    },
    async lookUp(gateways, mesh) {
      await Promise.all(unwatched(gateways, mesh).map(lookUp));
    },
  };
}

/** Where Istio looks for the certificates of the Gateways: in the namespaces of their ingress pods. */
function placesOf(gateways: readonly GatewayObject[], mesh: Mesh): Place[] {
  const places = gateways.flatMap((gateway) =>
    foreignNames(gateway).flatMap((name) =>
      mesh.ingressOf(gateway).namespaces.map((namespace) => ({ namespace, name })),
    ),
  );
  return [...new Map(places.map((place) => [keyOf(place), place])).values()];
}

/** Gateways in the cache are frozen; all of them are gone through after each change of one. */
const knownNames = new WeakMap<GatewayObject, readonly string[]>();

function foreignNames(gateway: GatewayObject): readonly string[] {
  const kept = knownNames.get(gateway);
  if (kept) return kept;
  const { spec } = wellFormed("gateways", gateway);
  const names = (spec.servers ?? [])
    .flatMap(credentialsOf)
    .flatMap(({ name }) => (isOwnCredential(gateway, name) ? [] : [name]));
  knownNames.set(gateway, names);
  return names;
}
