import type { DnsPreview } from "@/lib/api/gateway";
import { holdingZone } from "@/lib/gateway/dns/zones";
import { asFailure } from "@/lib/gateway/failure";
import type { World } from "@/lib/gateway/world";

/** Zone, record and challenge name for a host; asks the provider which zones there are, and changes nothing. */
export async function previewDns(world: World, host: string): Promise<DnsPreview> {
  const plain = host.replace(/^\*\./, "");
  const names = { record: host, challenge: `_acme-challenge.${plain}` };
  const apex = world.registrableDomain(plain);
  try {
    const zone = await holdingZone(world, host);
    const note = zone || apex ? null : `${plain} is a public suffix; nobody can register it.`;
    return { ...names, zone: zone?.apex ?? apex, zoneExists: zone !== null, note };
  } catch (thrown) {
    const { message, remedy } = asFailure(thrown);
    return { ...names, zone: apex, zoneExists: null, note: remedy ? `${message} ${remedy}` : message };
  }
}
