import { GoogleError } from "@/sandbox/cloud-dns/google-error";
import type { ManagedZone } from "@/sandbox/cloud-dns/managed-zone";
import { absoluteName, isDomainName } from "@/sandbox/name-servers/record-set";
import {
  isInZone,
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

/** An API error: an HTTP status, and one of Cloudflare's codes with its text. */
class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly chain: { code: number; message: string } | undefined;

  constructor(status: number, code: number, message: string, chain?: { code: number; message: string }) {
    super(message);
    this.status = status;
    this.code = code;
    this.chain = chain;
  }
}

/** Cloudflare's pages are larger; small ones make it easy to have several. */
const recordsPerPage = 100;
const mostOperations = 200;
const withTarget = new Set(["CNAME", "NS", "MX", "PTR"]);
/** Documentation addresses in place of Cloudflare's own, which name servers return for a proxied record. */
const proxyAddresses = { A: "192.0.2.241", AAAA: "2001:db8::cf" } as const;

interface Fields {
  name?: unknown;
  type?: unknown;
  content?: unknown;
  ttl?: unknown;
  proxied?: unknown;
  priority?: unknown;
  data?: unknown;
}

/** The parts of Cloudflare's API v4 for zones and DNS records: paging, batches in one transaction, API tokens. */
export function cloudflareApi({ zones, levers }: ProviderParts): ProviderApi {
  const token = newId(20);
  const account = { id: newId(), name: "Sandbox" };
  const shelf = recordShelf(zones);

  function shownZone(zone: ManagedZone): object {
    return {
      id: zone.name,
      name: zone.dnsName.slice(0, -1),
      status: "active",
      type: "full",
      name_servers: zone.nameServers.map((host) => host.slice(0, -1)),
      created_on: new Date(zone.createdAt).toISOString(),
      account,
    };
  }

  function zoneOf(id: string): ManagedZone {
    const zone = zones.find(id);
    if (zone) return zone;
    throw new Refusal(404, 7003, "Could not route to the zone, perhaps your object identifier is invalid?");
  }

  function createZone(body: unknown): object {
    const { name } = (body ?? {}) as { name?: unknown };
    const apex = typeof name === "string" ? zoneNameFor(name) : "";
    if (!isDomainName(apex) || apex.split(".").length < 3)
      throw new Refusal(400, 1049, `${String(name)} is not a registered domain`);
    if (zones.ofDnsName(apex)) throw new Refusal(400, 1061, `${String(name)} already exists`);
    return shownZone(zones.create({ name: newId(), dnsName: apex, description: "", labels: {} }));
  }

  /** Applies everything or nothing, in Cloudflare's order. */
  function batch(zone: ManagedZone, body: unknown): object {
    const { deletes = [], posts = [] } = (body ?? {}) as { deletes?: { id: string }[]; posts?: Fields[] };
    if (deletes.length + posts.length > mostOperations)
      throw new Refusal(400, 1004, "DNS Validation Error", { code: 9207, message: "Too many operations." });
    const left = [...shelf.of(zone)];
    for (const { id } of deletes) {
      const at = left.findIndex((record) => record.id === id);
      if (at < 0) throw new Refusal(404, 81044, "Record does not exist.");
      left.splice(at, 1);
    }
    const made: StoredRecord[] = [];
    for (const fields of posts) {
      const record = readFields(zone, fields);
      refuseBeside(record, [...left, ...made]);
      made.push(record);
    }
    try {
      shelf.set(zone, [...left, ...made]);
    } catch (error) {
      if (!(error instanceof GoogleError)) throw error;
      throw new Refusal(400, 1004, "DNS Validation Error", { code: 9000, message: error.message });
    }
    const shown = (record: StoredRecord) => shownRecord(record, zone);
    return { deletes, patches: [], puts: [], posts: made.map(shown) };
  }

  /** Its registrar has the domains of its zones whose names begin with "at-cloudflare"; the others are elsewhere. */
  function registrar(domain: string | undefined, query: URLSearchParams): ProviderAnswer {
    const domains = zones.list().map(({ name: id, dnsName, nameServers }) => ({
      id,
      name: dnsName.slice(0, -1),
      available: false,
      current_registrar: dnsName.startsWith("at-cloudflare") ? "Cloudflare" : "Sandbox Registrar",
      locked: true,
      name_servers: nameServers.map((host) => host.slice(0, -1)),
      supported_tld: true,
    }));
    if (domain === undefined) return page(domains, query, 50);
    const found = domains.find(({ name }) => name === domain);
    if (!found) throw new Refusal(404, 10_000, "Domain not found");
    return success(found);
  }

  function answer({ method, path, query, headers, body }: ProviderRequest): ProviderAnswer {
    const pause = levers.providerRetryAfterSeconds;
    if (levers.providerUnavailable) return { status: 503, body: "<html>upstream connect error</html>" };
    if (pause !== null) {
      const { status, ...refused } = refusal(new Refusal(429, 971, "Please wait and consider throttling."));
      return { status, ...refused, headers: { "retry-after": String(pause) } };
    }
    const [, given] = /^Bearer ([\w-]+)$/.exec(headers.authorization ?? "") ?? [];
    if (given === undefined) {
      const chain = { code: 6111, message: "Invalid format for Authorization header" };
      throw new Refusal(400, 6003, "Invalid request headers", chain);
    }
    if (given !== token) throw new Refusal(403, 9109, "Invalid access token");
    const [, , id = "", what = "", how = ""] = path.split("/");
    const route = `${method} ${path.split("/")[1]}${id && "/:id"}${what && `/${what}`}${how && `/${how}`}`;
    if (route === "GET zones") return page(zones.list().map(shownZone), query, 50);
    if (route === "POST zones") return success(createZone(parseJson(body)));
    if (route === "GET zones/:id/dns_records") {
      const zone = zoneOf(id);
      const name = query.get("name.exact") ?? query.get("name");
      const found = shelf.of(zone).filter((record) => name === null || record.name === absoluteName(name));
      return page(
        found.map((record) => shownRecord(record, zone)),
        query,
        recordsPerPage,
      );
    }
    if (route === "POST zones/:id/dns_records") {
      const { posts } = batch(zoneOf(id), { posts: [parseJson(body)] }) as { posts: object[] };
      return success(posts[0] ?? {});
    }
    if (route === "POST zones/:id/dns_records/batch") return success(batch(zoneOf(id), parseJson(body)));
    if (route.startsWith("GET accounts/:id/registrar")) return registrar(path.split("/")[5], query);
    throw new Refusal(404, 7000, "No route for that URI");
  }

  return {
    id: "cloudflare",
    zones,
    credentials: { token },
    answer(request) {
      try {
        return answer(request);
      } catch (error) {
        if (error instanceof Refusal) return refusal(error);
        throw error;
      }
    },
  };
}

function readFields(zone: ManagedZone, fields: Fields): StoredRecord {
  const { type, ttl = 1, proxied = false, priority } = fields;
  const invalid = (code: number, message: string) =>
    new Refusal(400, 1004, "DNS Validation Error", { code, message });
  const name = absoluteName(String(fields.name ?? ""));
  const owner = isInZone(zone, name) ? name : `${name}${zone.dnsName}`;
  if (!isDomainName(owner, { wildcard: true })) throw invalid(9000, "DNS name is invalid.");
  if (typeof ttl !== "number" || (ttl !== 1 && (ttl < 60 || ttl > 86_400)))
    throw invalid(9021, "Invalid TTL.");
  const content = typeof fields.content === "string" ? fields.content : structured(fields.data);
  const text = withTarget.has(String(type)) ? absoluteName(content) : content;
  const read = readRecord(type, type === "MX" ? `${String(priority ?? 0)} ${text}` : text);
  if (!read) throw invalid(9005, `Content for ${String(type)} record must be valid.`);
  if (proxied && ttl !== 1) throw invalid(9022, "ttl must be set to 1 when `proxied` is true.");
  const kept = content.startsWith('"') || type !== "TXT" ? content : `"${content}"`;
  const isAddress = read.type === "A" || read.type === "AAAA" || read.type === "CNAME";
  const isFlattened = read.type === "CNAME" && owner === zone.dnsName;
  const answered = (proxied && isAddress) || isFlattened ? proxyAnswer(read.type) : read;
  const more = { proxied: proxied === true, content: kept, shownType: read.type, priority };
  const times = { ttl: ttl === 1 ? 300 : ttl, createdAt: new Date().toISOString() };
  return { id: newId(), name: owner, ...answered, ...times, more: { ...more, ttl } };
}

function proxyAnswer(type: string) {
  const answered = type === "AAAA" ? ("AAAA" as const) : ("A" as const);
  return { type: answered, rrdata: proxyAddresses[answered] };
}

function structured(data: unknown): string {
  const { flags, tag, value } = (data ?? {}) as { flags?: unknown; tag?: unknown; value?: unknown };
  return `${String(flags)} ${String(tag)} "${String(value)}"`;
}

function refuseBeside(record: StoredRecord, others: readonly StoredRecord[]): void {
  const here = others.filter(({ name }) => name === record.name);
  const isAlias = ({ more }: StoredRecord) => more.shownType === "CNAME";
  if (here.some((other) => other.more.shownType === record.more.shownType && other.rrdata === record.rrdata))
    throw new Refusal(400, 81058, "An identical record already exists.");
  // At the apex, where Cloudflare flattens it, a CNAME record stands beside records that are no addresses.
  const inTheWay = isFlat(record)
    ? here.filter(({ more }) => ["A", "AAAA", "CNAME"].includes(String(more.shownType)))
    : here;
  if (isAlias(record) && inTheWay.length > 0)
    throw new Refusal(400, 81053, "An A, AAAA, or CNAME record with that host already exists.");
  const isAddress = ["A", "AAAA", "CNAME"].includes(String(record.more.shownType));
  if (here.some((other) => isAlias(other) && (isAddress || !isFlat(other))))
    throw new Refusal(400, 81054, "A CNAME record with that host already exists.");
}

function isFlat({ type, more }: StoredRecord): boolean {
  return more.shownType === "CNAME" && type !== "CNAME" && more.proxied !== true;
}

function shownRecord({ id, name, createdAt, more }: StoredRecord, zone: ManagedZone): object {
  const { proxied, content, shownType, priority, ttl } = more;
  return {
    id,
    name: name.slice(0, -1),
    type: shownType,
    content: withTarget.has(String(shownType)) ? String(content).replace(/\.$/, "") : content,
    proxied,
    ttl,
    ...(priority === undefined ? {} : { priority }),
    zone_id: zone.name,
    comment: null,
    tags: [],
    settings: {},
    created_on: createdAt,
    modified_on: createdAt,
  };
}

function success(result: unknown): ProviderAnswer {
  return { status: 200, body: { success: true, errors: [], messages: [], result } };
}

function page(items: object[], query: URLSearchParams, most: number): ProviderAnswer {
  const perPage = Math.min(Number(query.get("per_page") ?? 20), most);
  const at = Number(query.get("page") ?? 1);
  if (!(perPage >= 1) || !(at >= 1)) throw new Refusal(400, 1004, "Invalid paging");
  const result = items.slice((at - 1) * perPage, at * perPage);
  const total_pages = Math.ceil(items.length / perPage);
  const result_info = {
    page: at,
    per_page: perPage,
    count: result.length,
    total_count: items.length,
    total_pages,
  };
  return { status: 200, body: { success: true, errors: [], messages: [], result, result_info } };
}

function refusal({ status, code, message, chain }: Refusal): ProviderAnswer & { body: object } {
  const error = { code, message, ...(chain && { error_chain: [chain] }) };
  return { status, body: { success: false, errors: [error], messages: [], result: null } };
}
