import { createHash } from "node:crypto";
import type { Place } from "@/lib/gateway/world";
import type { KubernetesObject } from "@/lib/model/object";

/**
 * Where Lamia has published a certificate, in annotations of the Secret with its key: whoever may read Secrets only by name
 * finds them again by these names. Each place has its own annotation, so that walks that write at the same time don't meet.
 */
export interface NotedPlace extends Place {
  /** The host that the Secret is for, and the one that it was for before, until it is written. */
  hosts: readonly string[];
}

const prefix = "published.lamia.dev/";

/** The annotation for a place. Its name is a digest, because a place is longer than such a name may be. */
export function placeAnnotation({ namespace, name }: Place): string {
  return prefix + createHash("sha256").update(`${namespace}/${name}`).digest("hex").slice(0, 32);
}

/** Its value: `namespace/name host`. */
export function formatPlace({ namespace, name, hosts }: NotedPlace): string {
  return [`${namespace}/${name}`, ...hosts].join(" ");
}

export function notedPlaces({ metadata }: Pick<KubernetesObject, "metadata">): NotedPlace[] {
  return Object.entries(metadata.annotations ?? {}).flatMap(([key, value]) => {
    if (!key.startsWith(prefix)) return [];
    const [place = "", ...hosts] = value.split(" ");
    const [namespace = "", name = "", ...rest] = place.split("/");
    return namespace !== "" && name !== "" && rest.length === 0 ? [{ namespace, name, hosts }] : [];
  });
}
