import { GoogleError } from "@/sandbox/cloud-dns/google-error";
import type { ManagedZone } from "@/sandbox/cloud-dns/managed-zone";
import { absoluteName, isDomainName, isRecordType, type RecordSet } from "@/sandbox/name-servers/record-set";
import { parseRrdata } from "@/sandbox/name-servers/rrdata";
import {
  newId,
  type ProviderAnswer,
  type ProviderApi,
  type ProviderParts,
  type ProviderRequest,
  parseJson,
  zoneNameFor,
} from "./provider-api";

class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const guid = () => newId().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
const recordsPerPage = 100;

type Json = Record<string, unknown>;

/**
 * Azure DNS (2018-05-01): record sets with ETags and conditions, pages by link; and the token endpoint of Entra ID.
 */
export function azureApi({ zones, levers }: ProviderParts): ProviderApi {
  const [subscription, tenant, client] = [guid(), guid(), guid()];
  const group = "lamia-dns";
  const secret = newId(20);
  const federatedToken = newId(24);
  const tokens = new Set<string>();
  /** The JSON of each record set as written, with its ETag; by zone, type and name. */
  const stored = new Map<string, { etag: string; properties: Json }>();
  const keyOf = (zone: ManagedZone, type: string, name: string) => `${zone.name} ${type} ${name}`;

  function login(path: string, body: string): ProviderAnswer {
    const form = new URLSearchParams(body);
    const isKnown =
      path === `/${tenant}/oauth2/v2.0/token` &&
      form.get("client_id") === client &&
      (form.get("client_secret") === secret || form.get("client_assertion") === federatedToken);
    if (!isKnown)
      return { status: 401, body: { error: "invalid_client", error_description: "AADSTS7000215" } };
    const access_token = newId(32);
    tokens.add(access_token);
    return { status: 200, body: { token_type: "Bearer", expires_in: 3599, access_token } };
  }

  const zoneOf = (name: string): ManagedZone => {
    const zone = zones.ofDnsName(zoneNameFor(name));
    if (zone) return zone;
    throw new Refusal(404, "ParentResourceNotFound", `The zone '${name}' was not found.`);
  };

  const shownZone = (zone: ManagedZone) => ({
    id: `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/dnszones/${zone.dnsName.slice(0, -1)}`,
    name: zone.dnsName.slice(0, -1),
    type: "Microsoft.Network/dnszones",
    etag: zone.id,
    location: "global",
    properties: { nameServers: zone.nameServers, zoneType: "Public", numberOfRecordSets: zone.content.size },
  });

  function putZone(name: string, headers: ProviderRequest["headers"]): ProviderAnswer {
    const apex = zoneNameFor(name);
    if (!isDomainName(apex) || apex.split(".").length < 3)
      throw new Refusal(400, "BadRequest", "Invalid name");
    const existing = zones.ofDnsName(apex);
    if (existing && headers["if-none-match"] === "*")
      throw new Refusal(412, "PreconditionFailed", "The zone exists already.");
    const made =
      existing ?? zones.create({ name: `z${newId(8)}`, dnsName: apex, description: "", labels: {} });
    return { status: existing ? 200 : 201, body: shownZone(made) };
  }

  function shownSet(zone: ManagedZone, { name, type, ttl, rrdatas }: RecordSet): Json {
    const label = name === zone.dnsName ? "@" : name.slice(0, -zone.dnsName.length - 1);
    const known = stored.get(keyOf(zone, type, label));
    const properties = known?.properties ?? {
      TTL: ttl,
      ...(type === "NS" && { NSRecords: rrdatas.map((nsdname) => ({ nsdname })) }),
    };
    const shown = { ...properties, fqdn: name, provisioningState: "Succeeded", targetResource: {} };
    return {
      name: label,
      type: `Microsoft.Network/dnszones/${type}`,
      etag: known?.etag ?? "initial",
      properties: shown,
    };
  }

  function listSets(zone: ManagedZone, query: URLSearchParams): ProviderAnswer {
    const suffix = query.get("$recordsetnamesuffix");
    const all = [...zone.content.all()].map((set) => shownSet(zone, set));
    const found = all.filter(({ name }) => suffix === null || String(name).endsWith(suffix));
    const from = Number(query.get("$skipToken") ?? 0);
    const value = found.slice(from, from + recordsPerPage);
    const isLast = from + recordsPerPage >= found.length;
    const link = `https://management.azure.com/…?$skipToken=${from + recordsPerPage}`;
    return { status: 200, body: { value, ...(!isLast && { nextLink: link.replace("…", "next") }) } };
  }

  function writeSet(
    zone: ManagedZone,
    type: string,
    label: string,
    request: ProviderRequest,
  ): ProviderAnswer {
    const { method, headers, body } = request;
    const name = label === "@" ? zone.dnsName : absoluteName(`${label}.${zone.dnsName}`);
    if (!isRecordType(type) || !isDomainName(name, { wildcard: true }))
      throw new Refusal(400, "BadRequest", "The record set is not valid.");
    const current = zone.content.get(name, type);
    if (method === "GET") {
      if (!current) throw new Refusal(404, "NotFound", `The record set ${label} does not exist.`);
      return { status: 200, body: shownSet(zone, current) };
    }
    const etag = current && (stored.get(keyOf(zone, type, label))?.etag ?? "initial");
    const wanted = headers["if-match"];
    if ((headers["if-none-match"] === "*" && current) || (wanted !== undefined && wanted !== etag))
      throw new Refusal(412, "PreconditionFailed", `The record set ${label} has changed.`);
    const deletions = current ? [current] : [];
    if (method === "DELETE") {
      if (current) zones.change(zone, { deletions, additions: [] });
      stored.delete(keyOf(zone, type, label));
      return { status: current ? 200 : 204, body: current ? {} : "" };
    }
    const { properties = {} } = (parseJson(body) ?? {}) as { properties?: Json };
    const additions = [
      { name, type, ttl: Number(properties.TTL ?? 3600), rrdatas: rrdatasOf(type, properties) },
    ];
    zones.change(zone, { deletions, additions });
    const made = { etag: newId(8), properties };
    stored.set(keyOf(zone, type, label), made);
    const [added] = additions;
    return { status: current ? 200 : 201, body: added ? shownSet(zone, added) : {} };
  }

  function answer(request: ProviderRequest): ProviderAnswer {
    const { method, mount, path, query, headers, body } = request;
    if (levers.providerUnavailable) throw new Refusal(503, "ServerTimeout", "The request timed out.");
    if (mount === "azure-login") return login(path, body);
    if (levers.providerRetryAfterSeconds !== null)
      throw new Refusal(429, "TooManyRequests", "Too many requests.");
    if (!tokens.has((headers.authorization ?? "").replace(/^Bearer /, "")))
      throw new Refusal(401, "InvalidAuthenticationToken", "The access token is invalid.");
    const prefix = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/dnsZones`;
    if (!path.startsWith(prefix))
      throw new Refusal(404, "ResourceGroupNotFound", "Resource group not found.");
    if (query.get("api-version") !== "2018-05-01") throw new Refusal(400, "InvalidApiVersionParameter", "");
    const [, zone = "", what = "", label = ""] = path.slice(prefix.length).split("/").map(decodeURIComponent);
    if (!zone) return { status: 200, body: { value: zones.list().map(shownZone) } };
    if (!what && method === "PUT") return putZone(zone, headers);
    if (!what) return { status: 200, body: shownZone(zoneOf(zone)) };
    if (what === "all") return listSets(zoneOf(zone), query);
    return writeSet(zoneOf(zone), what, label, request);
  }

  return {
    id: "azure",
    aliases: ["azure-login"],
    zones,
    credentials: { subscription, tenant, client, secret, group, federatedToken },
    answer(request) {
      try {
        return answer(request);
      } catch (error) {
        const refused =
          error instanceof GoogleError ? new Refusal(400, "BadRequest", error.message) : (error as Refusal);
        if (!(refused instanceof Refusal)) throw error;
        const { status, code, message } = refused;
        const pause = levers.providerRetryAfterSeconds;
        const headers = status === 429 && pause !== null ? { "retry-after": String(pause) } : {};
        return { status, headers, body: { error: { code, message } } };
      }
    },
  };
}

/** The canonical zone-file text of each record. @throws Refusal 400 */
function rrdatasOf(type: string, properties: Json): string[] {
  const list = (field: string) => (properties[field] ?? []) as Record<string, unknown>[];
  const cname = (properties.CNAMERecord as { cname?: string } | undefined)?.cname;
  const quoted = (value: unknown) =>
    (value as string[]).map((part) => `"${part.replace(/["\\]/g, "\\$&")}"`).join(" ");
  const texts = [
    ...list("ARecords").map(({ ipv4Address }) => String(ipv4Address)),
    ...list("AAAARecords").map(({ ipv6Address }) => String(ipv6Address)),
    ...(cname ? [absoluteName(cname)] : []),
    ...list("NSRecords").map(({ nsdname }) => absoluteName(String(nsdname))),
    ...list("TXTRecords").map(({ value }) => quoted(value)),
    ...list("caaRecords").map(
      ({ flags, tag, value }) => `${String(flags)} ${String(tag)} "${String(value)}"`,
    ),
    ...list("MXRecords").map(
      ({ preference, exchange }) => `${String(preference)} ${absoluteName(String(exchange))}`,
    ),
  ];
  return texts.map((text) => {
    const read = isRecordType(type) ? parseRrdata(type, text) : undefined;
    if (!read) throw new Refusal(400, "BadRequest", `The value '${text}' is not valid for ${type}.`);
    return read.text;
  });
}
