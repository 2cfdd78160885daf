import { z } from "zod";
import type { RecordSet, Zone } from "@/lib/gateway/model";
import { ApiError, notAnAnswer, shaped } from "../hosted/http";
import { type PlannedSet, plannedSets } from "../hosted/provider";
import { type HeldRecordSet, type ReadName, rrdatasOf } from "../hosted/record-sets";
import { parseRecordData, renderRecordData, withDot, withoutDot } from "../record-data";
import type { AzureApi, Condition } from "./api";
import { texts } from "./texts";

const target = z.string();
const properties = z.object({
  TTL: z.number().default(0),
  targetResource: z.object({ id: z.string().optional() }).nullish(),
  ARecords: z.array(z.object({ ipv4Address: target })).nullish(),
  AAAARecords: z.array(z.object({ ipv6Address: target })).nullish(),
  CNAMERecord: z.object({ cname: target }).nullish(),
  NSRecords: z.array(z.object({ nsdname: target })).nullish(),
  TXTRecords: z.array(z.object({ value: z.array(z.string()) })).nullish(),
  caaRecords: z.array(z.object({ flags: z.number(), tag: z.string(), value: z.string() })).nullish(),
  MXRecords: z.array(z.object({ preference: z.number(), exchange: target })).nullish(),
});
const recordSet = z.object({ name: z.string(), type: z.string(), etag: z.string(), properties });

/** All record sets of a zone, or of one name. */
export async function listRecordSets(api: AzureApi, zone: Zone, name?: string): Promise<HeldRecordSet[]> {
  const query = name === undefined ? {} : { $recordsetnamesuffix: labelOf(zone, name) };
  const found = await api.list(`/${encodeURIComponent(zone.id)}/all`, query);
  const held = found.map((each) => heldRecordSet(zone, shaped(recordSet, each)));
  return name === undefined ? held : held.filter((set) => set.name === name);
}

interface ZoneAccess {
  api: AzureApi;
  zone: Zone;
  read: ReadName;
}

/**
 * Azure writes one record set per request, on the condition that it has the ETag that was read, or doesn't exist, so no other
 * client's write is lost. Several record sets are not a transaction: if one fails, those before it are restored on the same
 * condition. If a CNAME is added or removed, what can't coexist with it is deleted first; otherwise deletions come last.
 */
export async function changeRecordSets(
  { api, zone, read }: ZoneAccess,
  deletions: readonly RecordSet[],
  additions: readonly RecordSet[],
): Promise<void> {
  const planned = await plannedSets(deletions, additions, read);
  const aliased = new Set(planned.filter(({ type }) => type === "CNAME").map(({ name }) => name));
  const rank = ({ name, next }: PlannedSet) => (next ? 1 : aliased.has(name) ? 0 : 2);
  const undone: (() => Promise<unknown>)[] = [];
  const pathOf = ({ name, type }: PlannedSet) =>
    `/${encodeURIComponent(zone.id)}/${type}/${encodeURIComponent(labelOf(zone, name))}`;
  try {
    for (const set of planned.toSorted((one, other) => rank(one) - rank(other))) {
      const path = pathOf(set);
      const before = set.standing?.handle as Held | undefined;
      const condition: Condition = before ? { "if-match": before.etag } : { "if-none-match": "*" };
      if (!set.next) {
        await remove(api, path, condition);
        if (before)
          undone.push(() => api.send("PUT", path, { ...before.sent, condition: { "if-none-match": "*" } }));
        continue;
      }
      const made = shaped(
        recordSet,
        await api.send("PUT", path, { json: sentRecordSet(set.next), condition }),
      );
      const asMade: Condition = { "if-match": made.etag };
      undone.push(() =>
        before
          ? api.send("PUT", path, { ...before.sent, condition: asMade })
          : api.send("DELETE", path, { condition: asMade }),
      );
    }
  } catch (thrown) {
    // If something can't be undone, report the failure that led here.
    for (const undo of undone.reverse()) await undo().catch(() => {});
    throw thrown;
  }
}

/** Azure answers a deletion with a status and nothing else, as many a proxy answers anything. So another read proves it. */
async function remove(api: AzureApi, path: string, condition: Condition): Promise<void> {
  await api.send("DELETE", path, { condition });
  try {
    await api.send("GET", path);
  } catch (thrown) {
    if (thrown instanceof ApiError && thrown.status === 404) return;
    throw thrown;
  }
  throw new ApiError({ status: 0, codes: [notAnAnswer] });
}

interface Held {
  etag: string;
  /** The request that creates the record set again. */
  sent: { json: object };
}

/** A name within the zone; `@` is its apex. */
function labelOf({ apex }: Zone, name: string): string {
  return name === apex ? "@" : name.slice(0, -apex.length - 1);
}

function heldRecordSet({ apex }: Zone, found: z.infer<typeof recordSet>): HeldRecordSet {
  const { name: label, type: path, etag, properties: data } = found;
  const name = label === "@" ? apex : `${label.toLowerCase()}.${apex}`;
  const type = path.slice(path.lastIndexOf("/") + 1).toUpperCase();
  const rrdatas = rrdatasIn(data);
  const handle: Held = { etag, sent: { json: { properties: data } } };
  const held = { name, type, ttlSeconds: data.TTL, rrdatas, handle };
  return data.targetResource?.id ? { ...held, rrdatas: [], computed: texts.alias } : held;
}

function rrdatasIn(data: z.infer<typeof properties>): string[] {
  const texted = (value: string[]) => renderRecordData("TXT", value.join(""));
  return [
    ...(data.ARecords ?? []).map(({ ipv4Address }) => ipv4Address),
    ...(data.AAAARecords ?? []).map(({ ipv6Address }) => ipv6Address),
    ...(data.CNAMERecord ? [withDot(data.CNAMERecord.cname)] : []),
    ...(data.NSRecords ?? []).map(({ nsdname }) => withDot(nsdname)),
    ...(data.TXTRecords ?? []).map(({ value }) => texted(value)),
    ...(data.caaRecords ?? []).map(({ flags, tag, value }) => `${flags} ${tag} "${value}"`),
    ...(data.MXRecords ?? []).map(({ preference, exchange }) => `${preference} ${withDot(exchange)}`),
  ];
}

const longestString = 255;

function sentRecordSet(set: RecordSet): object {
  return { properties: { TTL: set.ttlSeconds, ...dataOf(set, rrdatasOf(set)) } };
}

function dataOf({ type, values }: RecordSet, rrdatas: readonly string[]): object {
  switch (type) {
    case "A":
      return { ARecords: values.map((ipv4Address) => ({ ipv4Address })) };
    case "AAAA":
      return { AAAARecords: values.map((ipv6Address) => ({ ipv6Address })) };
    case "CNAME":
      return { CNAMERecord: { cname: withoutDot(rrdatas[0] ?? "") } };
    case "NS":
      return { NSRecords: rrdatas.map((nsdname) => ({ nsdname })) };
    case "TXT":
      return { TXTRecords: rrdatas.map((rrdata) => ({ value: stringsOf(parseRecordData("TXT", rrdata)) })) };
    case "CAA":
      return {
        caaRecords: rrdatas.map((rrdata) => {
          const [, flags = "0", tag = "", value = ""] = /^(\d+)\s+(\S+)\s+"?(.*?)"?$/.exec(rrdata) ?? [];
          return { flags: Number(flags), tag, value };
        }),
      };
  }
}

/** A string of a TXT record holds at most 255 octets (RFC 1035, section 3.3). */
function stringsOf(text: string): string[] {
  const octets = Buffer.from(text, "utf8");
  const strings: string[] = [];
  for (let start = 0; start === 0 || start < octets.length; start += longestString)
    strings.push(octets.subarray(start, start + longestString).toString("utf8"));
  return strings;
}
