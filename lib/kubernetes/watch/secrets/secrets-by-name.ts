import { Failure } from "@/lib/gateway/failure";
import type { SecretObject } from "@/lib/kubernetes/objects/secret-object";
import { isOurs } from "@/lib/kubernetes/ownership";
import { notedPlaces } from "@/lib/kubernetes/published-places";
import { texts } from "@/lib/kubernetes/texts";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import { metadataSecret } from "@/lib/model/metadata-keys";
import { followKind } from "../follow-kind";
import { createObjectStore } from "../object-store";
import { type FollowedSecrets, isMetadata, type SecretsParts } from "./followed-secrets";
import { type FollowedMetadata, followMetadata } from "./metadata-secret";
import { pollPlaces } from "./poll-places";
import { ownSelection } from "./secrets-of-cluster";

/**
 * Follows Secrets without listing those of others. Lamia lists only in its own namespace. In each virtual cluster, it watches
 * `lamia-metadata` by that name. Certificates that it has published are read one by one, where annotations of its own Secrets
 * say that they are.
 */
export function secretsByName(parts: SecretsParts, namespace: string): FollowedSecrets {
  const { common, keep, emit, read, follower } = parts;
  const own = createObjectStore(keep, emit);
  const published = createObjectStore(keep, emit);
  const metadata = new Map<string, FollowedMetadata & { end(): void }>();
  const ownListed = Promise.withResolvers<void>();

  const ownEnded = followKind({
    ...common,
    ...ownSelection,
    kind: "Secret",
    namespace,
    read,
    follower: {
      ...own,
      unconfirmed: follower.unconfirmed,
      synced: follower.synced,
      state(state, why) {
        follower.state(state, why);
        if (state !== "reconnecting") ownListed.resolve();
      },
    },
  });
  const places = () =>
    own
      .list()
      .flatMap(notedPlaces)
      .filter((place) => place.namespace !== namespace);
  const polled = pollPlaces(parts, published, places, ownListed.promise);

  function begin(name: string): void {
    if (metadata.has(name) || common.signal.aborted) return;
    const stop = new AbortController();
    const signal = AbortSignal.any([common.signal, stop.signal]);
    const followed = followMetadata({ ...parts, common: { ...common, signal } }, name);
    metadata.set(name, { ...followed, end: () => stop.abort() });
  }

  begin(namespace);
  const all = both(own.list, published.list);

  return {
    get(at, name) {
      if (name === metadataSecret) return metadata.get(at ?? "")?.store.get(at, name) ?? null;
      return (at === namespace ? own : published).get(at, name);
    },
    list: (at) => (at === undefined ? all() : (at === namespace ? own : published).list(at)),
    observe(object) {
      const at = object.metadata.namespace ?? "";
      if (isMetadata(object)) metadata.get(at)?.store.change("modified", object);
      else if (isOurs(object)) (at === namespace ? own : published).change("modified", object);
    },
    namespaceChanged({ type, object }) {
      const { name } = object.metadata;
      if (name === namespace) return;
      if (type === "deleted") {
        metadata.get(name)?.end();
        metadata.delete(name);
      } else if (isVirtualCluster(object)) begin(name);
      // A released one is followed until the process ends: what is being cleaned up there still needs its settings.
    },
    async unread(at) {
      const followed = metadata.get(at);
      return followed
        ? followed.unread()
        : new Failure("unconfigured", texts.metadataNotFollowed({ namespace: at }));
    },
    async listed() {
      await Promise.all([polled.first, ...[...metadata.values()].map((each) => each.listed)]);
    },
    ended: () => Promise.all([ownEnded, polled.ended, ...[...metadata.values()].map((each) => each.ended)]),
  };
}

type List = () => readonly SecretObject[];

/** Both lists as one, sorted; the same array until one of them changes. */
function both(first: List, second: List): List {
  let from: readonly [readonly SecretObject[], readonly SecretObject[]] | null = null;
  let merged: readonly SecretObject[] = [];
  return () => {
    const now = [first(), second()] as const;
    if (from?.[0] === now[0] && from[1] === now[1]) return merged;
    from = now;
    merged = [...now[0], ...now[1]].sort(byPlace);
    return merged;
  };
}

function byPlace({ metadata: one }: SecretObject, { metadata: other }: SecretObject): number {
  const [a, b] = [`${one.namespace}/${one.name}`, `${other.namespace}/${other.name}`];
  return a < b ? -1 : a > b ? 1 : 0;
}
