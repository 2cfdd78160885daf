import { Failure } from "@/lib/gateway/failure";

/** Plain keys are annotations of the Namespace with this prefix. */
export const metadataPrefix = "lamia.dev/";
/** Secret keys are in the Secret of this name in the Namespace. */
export const metadataSecret = "lamia-metadata";

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/#syntax-and-character-set */
const key = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** Throws `rejected` for a key that neither an annotation nor a Secret could hold. */
export function checkMetadataKeys(names: readonly string[]): void {
  const wrong = names.find((name) => !key.test(name));
  if (wrong === undefined) return;
  throw new Failure("rejected", `"${wrong.slice(0, 80)}" cannot be a metadata key.`, {
    remedy: "Use at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends.",
  });
}
