import { createPrivateKey, X509Certificate } from "node:crypto";
import pLimit from "p-limit";
import type { CertificateInfo } from "@/lib/gateway/model";
import { same } from "@/lib/istio/edit/merge-edits";
import { credentialsOf, isOwnCredential } from "@/lib/istio/gateway/secured-servers";
import { keyOf } from "@/lib/istio/rules/mesh/indexes";
import type { Mesh } from "@/lib/istio/rules/mesh/mesh";
import type { MeshSnapshot, SecretSummary } from "@/lib/istio/rules/mesh/snapshot";
import { wellFormed } from "@/lib/istio/rules/mesh/well-formed";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { decoded, type SecretObject, type WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { certificateInfo } from "@/lib/kubernetes/vault/certificate-info";
import type { GatewayObject } from "@/lib/model/istio-objects";

/**
 * Names of the keys under which Istio finds a certificate with its key, in its order. Source: Istio,
 * `ExtractCertInfo`.
 */
const pairs = [
  ["cert", "key"],
  ["tls.crt", "tls.key"],
] as const;

/**
 * What the checks see of a watched Secret: its name, the public part of its certificate, and whether something is
 * missing.
 */
export function secretSummary({ metadata, data, keys }: SecretObject): SecretSummary {
  const { namespace = "", name } = metadata;
  const chain = data["tls.crt"];
  const info = chain === undefined ? null : certificateInfo(decoded(chain));
  const isWhole = pairs.some((pair) => pair.every((key) => keys.includes(key)));
  return {
    namespace,
    name,
    ...(isWhole ? {} : { state: "incomplete" }),
    ...(info ? { certificate: { names: info.names, serial: info.serial } } : {}),
  };
}

/**
 * What the checks see of a Secret that was read completely: also whether the key belongs to the certificate, and
 * whether the certificate is valid now. The result contains nothing of the key.
 */
export function lookedUpSecret({ metadata, data = {} }: WholeSecret, now: Date): SecretSummary {
  const { namespace = "", name } = metadata;
  const pair = pairs.find((keys) => keys.every((key) => data[key]));
  if (!pair) return { namespace, name, state: "incomplete" };
  const [chain = "", key = ""] = pair.map((each) => decoded(data[each] ?? ""));
  const info = certificateInfo(chain);
  if (!info) return { namespace, name, state: "unusable" };
  const state = stateOfPair(chain, key) ?? (isValid(info, now) ? undefined : "expired");
  return {
    namespace,
    name,
    ...(state ? { state } : {}),
    certificate: { names: info.names, serial: info.serial },
  };
}

function stateOfPair(chain: string, key: string): "unusable" | "mismatched" | undefined {
  try {
    return new X509Certificate(chain).checkPrivateKey(createPrivateKey(key)) ? undefined : "mismatched";
  } catch {
    return "unusable";
  }
}

function isValid({ notBefore, notAfter }: CertificateInfo, now: Date): boolean {
  return new Date(notBefore) <= now && now <= new Date(notAfter);
}

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

interface Place {
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

/** Where Istio looks for the certificates of the Gateways: in the namespaces of their ingress pods. */
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
  const { spec } = wellFormed("gateways", gateway);
  const names = (spec.servers ?? [])
    .flatMap(credentialsOf)
    .flatMap(({ name }) => (isOwnCredential(gateway, name) ? [] : [name]));
  knownNames.set(gateway, names);
  return names;
}
