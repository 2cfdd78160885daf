import type { MetadataKey, ProviderDefinition } from "@/lib/dns/provider-definition";
import { providers } from "@/lib/dns/registry";
import { notifyKeys } from "@/lib/notify/keys";

export interface WellKnownKey extends MetadataKey {
  /** What the form puts together, e.g. the provider's title. */
  group: string;
}

/** Every metadata key that the panel itself reads, in the order the form shows them. */
export const wellKnownKeys: readonly WellKnownKey[] = [
  ...Object.values<ProviderDefinition>(providers).flatMap(({ title, keys }) =>
    keys.map((key) => ({ ...key, group: title })),
  ),
  ...notifyKeys.map((key) => ({ ...key, group: "Notifications" })),
];

export function wellKnownKey(key: string): WellKnownKey | undefined {
  return wellKnownKeys.find((each) => each.key === key);
}
