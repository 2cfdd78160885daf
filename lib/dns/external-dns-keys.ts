import { z } from "zod";
import type { ExternalDnsSettings } from "@/lib/gateway/model";
import type { ProviderSettings } from "./choose-provider";
import type { MetadataKey, ProviderSource } from "./provider-definition";
import { texts } from "./texts";

/** What external-dns calls itself in the registry unless its flag `--txt-owner-id` says otherwise. */
const usualOwnerId = "default";

const text = { secret: false, kind: "text", optional: true } as const;
/** What can stand in a DNS label, the separator of labels, and external-dns's placeholder for the type of a record. */
const affix = "(?:[a-z0-9_.-]|%\\{record_type\\}){1,40}";

function pattern(source: string, mistake: string) {
  return { pattern: { source, mistake }, schema: z.string().regex(new RegExp(`^(?:${source})$`), mistake) };
}

/** The metadata keys for zones in which external-dns works, too. All are optional. */
export const externalDnsKeys = [
  {
    key: "external_dns_owner_id",
    label: texts.externalOwner,
    help: texts.externalOwnerHelp,
    placeholder: "lamia",
    ...text,
    ...pattern(`(?!${usualOwnerId}$)[A-Za-z0-9._-]{1,64}`, texts.externalOwnerMistake),
  },
  {
    key: "external_dns_txt_prefix",
    label: texts.externalPrefix,
    help: texts.externalPrefixHelp,
    placeholder: "extdns-",
    ...text,
    ...pattern(affix, texts.externalAffixMistake),
  },
  {
    key: "external_dns_txt_suffix",
    label: texts.externalSuffix,
    help: texts.externalSuffixHelp,
    placeholder: "-extdns",
    ...text,
    ...pattern(affix, texts.externalAffixMistake),
  },
  {
    key: "external_dns_txt_wildcard",
    label: texts.externalWildcard,
    help: texts.externalWildcardHelp,
    placeholder: "any",
    ...text,
    ...pattern("[a-z0-9_-]{1,40}", texts.externalWildcardMistake),
  },
] as const satisfies readonly MetadataKey[];

/**
 * What the same place says that names the DNS provider, the virtual cluster or the installation: they are about its zones, so
 * a virtual cluster can't say them for a provider that it inherits. A value that isn't valid counts as not set.
 */
export function externalDnsSettings(
  { own, installation }: ProviderSettings,
  from: ProviderSource,
): ExternalDnsSettings {
  const settings = from === "installation" ? installation : own;
  const [ownerId, prefix, suffix, wildcardReplacement] = externalDnsKeys.map(
    ({ key, schema }) => schema.safeParse(settings[key]).data ?? null,
  );
  return {
    ownerId: ownerId ?? null,
    prefix: prefix ?? "",
    suffix: suffix ?? "",
    wildcardReplacement: wildcardReplacement ?? "",
  };
}
