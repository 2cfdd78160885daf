import { GoogleError } from "@/sandbox/cloud-dns/google-error";
import type { ManagedZone } from "@/sandbox/cloud-dns/managed-zone";
import { absoluteName, isDomainName } from "@/sandbox/name-servers/record-set";
import {
  newId,
  type ProviderAnswer,
  type ProviderApi,
  type ProviderParts,
  type ProviderRequest,
  parseJson,
  readRecord,
  recordShelf,
  type StoredRecord,
  zoneNameFor,
} from "./provider-api";

class Refusal extends Error {
  readonly status: number;
  readonly id: string;

  constructor(status: number, id: string, message: string) {
    super(message);
    this.status = status;
    this.id = id;
  }
}

const unprocessable = (message: string) => new Refusal(422, "unprocessable_entity", message);
const notFound = () => new Refusal(404, "not_found", "The resource you were accessing could not be found.");
const withTarget = new Set(["CNAME", "NS", "MX", "CAA"]);

/** The parts of DigitalOcean's API v2 for domains: one record per request, no batches, no conditions. */
export function digitalOceanApi({ zones, levers }: ProviderParts): ProviderApi {
  const token = `dop_v1_${newId(32)}`;
  const shelf = recordShelf(zones);
  let lastId = 1_000_000;

  const shownZone = (zone: ManagedZone) => {
    const name = zone.dnsName.slice(0, -1);
    const servers = zone.nameServers.map((host) => `${zone.dnsName} 1800 IN NS ${host}`);
    const soa = `${zone.dnsName} IN SOA ${zone.nameServers[0]} hostmaster.${zone.dnsName} 1 10800 3600 604800 1800`;
    return {
      name,
      ttl: 1800,
      zone_file: [`$ORIGIN ${zone.dnsName}`, "$TTL 1800", soa, ...servers, ""].join("\n"),
    };
  };

  function zoneOf(name: string): ManagedZone {
    const zone = zones.ofDnsName(zoneNameFor(name));
    if (!zone) throw notFound();
    return zone;
  }

  function createZone(body: unknown): ProviderAnswer {
    const { name } = (body ?? {}) as { name?: unknown };
    const apex = typeof name === "string" ? zoneNameFor(name) : "";
    if (!isDomainName(apex) || apex.split(".").length < 3) throw unprocessable("Name is not a valid domain");
    if (zones.ofDnsName(apex)) throw unprocessable("Name already exists");
    const zone = zones.create({ name: `d${newId(8)}`, dnsName: apex, description: "", labels: {} });
    return { status: 201, body: { domain: { ...shownZone(zone), zone_file: null } } };
  }

  function createRecord(zone: ManagedZone, body: unknown): ProviderAnswer {
    const made = readFields(zone, (body ?? {}) as Record<string, unknown>);
    const here = shelf.of(zone).filter(({ name }) => name === made.name);
    if (here.some(({ type, rrdata }) => type === made.type && rrdata === made.rrdata))
      throw unprocessable("DNS record already exists");
    if (here.some(({ type }) => (type === "CNAME") !== (made.type === "CNAME")))
      throw unprocessable("CNAME records cannot share a name with other records");
    try {
      shelf.set(zone, [...shelf.of(zone), made]);
    } catch (error) {
      if (error instanceof GoogleError) throw unprocessable(error.message);
      throw error;
    }
    return { status: 201, body: { domain_record: shownRecord(made, zone) } };
  }

  function deleteRecord(zone: ManagedZone, id: string): ProviderAnswer {
    const left = shelf.of(zone).filter((record) => record.id !== id);
    if (left.length === shelf.of(zone).length) throw notFound();
    shelf.set(zone, left);
    return { status: 204, body: "" };
  }

  function readFields(zone: ManagedZone, fields: Record<string, unknown>): StoredRecord {
    const { type, ttl = 1800, priority = null, flags = null, tag = null } = fields;
    const label = String(fields.name ?? "");
    const name = label === "@" ? zone.dnsName : absoluteName(`${label}.${zone.dnsName}`);
    if (!isDomainName(name, { wildcard: true })) throw unprocessable("Name is invalid");
    if (typeof ttl !== "number" || ttl < 30) throw unprocessable("Ttl must be greater than or equal to 30");
    const data = String(fields.data ?? "");
    if (withTarget.has(String(type)) && data !== "@" && !data.endsWith("."))
      throw unprocessable("Data needs to end with a dot (.)");
    const read = readRecord(type, zoneFileText(String(type), data === "@" ? zone.dnsName : data, fields));
    if (!read) throw unprocessable("Data is invalid for this type");
    const more = {
      data: withTarget.has(String(type)) ? data.replace(/\.$/, "") : data,
      priority,
      flags,
      tag,
      label,
    };
    lastId += 1;
    return { id: String(lastId), name, ...read, ttl, createdAt: "", more };
  }

  function answer(request: ProviderRequest): ProviderAnswer {
    const { method, path, query, headers, body } = request;
    if (levers.providerUnavailable) throw new Refusal(503, "service_unavailable", "Server Error");
    if (levers.providerRetryAfterSeconds !== null)
      throw new Refusal(429, "too_many_requests", "API Rate limit exceeded.");
    if (headers.authorization !== `Bearer ${token}`)
      throw new Refusal(401, "Unauthorized", "Unable to authenticate you");
    const [, what = "", name = "", records = "", id = ""] = path.split("/").map(decodeURIComponent);
    if (what !== "domains") throw notFound();
    switch (`${method} ${name && ":name"}${records && `/${records}`}${id && "/:id"}`) {
      case "GET ":
        return page("domains", zones.list().map(shownZone), query);
      case "POST ":
        return createZone(parseJson(body));
      case "GET :name/records": {
        const zone = zoneOf(name);
        const asked = query.get("name");
        const found = shelf.of(zone).filter((each) => asked === null || each.name === absoluteName(asked));
        return page(
          "domain_records",
          found.map((each) => shownRecord(each, zone)),
          query,
        );
      }
      case "POST :name/records":
        return createRecord(zoneOf(name), parseJson(body));
      case "DELETE :name/records/:id":
        return deleteRecord(zoneOf(name), id);
      default:
        throw notFound();
    }
  }

  return {
    id: "digitalocean",
    zones,
    credentials: { token },
    answer(request) {
      try {
        return answer(request);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { status, id, message } = error;
        const pause = levers.providerRetryAfterSeconds;
        const headers = status === 429 && pause !== null ? { "retry-after": String(pause) } : {};
        return { status, headers, body: { id, message, request_id: newId(8) } };
      }
    },
  };
}

function zoneFileText(type: string, data: string, { priority, flags, tag }: Record<string, unknown>): string {
  if (type === "MX") return `${String(priority)} ${data}`;
  if (type === "CAA") return `${String(flags)} ${String(tag)} "${data.replace(/\.$/, "")}"`;
  if (type !== "TXT") return data;
  const parts = data.match(/[\s\S]{1,255}/g) ?? [""];
  return parts.map((part) => `"${part.replace(/["\\]/g, "\\$&")}"`).join(" ");
}

function shownRecord({ id, type, ttl, more }: StoredRecord, _zone: ManagedZone): object {
  const { data, priority, flags, tag, label } = more;
  return { id: Number(id), type, name: label, data, priority, port: null, ttl, weight: null, flags, tag };
}

function page(field: string, items: object[], query: URLSearchParams): ProviderAnswer {
  const perPage = Math.min(Number(query.get("per_page") ?? 20), 200);
  const at = Number(query.get("page") ?? 1);
  const shown = items.slice((at - 1) * perPage, at * perPage);
  const isLast = at * perPage >= items.length;
  const pages = isLast ? {} : { next: `https://api.digitalocean.com/v2/…?page=${at + 1}` };
  return { status: 200, body: { [field]: shown, links: { pages }, meta: { total: items.length } } };
}
