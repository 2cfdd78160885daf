import { acmeKeys } from "@/lib/acme/metadata-keys";
import type { MetadataKey, ProviderDefinition, RegistrarDefinition } from "@/lib/dns/provider-definition";
import { registrars } from "@/lib/dns/registrars/registry";
import { providers } from "@/lib/dns/registry";
import { metadataPrefix } from "@/lib/model/metadata-keys";
import { notifyKeys } from "@/lib/notify/sinks";

const definitions = [
  ...Object.values<ProviderDefinition>(providers),
  ...Object.values<RegistrarDefinition>(registrars),
];
const known = new Map<string, Pick<MetadataKey, "secret">>(
  [...definitions.flatMap(({ keys }) => [...keys]), ...acmeKeys, ...notifyKeys].map((each) => [
    each.key,
    each,
  ]),
);

/** Names of variables and settings whose values are secrets, or might be. */
export const secretName =
  /passw|secret|token|credential|private|api[-_]?key|access[-_]?key|dsn|connection[-_]?string/i;

/** These annotations name Secrets, and are none. */
const namesOfSecrets: ReadonlySet<string> = new Set(["replace-secrets", "replaced-secrets"]);

/** A setting that belongs into a Secret, written as an annotation by mistake. */
export function isSecretSetting(annotation: string): boolean {
  if (!annotation.startsWith(metadataPrefix)) return false;
  const key = annotation.slice(metadataPrefix.length);
  return known.get(key)?.secret ?? (secretName.test(key) && !namesOfSecrets.has(key));
}
