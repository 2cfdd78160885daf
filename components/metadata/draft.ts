import type { KeyValue } from "@/components/ui/form/repeatable-list";
import { metadataKeyPattern } from "@/lib/api/choices";
import type { JsonFile, MetadataEntry } from "@/lib/api/metadata";
import { matches, readJsonFile } from "./read-json-file";
import { texts } from "./texts";

/** Unsaved changes. Changes in the cluster stay visible wherever you haven't changed anything. */
export interface MetadataDraft {
  /** New values of well-known keys and of secrets; null removes; absent means unchanged. */
  fields: Readonly<Record<string, string | null>>;
  /** The other plain keys as edited, and as they were when editing started; null while untouched. */
  others: { before: readonly KeyValue[]; now: readonly KeyValue[] } | null;
}

export const emptyDraft: MetadataDraft = { fields: {}, others: null };

/**
 * The draft as a browser may store it: without secret keys. Returns `emptyDraft` itself when nothing else has
 * changed.
 */
export function withoutSecrets(entries: readonly MetadataEntry[], draft: MetadataDraft): MetadataDraft {
  const isSecret = (key: string) => entries.find((entry) => entry.key === key)?.secret ?? true;
  const fields = Object.fromEntries(Object.entries(draft.fields).filter(([key]) => !isSecret(key)));
  if (Object.keys(fields).length === 0 && !draft.others) return emptyDraft;
  const named = new Set(entries.filter(({ secret }) => secret).map(({ key }) => key));
  const others = draft.others && {
    ...draft.others,
    now: draft.others.now.filter(({ key }) => !named.has(key)),
  };
  return { fields, others };
}

/** Plain keys without their own field. */
export function otherPairs(entries: readonly MetadataEntry[]): KeyValue[] {
  return entries
    .filter(({ wellKnown, secret }) => !wellKnown && !secret)
    .map(({ key, value = "" }) => ({ key, value }));
}

/** The patch to send: only differences; null removes. Empty when there is nothing to save. */
export function patchOf(
  entries: readonly MetadataEntry[],
  draft: MetadataDraft,
): Record<string, string | null> {
  const patch: Record<string, string | null> = {};
  for (const [key, next] of Object.entries(draft.fields)) {
    const entry = entries.find((each) => each.key === key);
    const value = next?.trim() ? (entry?.wellKnown?.kind.endsWith("-file") ? next : next.trim()) : null;
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
 * The draft after a change of a field. A file may contain values of other keys, as a service account key contains
 * its project: these are filled in if empty, and removed again with the file.
 */
export function withField(
  entries: readonly MetadataEntry[],
  draft: MetadataDraft,
  key: string,
  value: string | null | undefined,
): MetadataDraft {
  const { [key]: before, ...others } = draft.fields;
  let fields = value === undefined ? others : { ...others, [key]: value };
  const file = entries.find((entry) => entry.key === key)?.wellKnown?.file;
  for (const [filled, field] of Object.entries(file?.fills ?? {})) {
    const { [filled]: current, ...rest } = fields;
    const isOpen = !current || current === valueIn(before, field, file);
    if (!isOpen || entries.find((entry) => entry.key === filled)?.set) continue;
    const named = valueIn(value, field, file);
    fields = named ? { ...rest, [filled]: named } : rest;
  }
  return { ...draft, fields };
}

function valueIn(text: string | null | undefined, field: string, file: JsonFile | undefined) {
  const read = file && readJsonFile(text ?? "", file);
  return read?.ok ? read.values[field] : undefined;
}

/** The entries after the patch is saved; details of a new secret come from the server. */
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

interface MetadataProblems {
  /** By key, for keys with their own field. */
  fields: Record<string, string>;
  /** By position, of the other pairs. */
  others: ({ key?: string; value?: string } | undefined)[];
}

const largestInCharacters = 262_144;

/** Problems of the draft, as far as a browser can tell. */
export function problemsOf(entries: readonly MetadataEntry[], draft: MetadataDraft): MetadataProblems {
  const fields: Record<string, string> = {};
  for (const [key, value] of Object.entries(draft.fields)) {
    const known = entries.find((entry) => entry.key === key)?.wellKnown;
    const problem = value?.trim() ? problemOfValue(known, value) : null;
    if (problem) fields[key] = problem;
  }
  const now = draft.others?.now ?? [];
  return { fields, others: now.map((pair, index) => problemOfPair(pair, index, now, entries)) };
}

export function hasProblems({ fields, others }: MetadataProblems): boolean {
  return Object.keys(fields).length > 0 || others.some((problem) => problem !== undefined);
}

function problemOfValue(known: MetadataEntry["wellKnown"], value: string): string | null {
  if (value.length > largestInCharacters) return texts.tooLongFile;
  if (known?.file) {
    const read = readJsonFile(value, known.file);
    return read.ok ? null : read.mistake;
  }
  if (known?.pattern && !matches(value.trim(), known.pattern.source)) return known.pattern.mistake;
  if (known?.kind === "url" && !URL.canParse(value.trim())) return texts.wholeAddress;
  return null;
}

function problemOfPair(
  { key, value }: KeyValue,
  index: number,
  all: readonly KeyValue[],
  entries: readonly MetadataEntry[],
): { key?: string; value?: string } | undefined {
  if (key === "") return value === "" ? undefined : { key: texts.keyNeeded };
  const taken = entries.find((entry) => entry.key === key && (entry.wellKnown || entry.secret));
  if (taken) return { key: texts.hasField({ key }) };
  if (key === "managed") return { key: texts.keyOfLamia };
  if (all.findIndex((pair) => pair.key === key) !== index) return { key: texts.keyTwice({ key }) };
  if (!metadataKeyPattern.test(key)) return { key: texts.keyRules };
  if (value === "") return { value: texts.valueNeeded };
  if (value.length > largestInCharacters) return { value: texts.tooLongValue };
  return undefined;
}
