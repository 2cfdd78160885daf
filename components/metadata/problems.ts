import type { KeyValue } from "@/components/ui/form/repeatable-list";
import { metadataKeyPattern } from "@/lib/api/choices";
import type { MetadataEntry } from "@/lib/api/metadata";
import type { MetadataDraft } from "./draft";
import { matches, readJsonFile } from "./read-json-file";
import { texts } from "./texts";

export interface MetadataProblems {
  /** By key, of fields of their own. */
  fields: Record<string, string>;
  /** By position, of the other pairs. */
  others: ({ key?: string; value?: string } | undefined)[];
}

const largestInCharacters = 262_144;

/** What is wrong with the draft, as far as a browser can tell. */
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
