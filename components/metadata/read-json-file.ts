import type { JsonFile } from "@/lib/api/metadata";
import { texts } from "./texts";

/** The values that may be shown or reused, or what is wrong with the file. Neither contains a secret. */
type ReadFile = { ok: true; values: Readonly<Record<string, string>> } | { ok: false; mistake: string };

/** Checks a JSON file, such as a key, before it is sent; the server checks more. */
export function readJsonFile(text: string, { name, type, fields, shows, fills }: JsonFile): ReadFile {
  const content = parsed(text);
  if (typeof content === "string") return { ok: false, mistake: content };
  const field = (of: string) => (typeof content[of] === "string" ? content[of] : "");
  if (type && field(type.field) !== type.value) {
    const found = field(type.field);
    const mistake =
      found === ""
        ? texts.noType({ field: type.field, name })
        : texts.wrongFile({ mistake: type.others[found] ?? texts.otherKind(type), name });
    return { ok: false, mistake };
  }
  const missing = fields.filter((each) => field(each.name) === "").map((each) => `“${each.name}”`);
  if (missing.length > 0) {
    const listed = missing.reduce((one, other) => texts.and({ one, other }));
    return { ok: false, mistake: texts.incompleteFile({ name, fields: listed }) };
  }
  for (const { name: each, pattern } of fields) {
    if (pattern && !matches(field(each), pattern.source)) return { ok: false, mistake: pattern.mistake };
  }
  const open = [...shows, ...Object.values(fills)];
  return { ok: true, values: Object.fromEntries(open.map((each) => [each, field(each)])) };
}

/** Whether the whole value matches. */
export function matches(value: string, source: string): boolean {
  return new RegExp(`^(?:${source})$`).test(value);
}

/** The object, or why the text isn't one. */
function parsed(text: string): Record<string, unknown> | string {
  const trimmed = text.trim();
  if (!trimmed.startsWith("{")) return texts.noStart({ brace: "{" });
  if (!trimmed.endsWith("}")) return texts.noEnd({ brace: "}" });
  try {
    return JSON.parse(trimmed) as Record<string, unknown>;
  } catch {
    const lines = trimmed.slice(0, endOfTokens(trimmed)).split("\n");
    return texts.notJson({ line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 });
  }
}

const token = /\s*(?:[{}[\],:]|"(?:[^"\\\p{Cc}]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy;

/** Where the text stops being JSON. The browser's own message would quote the text, which may be a key. */
function endOfTokens(text: string): number {
  token.lastIndex = 0;
  let end = 0;
  while (token.test(text)) end = token.lastIndex;
  return end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
}
