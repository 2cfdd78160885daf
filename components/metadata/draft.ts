import type { KeyValue } from "@/components/ui/form/key-value-editor";
import type { MetadataEntry } from "@/lib/api/metadata";
import { readServiceAccount } from "./read-service-account";

/** What was changed and is not saved. What the cluster changes meanwhile shows through wherever nothing was changed. */
export interface MetadataDraft {
  /** Of well-known keys and of secrets: the new value; null removes; absent stays. */
  fields: Readonly<Record<string, string | null>>;
  /** The other plain keys as edited, and as they were when editing began; null while untouched. */
  others: { before: readonly KeyValue[]; now: readonly KeyValue[] } | null;
}

export const emptyDraft: MetadataDraft = { fields: {}, others: null };

/** Plain keys that have no field of their own. */
export function otherPairs(entries: readonly MetadataEntry[]): KeyValue[] {
  return entries
    .filter(({ wellKnown, secret }) => !wellKnown && !secret)
    .map(({ key, value = "" }) => ({ key, value }));
}

/** The merge to send: only what differs; null removes. Empty when nothing is to be saved. */
export function patchOf(
  entries: readonly MetadataEntry[],
  draft: MetadataDraft,
): Record<string, string | null> {
  const patch: Record<string, string | null> = {};
  for (const [key, next] of Object.entries(draft.fields)) {
    const entry = entries.find((each) => each.key === key);
    const value = next?.trim() ? (entry?.wellKnown?.kind === "json-file" ? next : next.trim()) : null;
    if (value === null ? entry?.set && (next === null || !entry.secret) : value !== entry?.value)
      patch[key] = value;
  }
  if (draft.others) {
    const { before, now } = draft.others;
    for (const { key } of before) if (!now.some((pair) => pair.key === key)) patch[key] = null;
    for (const { key, value } of now) {
      if (key !== "" && before.find((pair) => pair.key === key)?.value !== value) patch[key] = value;
    }
  }
  return patch;
}

/**
 * The draft once a field was changed. The key of a service account names its project: that is taken where none is set
 * or written yet, and taken back with the key.
 */
export function withField(
  entries: readonly MetadataEntry[],
  draft: MetadataDraft,
  key: string,
  value: string | null | undefined,
): MetadataDraft {
  const { [key]: before, ...others } = draft.fields;
  const fields = value === undefined ? others : { ...others, [key]: value };
  if (key !== "google_service_account") return { ...draft, fields };
  const { google_project_id: project, ...rest } = fields;
  const isOpen = !project || project === projectIn(before);
  if (!isOpen || entries.find((entry) => entry.key === "google_project_id")?.set) return { ...draft, fields };
  const named = projectIn(value);
  return { ...draft, fields: named ? { ...rest, google_project_id: named } : rest };
}

function projectIn(serviceAccount: string | null | undefined): string | undefined {
  const read = readServiceAccount(serviceAccount ?? "");
  return read.ok ? read.project : undefined;
}

/** The entries as they will be once the patch is saved; what a new secret tells of itself comes from the server. */
export function applyPatch(
  entries: readonly MetadataEntry[],
  patch: Readonly<Record<string, string | null>>,
): MetadataEntry[] {
  const kept = entries.flatMap((entry): MetadataEntry[] => {
    const next = patch[entry.key];
    if (next === undefined) return [entry];
    const { value: _, summary: __, ...rest } = entry;
    if (next === null) return entry.wellKnown ? [{ ...rest, set: false }] : [];
    return [{ ...rest, set: true, ...(entry.secret ? {} : { value: next }) }];
  });
  const added = Object.entries(patch).flatMap(([key, value]) =>
    value === null || entries.some((entry) => entry.key === key)
      ? []
      : [{ key, secret: false, set: true, value }],
  );
  return [...kept, ...added];
}
