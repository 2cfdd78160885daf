import { isOurs, ownLabelSelector } from "@/lib/kubernetes/ownership";
import { metadataSecret } from "@/lib/model/metadata-keys";
import { followKind } from "../follow-kind";
import { createObjectStore } from "../object-store";
import { type FollowedSecrets, isMetadata, type SecretsParts } from "./followed-secrets";
import { followMetadata } from "./metadata-secret";

/** Follows Secrets in all namespaces: those with Lamia's label, and those of metadata. Two watches share no object. */
export function secretsOfCluster(parts: SecretsParts): FollowedSecrets {
  const { common, keep, emit, read, follower } = parts;
  const own = createObjectStore(keep, emit);
  const metadata = followMetadata(parts);
  const ended = followKind({
    ...common,
    ...ownSelection,
    kind: "Secret",
    read,
    follower: { ...own, ...follower },
  });
  return {
    get: (namespace, name) => (name === metadataSecret ? metadata.store : own).get(namespace, name),
    list: own.list,
    observe(object) {
      if (isMetadata(object)) metadata.store.change("modified", object);
      else if (isOurs(object)) own.change("modified", object);
    },
    namespaceChanged() {},
    unread: () => metadata.unread(),
    listed: () => metadata.listed,
    ended: () => Promise.all([ended, metadata.ended]),
  };
}

/** What Lamia wrote, except metadata. */
export const ownSelection = {
  labelSelector: ownLabelSelector,
  fieldSelector: `metadata.name!=${metadataSecret}`,
  selects: (object: Parameters<typeof isMetadata>[0]) => isOurs(object) && !isMetadata(object),
};
