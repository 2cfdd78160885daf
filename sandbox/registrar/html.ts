/** Text that is HTML already; everything else that goes into a template is escaped. */
export interface Html {
  readonly html: string;
}

type Part = string | number | Html | Part[] | undefined | false;

/** A template tag that escapes every value but Html, joins lists, and leaves out undefined and false. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return { html: strings.map((text, at) => text + (at < parts.length ? render(parts[at]) : "")).join("") };
}

function render(part: Part): string {
  if (part === undefined || part === false) return "";
  if (Array.isArray(part)) return part.map(render).join("");
  if (typeof part === "object") return part.html;
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
