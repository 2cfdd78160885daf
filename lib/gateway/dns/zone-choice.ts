import type { Zone } from "@/lib/gateway/model";
import type { DnsChoice } from "@/lib/model/dns-choice";
import { texts } from "./texts";
import { holdsName, zonesFor } from "./zones";

interface Chosen {
  host: string;
  /** All zones of the chosen provider. */
  zones: readonly Zone[];
  provider: string;
  /** Left out if there is only one provider, and nobody names a zone. */
  choice: DnsChoice | undefined;
}

/** Why the host has this zone at this provider, in one or two sentences. */
export function whyZone(chosen: Chosen): string {
  const { providerNamed } = chosen.choice ?? {};
  const named = providerNamed ? [texts.providerNamed({ ...providerNamed })] : [];
  return [...named, reasonOf(chosen)].join(" ");
}

function reasonOf({ host, zones, provider, choice }: Chosen): string {
  const sameName = zonesFor(zones, host).length;
  if (choice?.zoneNamed) return texts.zoneNamed({ ...choice.zoneNamed });
  const holding = Math.max(choice?.zones ?? 0, zones.filter((each) => holdsName(each, host)).length);
  switch (choice?.reason) {
    case "kept":
      return texts.keptProvider;
    case "delegated":
      return texts.delegatedProvider;
    case "api":
      return texts.apiFirst;
    case "first":
      return texts.firstProvider({ host, provider });
  }
  // Of zones with the same name, `holdingZone` takes the delegated one, or else the oldest.
  if (sameName > 1) return texts.sameNameZone({ count: sameName });
  return holding > 1 ? texts.longestZone({ count: holding }) : texts.onlyZone({ host });
}
