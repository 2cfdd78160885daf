import pLimit from "p-limit";
import { same } from "@/lib/istio/edit/merge-edits";
import { credentialsOf, isOwnCredential } from "@/lib/istio/gateway/secured-servers";
import { keyOf } from "@/lib/istio/rules/mesh/indexes";
import type { Mesh } from "@/lib/istio/rules/mesh/mesh";
import type { MeshSnapshot, SecretSummary } from "@/lib/istio/rules/mesh/snapshot";
import { wellFormed } from "@/lib/istio/rules/mesh/well-formed";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import type { WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import type { GatewayObject } from "@/lib/model/istio-objects";
import {
  readReplacedSecrets,
  replacedSecretsAnnotation,
  replaceSecretsAnnotation,
} from "@/lib/model/replaced-secrets";
import { lookedUpSecret } from "./looked-up-secret";

/**
 * Secrets that Gateways name and that Lamia hasn't written. They aren't watched, because a watch would load every
 * TLS key of the cluster into memory. Each is read by name, and its private part is dropped as soon as it is known
 * whether it belongs to the certificate.
 */
export interface MeshCredentials {
  /** The same array until something in it changes; missing Secrets are included as missing. */
  known(): readonly SecretSummary[];
  /** Reads what the Gateways name, unless it was read recently; in the background. */
  want(snapshot: MeshSnapshot, mesh: Mesh): void;
  /** Reads everything that these Gateways name. */
  lookUp(gateways: readonly GatewayObject[], mesh: Mesh): Promise<void>;
}

interface Options {
  client: Pick<ClusterClient, "find">;
  /** Watched Secrets don't have to be read. */
  isWatched(place: Place): boolean;
  onChange(): void;
  now?(): number;
}

export interface Place {
  namespace: string;
  name: string;
}

/** A missing one is read again soon, because somebody may be about to create it. */
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

  /** What no Gateway names any more isn't reported any more. */
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

/**
 * Where Istio looks for the certificates of the Gateways: in the namespaces of their ingress pods. Secrets that Lamia's
 * have replaced are read too, because they are the way back.
 */
function placesOf(gateways: readonly GatewayObject[], mesh: Mesh): Place[] {
  const places = gateways.flatMap((gateway) =>
    foreignNames(gateway).flatMap((name) =>
      mesh.ingressOf(gateway).namespaces.map((namespace) => ({ namespace, name })),
    ),
  );
  return [...new Map(places.map((place) => [keyOf(place), place])).values()];
}

/** Gateways in the cache are frozen; after each change of one, all of them are visited. */
const knownNames = new WeakMap<GatewayObject, readonly string[]>();

function foreignNames(gateway: GatewayObject): readonly string[] {
  const kept = knownNames.get(gateway);
  if (kept) return kept;
  const { spec, metadata } = wellFormed("gateways", gateway);
  const replaced = [replaceSecretsAnnotation, replacedSecretsAnnotation].flatMap((annotation) =>
    readReplacedSecrets(metadata.annotations?.[annotation]),
  );
  const names = [
    ...(spec.servers ?? []).flatMap(credentialsOf).map(({ name }) => name),
    ...replaced.map(({ secret }) => secret),
  ].filter((name) => !isOwnCredential(gateway, name));
  knownNames.set(gateway, names);
  return names;
}
