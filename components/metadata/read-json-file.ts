import type { JsonFile } from "@/lib/api/metadata";

/** The values of the fields that may be shown or reused, or what is wrong with the file. Neither holds a secret. */
type ReadFile = { ok: true; values: Readonly<Record<string, string>> } | { ok: false; mistake: string };

/** Looks at a JSON file, such as a key, before it is sent; the server looks closer. */
export function readJsonFile(text: string, { name, type, fields, shows, fills }: JsonFile): ReadFile {
  const content = parsed(text);
  if (typeof content === "string") return { ok: false, mistake: content };
  const field = (of: string) => (typeof content[of] === "string" ? content[of] : "");
  if (type && field(type.field) !== type.value) {
    const found = field(type.field);
    const mistake =
      found === ""
        ? `This JSON has no "${type.field}", so it isn't a ${name}.`
        : `${type.others[found] ?? `This is another kind of file: its "${type.field}" isn't "${type.value}".`} Use a ${name}.`;
    return { ok: false, mistake };
  }
  const missing = fields.filter((each) => field(each.name) === "").map((each) => `"${each.name}"`);
  if (missing.length > 0) {
    const mistake = `The ${name} lacks ${missing.join(" and ")}. Download it again and use the whole file.`;
    return { ok: false, mistake };
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

/** The object, or why the text is none. */
function parsed(text: string): Record<string, unknown> | string {
  const trimmed = text.trim();
  if (!trimmed.startsWith("{")) return "A JSON file begins with {. Use the whole file.";
  if (!trimmed.endsWith("}")) return "The end is missing: a JSON file ends with }. Use the whole file.";
  try {
    return JSON.parse(trimmed) as Record<string, unknown>;
  } catch {
    const lines = trimmed.slice(0, endOfTokens(trimmed)).split("\n");
    const place = `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
    return `This is not JSON: look at ${place}. Use the file as it was downloaded.`;
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
