import { z } from "zod";
import { shaped } from "@/lib/dns/hosted/http";
import { Failure } from "@/lib/gateway/failure";
import type { RecordSet } from "@/lib/gateway/model";
import { type PlannedSet, plannedSets } from "../hosted/provider";
import {
  cameSecond,
  groupRecords,
  type HeldRecord,
  type HeldRecordSet,
  type ReadName,
  recordsOf,
  rrdatasOf,
} from "../hosted/record-sets";
import { texts as hostedTexts } from "../hosted/texts";
import { renderRecordData, withDot, withoutDot } from "../record-data";
import type { CloudflareApi } from "./api";

const record = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  content: z.string().default(""),
  ttl: z.number(),
  proxied: z.boolean().default(false),
  priority: z.number().optional(),
  created_on: z.string().default(""),
  data: z.unknown().optional(),
});
type CloudflareRecord = z.infer<typeof record>;

const pageSize = 1_000;
const proxiable: ReadonlySet<string> = new Set(["A", "AAAA", "CNAME"]);
const withTarget: ReadonlySet<string> = new Set(["CNAME", "NS", "MX", "PTR"]);

/** All record sets of a zone, or of one name. */
export async function listRecords(
  api: CloudflareApi,
  zoneId: string,
  { name, isProxied }: { name: string | undefined; isProxied: boolean },
): Promise<HeldRecordSet[]> {
  const query = name === undefined ? {} : { "name.exact": name };
  const found = await api.list(`/zones/${encodeURIComponent(zoneId)}/dns_records`, query, pageSize);
  return groupRecords(found.map((each) => heldRecord(shaped(record, each), isProxied)));
}

interface ZoneAccess {
  api: CloudflareApi;
  zoneId: string;
  apex: string;
  isProxied: boolean;
  read: ReadName;
}

/**
 * Cloudflare runs a batch as one transaction, and refuses it if a record that is to be deleted is gone. Nothing else can be
 * made a condition, and Cloudflare accepts a second A or TXT record at any time. So the records are read right before the
 * write, only the differences are written, and the name is read again right after: a writer that found the name free but came
 * second removes its own record. If somebody edits a record in place between the read and the write, that goes unnoticed.
 */
export async function changeRecords(
  { api, zoneId, apex, isProxied, read }: ZoneAccess,
  deletions: readonly RecordSet[],
  additions: readonly RecordSet[],
): Promise<void> {
  const planned = (await plannedSets(deletions, additions, read, { flattenedAt: apex })).map((set) => ({
    ...set,
    ...difference(set, isProxied),
  }));
  const deletes = planned.flatMap(({ gone }) => gone.map(({ id }) => ({ id })));
  const posts = planned.flatMap(({ added }) => added);
  if (deletes.length === 0 && posts.length === 0) return;
  const batch = (json: object) =>
    api.send("POST", `/zones/${encodeURIComponent(zoneId)}/dns_records/batch`, json);
  const answered = z
    .object({ posts: z.array(z.object({ id: z.string() })).nullish() })
    .safeParse(await batch({ deletes, posts }));
  const ours = new Set(answered.data?.posts?.map(({ id }) => id));

  // If records were deleted, the transaction proves that nobody else had replaced them.
  const unproved = planned.filter(({ added, gone }) => added.length > 0 && gone.length === 0);
  const late = await Promise.all(
    unproved.map(async ({ name, type, standing }) => {
      const before = new Set(recordsOf(standing).map(({ id }) => id));
      return cameSecond(recordsOf((await read(name)).get(type)), before, ours);
    }),
  );
  if (!late.includes(true)) return;
  const restored = planned.flatMap(({ gone }) => gone.map((each) => each.handle));
  await batch({ deletes: [...ours].map((id) => ({ id })), posts: restored });
  throw new Failure("conflict", hostedTexts.zoneChanged);
}

interface RestorableRecord extends HeldRecord {
  /** As it is sent to create it again. */
  handle: object;
}

/** What to delete and add to get to `next`; records that are already right keep their comments and tags. */
function difference({ standing, next }: PlannedSet, isProxied: boolean) {
  const wanted = next
    ? rrdatasOf(next).map((rrdata) => ({ rrdata, post: postOf(next, rrdata, isProxied) }))
    : [];
  const existingRecords = recordsOf(standing) as readonly RestorableRecord[];
  const isKept = (held: HeldRecord) =>
    !held.needsRewrite &&
    (held.ttlSeconds === next?.ttlSeconds || isProxiedType(next, isProxied)) &&
    wanted.some(({ rrdata }) => sameData(held, rrdata));
  const gone = existingRecords.filter((held) => !isKept(held));
  const kept = existingRecords.filter(isKept);
  const added = wanted.filter(({ rrdata }) => !kept.some((held) => sameData(held, rrdata)));
  return { gone, added: added.map(({ post }) => post) };
}

function isProxiedType(next: RecordSet | null, isProxied: boolean): boolean {
  return isProxied && next !== null && proxiable.has(next.type);
}

function sameData(held: HeldRecord, rrdata: string): boolean {
  return held.rrdata === rrdata;
}

/** With `ttl: 1`, Cloudflare chooses the TTL, which is the only one for proxied records. */
function postOf({ name, type, ttlSeconds }: RecordSet, rrdata: string, isProxied: boolean): object {
  const proxied = isProxied && proxiable.has(type);
  const ttl = proxied ? 1 : ttlSeconds;
  if (type !== "CAA") {
    const content = withTarget.has(type) ? withoutDot(rrdata) : rrdata;
    return { name, type, content, ttl, ...(proxiable.has(type) ? { proxied } : {}) };
  }
  const [, flags = "0", tag = "", value = ""] = /^(\d+)\s+(\S+)\s+"?(.*?)"?$/.exec(rrdata) ?? [];
  return { name, type, data: { flags: Number(flags), tag, value }, ttl };
}

function heldRecord(found: CloudflareRecord, isProxied: boolean): RestorableRecord {
  const { id, type, ttl, content, priority, proxied, data, created_on: made } = found;
  const name = withoutDot(found.name);
  const needsRewrite = proxiable.has(type) && proxied !== isProxied;
  const structured = data === undefined ? { content } : { data };
  const handle = { name, type, ...structured, ttl, proxied, ...(priority === undefined ? {} : { priority }) };
  const held = { id, name, type, ttlSeconds: ttl, rrdata: rrdataOf(found), made: `${made} ${id}`, handle };
  return needsRewrite ? { ...held, needsRewrite } : held;
}

/** Text that was entered without quotes is one string, spaces included. */
function rrdataOf({ type, content, priority }: CloudflareRecord): string {
  if (type === "TXT") return content.startsWith('"') ? content : renderRecordData("TXT", content);
  if (type === "MX") return `${priority ?? 0} ${withDot(content)}`;
  return withTarget.has(type) ? withDot(content) : content;
}
