import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "@/lib/gateway/failure";
import type { SecretObject } from "@/lib/kubernetes/objects/secret-object";
import { texts } from "@/lib/kubernetes/texts";
import { metadataSecret } from "@/lib/model/metadata-keys";
import { followKind } from "../follow-kind";
import { createObjectStore, type ObjectStore } from "../object-store";
import { isMetadata, type SecretsParts } from "./followed-secrets";

export interface FollowedMetadata {
  readonly store: ObjectStore<SecretObject>;
  /** Why it has never been read; null if it has. Waits for the first answer a while. */
  unread(): Promise<Failure | null>;
  /** Resolves at the first answer of the API server, or refusal. */
  readonly listed: Promise<void>;
  readonly ended: Promise<void>;
}

const firstAnswerWithinMs = 5000;

/** In a single namespace, nothing but the end of such a watch tells that the connection is gone. */
const inOneNamespace = { least: 50, most: 60 };

/**
 * Follows the Secrets `lamia-metadata`, in all namespaces or in one. They are found by name, because whoever creates such a
 * Secret may not know Lamia's label.
 */
export function followMetadata(
  { common, keep, emit, read }: Omit<SecretsParts, "follower">,
  namespace?: string,
): FollowedMetadata {
  const store = createObjectStore(keep, emit);
  const listed = Promise.withResolvers<void>();
  let unread: Failure | null = new Failure("unreachable", texts.metadataUnread);
  const ended = followKind({
    ...common,
    kind: "Secret",
    namespace,
    fieldSelector: `metadata.name=${metadataSecret}`,
    watchSeconds: namespace === undefined ? undefined : inOneNamespace,
    selects: isMetadata,
    read,
    follower: {
      ...store,
      state(state, why) {
        if (unread && why) unread = why;
        if (state !== "reconnecting") listed.resolve();
      },
      unconfirmed() {},
      synced() {
        unread = null;
        listed.resolve();
      },
    },
  });
  return {
    store,
    async unread() {
      if (unread) await Promise.race([listed.promise, sleep(firstAnswerWithinMs, undefined, { ref: false })]);
      return unread;
    },
    listed: listed.promise,
    ended,
  };
}
