import { z } from "zod";
import { ApiError, type ApiIdentity, apiFailure, checkByZones, shaped } from "@/lib/dns/hosted/http";
import { hostedProvider, oneByOne, plannedSets } from "@/lib/dns/hosted/provider";
import {
  cameSecond,
  groupRecords,
  type HeldRecord,
  type HeldRecordSet,
  type ReadName,
  recordsOf,
  rrdatasOf,
} from "@/lib/dns/hosted/record-sets";
import { texts as hostedTexts } from "@/lib/dns/hosted/texts";
import type {
  Metadata,
  MetadataKey,
  ProviderDefinition,
  ProviderOptions,
} from "@/lib/dns/provider-definition";
import { parseRecordData, renderRecordData, withDot, withoutDot } from "@/lib/dns/record-data";
import { Failure } from "@/lib/gateway/failure";
import type { RecordSet, Zone } from "@/lib/gateway/model";
import { secretSetting } from "@/lib/model/settings";
import { createZone, type DigitalOceanApi, digitalOceanApi, listZones } from "./api";
import { texts } from "./texts";

const title = "DigitalOcean";
const tokenPattern = { source: "dop_v1_[0-9a-f]{64}", mistake: texts.tokenMistake };

const tokenKey = {
  key: "digitalocean_token",
  label: texts.token,
  help: texts.tokenHelp,
  placeholder: "dop_v1_…",
  secret: true,
  kind: "text",
  pattern: tokenPattern,
  schema: z.string().regex(new RegExp(`^${tokenPattern.source}$`), tokenPattern.mistake),
} as const satisfies MetadataKey;

const identity: ApiIdentity = { provider: title, key: tokenKey.key, permissions: texts.permissions };

/** A page holds 200 records, so listing soon costs less than reading names one by one. */
const maxSingleReads = 8;

/** DigitalOcean's API v2, accessed with a token. */
export const digitalocean: ProviderDefinition = {
  id: "digitalocean",
  title,
  keys: [tokenKey],
  permissions: texts.permissions,
  create(metadata, options) {
    const api = connect(metadata, options);
    return hostedProvider({
      title,
      listZones: () => listZones(api),
      createZone: (apex) => createZone(api, apex),
      list: (zone, name) => listRecords(api, zone, name),
      change: (zone, deletions, additions, read) => changeRecords({ api, zone, read }, deletions, additions),
      explain: (thrown) => apiFailure(thrown, identity),
      isZoneGone: (thrown) => thrown instanceof ApiError && thrown.status === 404,
      maxSingleReads,
      // 250 requests a minute are allowed, and a change needs four.
      gathering: oneByOne,
    });
  },
  check: (metadata, options) => checkByZones(() => listZones(connect(metadata, options)), identity),
};

function connect(metadata: Metadata, { endpoints }: ProviderOptions): DigitalOceanApi {
  return digitalOceanApi(secretSetting(metadata, tokenKey.key), endpoints?.digitalocean);
}

const record = z.object({
  id: z.number(),
  type: z.string(),
  /** Relative to the zone; `@` is its apex. */
  name: z.string(),
  data: z.string(),
  ttl: z.number(),
  priority: z.number().nullish(),
  flags: z.number().nullish(),
  tag: z.string().nullish(),
});
type DigitalOceanRecord = z.infer<typeof record>;
const made = z.object({ domain_record: record });

const recordsPath = ({ id }: Zone) => `/domains/${encodeURIComponent(id)}/records`;

/** All record sets of a zone, or of one name. */
async function listRecords(api: DigitalOceanApi, zone: Zone, name?: string): Promise<HeldRecordSet[]> {
  const found = await api.list(
    recordsPath(zone),
    name === undefined ? {} : { name },
    "domain_records",
    record,
  );
  return groupRecords(found.map((each) => heldRecord(zone, each)));
}

interface ZoneAccess {
  api: DigitalOceanApi;
  zone: Zone;
  read: ReadName;
}

/**
 * DigitalOcean writes one record per request, whatever else exists. So the existing records are read right before. New
 * records are created first, so that there is always at least one; another read shows whether somebody else was faster; then
 * the old ones are deleted. If a CNAME is added or removed, the old records are deleted first, because both can't coexist. If
 * a step fails, the earlier ones are undone. A change that somebody else makes between the read and the write can still be
 * missed.
 */
async function changeRecords(
  { api, zone, read }: ZoneAccess,
  deletions: readonly RecordSet[],
  additions: readonly RecordSet[],
): Promise<void> {
  const planned = (await plannedSets(deletions, additions, read)).map((set) => {
    const wanted = set.next ? rrdatasOf(set.next) : [];
    const existing = recordsOf(set.standing) as readonly SentRecord[];
    const isKept = (held: HeldRecord) =>
      held.ttlSeconds === set.next?.ttlSeconds && wanted.includes(held.rrdata);
    const kept = existing.filter(isKept).map(({ rrdata }) => rrdata);
    const added = wanted.filter((rrdata) => !kept.includes(rrdata));
    const { next } = set;
    return {
      ...set,
      gone: existing.filter((held) => !isKept(held)),
      posts: next ? added.map((rrdata) => postOf(zone, next, rrdata)) : [],
    };
  });
  const aliased = new Set(planned.filter(({ type }) => type === "CNAME").map(({ name }) => name));
  const gone = planned.flatMap((set) => set.gone);
  const undone: (() => Promise<unknown>)[] = [];

  async function remove(held: SentRecord): Promise<void> {
    try {
      await api.send("DELETE", `${recordsPath(zone)}/${held.id}`);
    } catch (thrown) {
      if (thrown instanceof ApiError && thrown.status === 404)
        throw new Failure("conflict", hostedTexts.recordSetGone, { cause: thrown });
      throw thrown;
    }
    undone.push(() => api.send("POST", recordsPath(zone), held.sent));
  }

  const ours = new Set<string>();
  async function add(post: object): Promise<void> {
    const { id } = shaped(made, await api.send("POST", recordsPath(zone), post)).domain_record;
    ours.add(String(id));
    undone.push(() => api.send("DELETE", `${recordsPath(zone)}/${id}`));
  }

  try {
    for (const held of gone) if (aliased.has(held.name)) await remove(held);
    for (const { posts } of planned) for (const post of posts) await add(post);
    for (const { name, type, standing, posts } of planned) {
      if (posts.length === 0) continue;
      const before = new Set(recordsOf(standing).map(({ id }) => id));
      if (cameSecond(recordsOf((await read(name)).get(type)), before, ours))
        throw new Failure("conflict", hostedTexts.zoneChanged);
    }
    for (const held of gone) if (!aliased.has(held.name)) await remove(held);
  } catch (thrown) {
    // If something can't be undone, report the failure that led here.
    for (const undo of undone.reverse()) await undo().catch(() => {});
    throw thrown;
  }
}

interface SentRecord extends HeldRecord {
  /** The request that creates the record again. */
  sent: object;
}

function postOf({ apex }: Zone, { name, type, ttlSeconds: ttl }: RecordSet, rrdata: string): object {
  const label = name === apex ? "@" : name.slice(0, -apex.length - 1);
  const common = { type, name: label, ttl };
  if (type === "TXT") return { ...common, data: parseRecordData("TXT", rrdata) };
  if (type !== "CAA") return { ...common, data: rrdata };
  const [, flags = "0", tag = "", value = ""] = /^(\d+)\s+(\S+)\s+"?(.*?)"?$/.exec(rrdata) ?? [];
  return { ...common, flags: Number(flags), tag, data: withDot(value) };
}

function heldRecord({ apex }: Zone, found: DigitalOceanRecord): SentRecord {
  const { id, type, name: label, ttl, ...rest } = found;
  const name = label === "@" ? apex : `${label.toLowerCase()}.${apex}`;
  // The API returns names without the final dot, but accepts them only with one.
  const data = withTarget.has(type) && rest.data !== "@" ? withDot(rest.data) : rest.data;
  const sent = { type, name: label, ttl, ...rest, data };
  const padded = String(id).padStart(16, "0");
  return { id: String(id), name, type, ttlSeconds: ttl, rrdata: rrdataOf(found, apex), made: padded, sent };
}

const withTarget: ReadonlySet<string> = new Set(["CNAME", "NS", "MX", "CAA"]);

/** Names within the zone may come without its apex. */
function rrdataOf({ type, data, priority, flags, tag }: DigitalOceanRecord, apex: string): string {
  const target = data === "@" ? withDot(apex) : withDot(data);
  switch (type) {
    case "TXT":
      return renderRecordData("TXT", data);
    case "CNAME":
    case "NS":
      return target;
    case "MX":
      return `${priority ?? 0} ${target}`;
    case "CAA":
      return `${flags ?? 0} ${tag ?? ""} "${withoutDot(data)}"`;
    default:
      return data;
  }
}
