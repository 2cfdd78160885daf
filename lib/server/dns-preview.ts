import type { DnsPreview } from "@/lib/api/gateway";
import { holdingZone } from "@/lib/gateway/dns/zones";
import { asFailure } from "@/lib/gateway/failure";
import type { World } from "@/lib/gateway/world";
import { texts } from "./texts";

const mostForDelegationInMs = 3_000;

/**
 * Zone, record and challenge name for a host, and the current delegation of a zone that would be created. Asks the
 * provider for its zones, and the parent zone, and changes nothing.
 */
export async function previewDns(
  world: World,
  host: string,
  patienceInMs = mostForDelegationInMs,
): Promise<DnsPreview> {
  const plain = host.replace(/^\*\./, "");
  const orderHindrance = await hindranceOf(world, host);
  const names = { record: host, challenge: `_acme-challenge.${plain}`, delegatedTo: null, orderHindrance };
  const apex = world.registrableDomain(plain);
  try {
    const zone = await holdingZone(world, host);
    if (!zone && apex && world.dns.byHand)
      return { ...names, zone: apex, zoneExists: null, note: texts.createZoneByHand({ zone: apex }) };
    const note = zone || apex ? null : texts.publicSuffix({ name: plain });
    const delegatedTo = zone || !apex ? null : await nameServersOf(world, apex, patienceInMs);
    return { ...names, zone: zone?.apex ?? apex, zoneExists: zone !== null, delegatedTo, note };
  } catch (thrown) {
    const { message, remedy } = asFailure(thrown);
    return { ...names, zone: apex, zoneExists: null, note: remedy ? `${message} ${remedy}` : message };
  }
}

/** Why the CA would refuse an order now; null for a host that has a certificate. A preview waits for no database. */
async function hindranceOf(world: World, host: string): Promise<string | null> {
  try {
    if ((await world.vault.read(host)).certificate) return null;
    return (await world.ca.outlook([host], "new")).hindrance?.message ?? null;
  } catch {
    return null;
  }
}

/**
 * What the parent zone says about the domain; null if it doesn't answer in time: a preview shouldn't wait for it.
 */
async function nameServersOf(world: World, apex: string, patienceInMs: number): Promise<string[] | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tired = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceInMs);
  });
  try {
    const found = await Promise.race([world.resolver.delegation(apex), tired]);
    const servers = [...new Set(found?.answers.flatMap(({ values }) => values ?? []))].sort();
    return servers.length > 0 ? servers : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
