/** As much XML as AWS's requests and answers need: no attributes, and no element contains one of its own name. */

/** An element with these texts as its children, or just the children if it has no name. */
export function element(name: string | null, children: Readonly<Record<string, string | undefined>>): string {
  const inner = Object.entries(children)
    .filter(([, text]) => text !== undefined)
    .map(([child, text]) => `<${child}>${escapeXml(text ?? "")}</${child}>`)
    .join("");
  return name === null ? inner : `<${name}>${inner}</${name}>`;
}

/** The inner XML of every element with the name. */
export function valuesOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, "g"))].map(
    ([, inner = ""]) => inner,
  );
}

/** The text of the first element with the name; "" if there is none. */
export function textOf(xml: string, name: string): string {
  return (valuesOf(xml, name)[0] ?? "").replace(
    /&(lt|gt|quot|apos|amp|#x([0-9a-fA-F]+));/g,
    (_, entity: string, hex?: string) =>
      hex === undefined ? (entities[entity] ?? "") : String.fromCodePoint(Number.parseInt(hex, 16)),
  );
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

export function escapeXml(text: string): string {
  return text.replace(
    /[<>&"]/g,
    (each) => ({ "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" })[each] ?? each,
  );
}
