import { randomUUID } from "node:crypto";
import type { HostedZone } from "@aws-sdk/client-route-53";
import { Failure } from "@/lib/gateway/failure";
import type { Zone } from "@/lib/gateway/model";
import { ApiError, notAnAnswer } from "../hosted/http";
import { type ListedZone, publicOf } from "../hosted/provider";
import { withDot, withoutDot } from "../record-data";
import type { AskRoute53 } from "./client";
import { texts } from "./texts";

export interface HostedZones {
  /** All zones of the account, or the one that Lamia is limited to. */
  list(): Promise<ListedZone[]>;
  create(apex: string): Promise<Zone>;
}

/** A list doesn't contain the name servers, and a zone's name servers never change, so each zone is asked for them once. */
export function hostedZones(ask: AskRoute53, onlyId: string | undefined): HostedZones {
  const nameServers = new Map<string, Promise<string[]>>();

  async function askForServers(id: string): Promise<string[]> {
    const { DelegationSet } = await ask((client) => client.getHostedZone({ Id: id }));
    if (!DelegationSet) throw notAnswered();
    return serversOf(DelegationSet.NameServers);
  }

  function serversOfZone(id: string): Promise<string[]> {
    const asked = nameServers.get(id) ?? askForServers(id);
    nameServers.set(id, asked);
    asked.catch(() => nameServers.delete(id));
    return asked;
  }

  async function found(): Promise<HostedZone[]> {
    const zones: HostedZone[] = [];
    const markers = new Set<string>();
    for (let marker: string | undefined; ; ) {
      const page = await ask((client) => client.listHostedZones(marker ? { Marker: marker } : {}));
      zones.push(...(page.HostedZones ?? []));
      if (page.IsTruncated === false) return zones;
      marker = page.NextMarker;
      // Each list says whether there is more, so this is none, or half of one.
      if (!page.IsTruncated || !marker || markers.has(marker)) throw notAnswered();
      markers.add(marker);
    }
  }

  async function list(): Promise<ListedZone[]> {
    if (onlyId !== undefined) {
      const { HostedZone, DelegationSet } = await ask((client) => client.getHostedZone({ Id: onlyId }));
      if (!HostedZone) throw notAnswered();
      return [zoneOf(HostedZone, serversOf(DelegationSet?.NameServers))];
    }
    const zones = await found();
    const servers = (zone: HostedZone) => (zone.Config?.PrivateZone ? [] : serversOfZone(idOf(zone)));
    return Promise.all(zones.map(async (zone) => zoneOf(zone, await servers(zone))));
  }

  /**
   * Route 53 would create a second zone of the same name. The caller reference, the same for everybody who creates this zone,
   * prevents that when two writers create it at once. If a zone with that reference was deleted since, a new one needs
   * another reference.
   */
  async function create(apex: string): Promise<Zone> {
    const existing = async () => publicOf(await list()).find((zone) => zone.apex === apex);
    for (const reference of [`lamia/${apex}`, `lamia/${apex}/${randomUUID()}`]) {
      const zone = await existing();
      if (zone) return zone;
      if (onlyId !== undefined)
        throw new Failure("rejected", texts.onlyOneZone({ zone: onlyId, apex }), {
          remedy: texts.onlyOneZoneRemedy,
        });
      try {
        const asked = { Name: withDot(apex), CallerReference: reference };
        const made = await ask((client) => client.createHostedZone(asked));
        if (made.HostedZone) return zoneOf(made.HostedZone, serversOf(made.DelegationSet?.NameServers));
      } catch (thrown) {
        if (!(thrown instanceof ApiError) || !thrown.codes.includes("HostedZoneAlreadyExists")) throw thrown;
      }
    }
    const zone = await existing();
    if (zone) return zone;
    throw new ApiError({ status: 409, codes: ["HostedZoneAlreadyExists"] });
  }

  return { list, create };
}

/** A page of a proxy, or half an answer: the SDK reads from it that nothing exists. */
export function notAnswered(): ApiError {
  return new ApiError({ status: 0, codes: [notAnAnswer] });
}

/** `/hostedzone/Z123` in answers, `Z123` in requests. */
function idOf({ Id = "" }: HostedZone): string {
  return Id.replace(/^\/hostedzone\//, "");
}

/** Throws for a zone that can't be read. One without a name would hold every host. */
function zoneOf(zone: HostedZone, nameServers: string[]): ListedZone {
  if (!zone.Id || !zone.Name) throw notAnswered();
  const isPrivate = zone.Config?.PrivateZone ? { isPrivate: true as const } : {};
  return { id: idOf(zone), apex: withoutDot(zone.Name), nameServers, ...isPrivate };
}

function serversOf(hosts: readonly string[] | undefined): string[] {
  return (hosts ?? []).map(withoutDot).sort();
}
