import { GoogleError } from "@/sandbox/cloud-dns/google-error";
import type { ManagedZone } from "@/sandbox/cloud-dns/managed-zone";
import { absoluteName, isDomainName, type RecordSet } from "@/sandbox/name-servers/record-set";
import {
  isInZone,
  newId,
  type ProviderAnswer,
  type ProviderApi,
  type ProviderParts,
  type ProviderRequest,
  parseJson,
  readRecord,
  zoneNameFor,
} from "./provider-api";

/**
 * A DNS provider that, as far as Lamia knows, has only a web page. A test plays its user, who creates zones and
 * enters records: `GET|PUT /zones/{apex}` and `PUT|DELETE /zones/{apex}/records/{name}/{type}` with `{ "ttl": …,
 * "values": […] }`.
 */
export function byHandApi({ zones }: ProviderParts): ProviderApi {
  const shown = (zone: ManagedZone) => ({
    nameServers: zone.nameServers.map((name) => name.replace(/\.$/, "")),
    records: [...zone.content.all()].map(({ name, type, ttl, rrdatas }) => ({
      name,
      type,
      ttl,
      values: rrdatas,
    })),
  });

  function setRecords(zone: ManagedZone, next: RecordSet, isDeletion: boolean): ProviderAnswer {
    const before = [...zone.content.all()].filter(
      ({ name, type }) => name === next.name && type === next.type,
    );
    if (isDeletion && before.length === 0) return refusal(404, "There are no such records.");
    try {
      zones.change(zone, { deletions: before, additions: isDeletion ? [] : [next] });
    } catch (error) {
      if (error instanceof GoogleError) return refusal(422, error.message);
      throw error;
    }
    return { status: 200, body: shown(zone) };
  }

  function answer({ method, path, body }: ProviderRequest): ProviderAnswer {
    const [, what, name = "", records, owner = "", type] = path.split("/").map(decodeURIComponent);
    const apex = zoneNameFor(name);
    if (what !== "zones" || !isDomainName(apex)) return refusal(404, "There is no such page.");
    const zone = zones.ofDnsName(apex);
    if (records === undefined && method === "PUT") {
      const made =
        zone ??
        zones.create({
          name: `h${newId(8)}`,
          dnsName: apex,
          description: "",
          labels: {},
        });
      return { status: 200, body: shown(made) };
    }
    if (!zone) return refusal(404, "There is no such zone.");
    if (records === undefined) return { status: 200, body: shown(zone) };
    const { ttl = 300, values = [] } = (parseJson(body) ?? {}) as { ttl?: number; values?: string[] };
    const text = (value: string) =>
      type === "TXT"
        ? JSON.stringify(value)
        : type === "CNAME" || type === "NS"
          ? absoluteName(value)
          : value;
    const read = values.map((value) => readRecord(type, text(value)));
    const absolute = absoluteName(owner);
    const isDeletion = method === "DELETE";
    const rrdatas = read.flatMap((each) => each?.rrdata ?? []);
    const isValid = isDeletion || (rrdatas.length > 0 && rrdatas.length === values.length);
    if (!isInZone(zone, absolute) || !isValid) return refusal(422, "The record isn't valid.");
    return setRecords(zone, { name: absolute, type: type as RecordSet["type"], ttl, rrdatas }, isDeletion);
  }

  return { id: "by-hand", zones, credentials: {}, answer };
}

function refusal(status: number, message: string): ProviderAnswer {
  return { status, body: { message } };
}
