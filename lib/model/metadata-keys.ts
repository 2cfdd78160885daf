import { z } from "zod";
import { labelKeyProblem } from "./labels";
import { texts } from "./texts";

/** Metadata of an object or a virtual cluster are stored as annotations with this prefix. */
export const metadataPrefix = "lamia.dev/";
/** Secret keys of a virtual cluster are in the Secret of this name in its Namespace. */
export const metadataSecret = "lamia-metadata";

/** Annotations with the prefix that have their own meaning, and therefore aren't metadata. */
const reserved = new Set([
  "secured-hosts",
  "managed",
  "ingress",
  "share-with",
  "client-ca",
  "replace-secrets",
  "replaced-secrets",
]);

/** Metadata: keys that Kubernetes allows after `lamia.dev/`, with any text as value. */
export const metadataSchema = z.record(z.string(), z.string()).superRefine((metadata, context) => {
  for (const key of Object.keys(metadata)) {
    const message = metadataKeyProblem(key);
    if (message) context.addIssue({ code: "custom", path: [key], message });
  }
});

/** Why neither an annotation after `lamia.dev/` nor a Secret could have this key, or `null`. */
export function metadataNameProblem(key: string): string | null {
  return key.includes("/") ? texts.metadataKeySlash : labelKeyProblem(key);
}

/** What is wrong with a metadata key of an object, or `null`. */
function metadataKeyProblem(key: string): string | null {
  if (reserved.has(key)) return texts.metadataKeyReserved({ key });
  return metadataNameProblem(key);
}

/** `{owner: "me"}` → `{"lamia.dev/owner": "me"}`. */
export function annotationsFromMetadata(metadata: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [metadataPrefix + key, value]));
}

/** The metadata among an object's annotations, without the other annotations. */
export function metadataFromAnnotations(annotations: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations).flatMap(([annotation, value]) => {
      const key = metadataKeyOf(annotation);
      return key === null ? [] : [[key, value] as const];
    }),
  );
}

/** The metadata key of an annotation; `null` for an annotation that isn't metadata. */
export function metadataKeyOf(annotation: string): string | null {
  if (!annotation.startsWith(metadataPrefix)) return null;
  const key = annotation.slice(metadataPrefix.length);
  return reserved.has(key) ? null : key;
}
