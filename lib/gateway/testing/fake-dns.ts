import type { Answer, RecordChange } from "../dns/ports";
import { Failure } from "../failure";
import type { AskedType, ExistingRecords, RecordSet, Zone } from "../model";

/** The part of a fake world that a provider holds and from which name servers answer. */
interface FakeZones {
  zones: Zone[];
  records: Map<string, RecordSet>;
  foreign: Map<string, ExistingRecords[]>;
  lagging: Set<string>;
  silent: Set<string>;
}

export function answer(server: string, values: string[] | null): Answer {
  return { server, values, problem: values === null ? "no answer" : null };
}

/** What a name server says: cuts first, then records, then wildcards (RFC 1034, section 4.3.2). */
export function answerFrom(
  fake: FakeZones,
  server: string,
  { name, type }: { name: string; type: AskedType },
): Answer {
  if (fake.silent.has(server)) return answer(server, null);
  if (fake.lagging.has(server)) return { ...answer(server, []), nothing: true };
  const apexes = fake.zones.filter(({ nameServers }) => nameServers.includes(server)).map(({ apex }) => apex);
  const cut = suffixesOf(name)
    .filter((suffix) => apexes.some((apex) => suffix.endsWith(`.${apex}`)))
    .map((suffix) => fake.records.get(`${suffix} NS`))
    .findLast((set) => set !== undefined);
  if (cut)
    return { ...answer(server, null), isLame: true, referral: { zone: cut.name, servers: cut.values } };
  const isServed = apexes.some((apex) => name === apex || name.endsWith(`.${apex}`));
  if (type === "NS" && !isServed) return { ...answer(server, null), isLame: true };
  const owner = exists(fake, name) ? name : wildcardFor(fake, name);
  if (!owner) return { ...answer(server, []), nothing: true };
  const alias = fake.records.get(`${owner} CNAME`)?.values[0];
  const values = fake.records.get(`${owner} ${type}`)?.values ?? [];
  return { ...answer(server, values), ...(alias === undefined ? {} : { alias }) };
}

/** All or none, as `DnsProvider.change` promises. Returns what it did, one entry for each record set. */
export function changeRecords(fake: FakeZones, changes: readonly RecordChange[]): string[] {
  const keyed = changes.map((change) => {
    const { name, type } = (change.next ?? change.seen) as RecordSet;
    return { ...change, name, key: `${name} ${type}` };
  });
  const after = new Map(fake.records);
  for (const { key, seen, next } of keyed) {
    const current = after.get(key) ?? null;
    if (current?.values.join() !== seen?.values.join() || current?.ttlSeconds !== seen?.ttlSeconds)
      throw new Failure("conflict", `${key} has changed.`);
    if (next) after.set(key, next);
    else after.delete(key);
  }
  for (const { name, key, next } of keyed) {
    const types = [...after.values()].filter((set) => set.name === name).map(({ type }) => type as string);
    const beside = [...types, ...(fake.foreign.get(name) ?? []).map(({ type }) => type)];
    if (beside.includes("CNAME") && beside.length > 1) throw new Failure("conflict", `${key} stands beside.`);
    if (next && new Set(beside).size < beside.length) throw new Failure("conflict", `${key} stands already.`);
  }
  fake.records.clear();
  for (const [key, set] of after) fake.records.set(key, set);
  return keyed.map(({ key, next }) => `${next ? "write" : "remove"} ${key}`);
}

function exists(fake: FakeZones, name: string): boolean {
  const names = [...[...fake.records.values()].map((set) => set.name), ...fake.foreign.keys()];
  return names.some((each) => each === name || each.endsWith(`.${name}`));
}

function wildcardFor(fake: FakeZones, name: string): string | undefined {
  const encloser = suffixesOf(name).find((suffix) => suffix !== name && exists(fake, suffix));
  const wildcard = `*.${encloser}`;
  return exists(fake, wildcard) ? wildcard : undefined;
}

/** The name itself and all its parents, longest first. */
function suffixesOf(name: string): string[] {
  const labels = name.split(".");
  return labels.map((_, index) => labels.slice(index).join("."));
}
