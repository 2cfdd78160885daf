import { GoogleError } from "@/sandbox/cloud-dns/google-error";
import type { ManagedZone } from "@/sandbox/cloud-dns/managed-zone";
import { absoluteName, isRecordType, isWithin, type RecordSet } from "@/sandbox/name-servers/record-set";
import { parseRrdata } from "@/sandbox/name-servers/rrdata";
import { type ProviderAnswer, type ProviderApi, type ProviderParts, parseJson } from "./provider-api";

const mediaType = "application/external.dns.webhook+json;version=1";
const headers = { "content-type": mediaType };
/** The types that both external-dns and the sandbox's name servers support. */
const knownTypes: ReadonlySet<string> = new Set(["A", "AAAA", "CNAME", "TXT", "SRV", "NS", "PTR", "MX"]);
const withTarget: ReadonlySet<string> = new Set(["CNAME", "NS", "PTR", "MX", "SRV"]);

interface Endpoint {
  dnsName?: string;
  recordType?: string;
  recordTTL?: number;
  targets?: string[];
}

/**
 * A webhook like external-dns puts in front of providers (its `api/webhook.yaml`): negotiation, records,
 * adjustments, and changes. It has no conditions and no order, and answers 500 to whatever it can't do.
 */
export function webhookApi({ zones, levers }: ProviderParts): ProviderApi {
  const zoneOf = (name: string) =>
    zones
      .list()
      .filter(({ dnsName }) => isWithin(name, dnsName))
      .sort((one, other) => other.dnsName.length - one.dnsName.length)[0];

  function records(): Endpoint[] {
    return zones.list().flatMap((zone) =>
      [...zone.content.all()]
        .filter(({ type }) => knownTypes.has(type))
        .map(({ name, type, ttl, rrdatas }) => ({
          dnsName: name.slice(0, -1),
          recordType: type,
          recordTTL: ttl,
          targets: rrdatas.map((text) => (type === "TXT" ? text : text.replace(/\.$/, ""))),
        })),
    );
  }

  /** Throws when the zone rejects a change; earlier changes stay. */
  function apply(body: unknown): void {
    const {
      create = [],
      updateOld = [],
      updateNew = [],
      delete: gone = [],
    } = (body ?? {}) as Record<string, Endpoint[]>;
    const byZone = new Map<ManagedZone, { deletions: RecordSet[]; additions: RecordSet[] }>();
    const changeOf = (set: RecordSet) => {
      const zone = zoneOf(set.name);
      if (!zone) throw new TypeError(`no zone holds ${set.name}`);
      const change = byZone.get(zone) ?? { deletions: [], additions: [] };
      byZone.set(zone, change);
      return { zone, change };
    };
    for (const set of [...gone, ...updateOld].map(recordSetOf)) {
      const { zone, change } = changeOf(set);
      // It identifies records by name and type alone, so values that changed meanwhile are lost too.
      const standing = zone.content.get(set.name, set.type);
      if (standing) change.deletions.push(standing);
    }
    for (const set of [...create, ...updateNew].map(recordSetOf)) changeOf(set).change.additions.push(set);
    for (const [zone, change] of byZone) zones.change(zone, change);
  }

  function answer(method: string, path: string, body: string): ProviderAnswer {
    switch (`${method} ${path}`) {
      case "GET /":
        return {
          status: 200,
          headers,
          body: JSON.stringify({ include: zones.list().map(({ dnsName }) => dnsName.slice(0, -1)) }),
        };
      case "GET /records":
        return { status: 200, headers, body: JSON.stringify(records()) };
      case "POST /adjustendpoints":
        return { status: 200, headers, body: JSON.stringify(parseJson(body) ?? []) };
      case "POST /records":
        apply(parseJson(body));
        return { status: 204, body: "" };
      default:
        return { status: 404, body: "" };
    }
  }

  return {
    id: "webhook-sandbox",
    zones,
    credentials: {},
    answer({ method, path, headers: asked, body }) {
      if (levers.providerUnavailable) return { status: 503, body: "upstream" };
      const given = asked[method === "POST" ? "content-type" : "accept"];
      if (given !== mediaType) return { status: 415, body: "" };
      try {
        return answer(method, path, body);
      } catch (error) {
        if (error instanceof GoogleError || error instanceof TypeError) return { status: 500, body: "" };
        throw error;
      }
    },
  };
}

function recordSetOf({ dnsName = "", recordType = "", recordTTL = 0, targets = [] }: Endpoint): RecordSet {
  if (!isRecordType(recordType) || !knownTypes.has(recordType)) throw new TypeError(`no type ${recordType}`);
  const rrdatas = targets.map((target) => {
    const read = parseRrdata(
      recordType,
      withTarget.has(recordType) ? `${target.replace(/\.$/, "")}.` : target,
    );
    if (!read) throw new TypeError(`${target} is no ${recordType}`);
    return read.text;
  });
  return { name: absoluteName(dnsName), type: recordType, ttl: recordTTL || 300, rrdatas };
}
