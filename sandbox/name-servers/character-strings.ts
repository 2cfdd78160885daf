/**
 * Reads the <character-string>s of a TXT rrdata in master-file form (RFC 1035 5.1): quoted, with `\"`, `\\` and `\DDD`
 * inside, or bare words. Undefined when malformed or when one exceeds 255 octets.
 */
export function parseCharacterStrings(text: string): Buffer[] | undefined {
  const strings: Buffer[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at] ?? "")) {
      at += 1;
      continue;
    }
    const quoted = text[at] === '"';
    const read = readString(text, quoted ? at + 1 : at, quoted);
    if (!read || read.bytes.length > 255) return undefined;
    strings.push(read.bytes);
    at = read.end;
  }
  return strings.length > 0 ? strings : undefined;
}

/** The canonical text: every string quoted, octets outside printable ASCII as `\DDD`. */
export function formatCharacterStrings(strings: readonly Buffer[]): string {
  return strings.map((bytes) => `"${[...bytes].map(formatOctet).join("")}"`).join(" ");
}

function formatOctet(octet: number): string {
  if (octet === 0x22 || octet === 0x5c) return `\\${String.fromCharCode(octet)}`;
  if (octet < 0x20 || octet > 0x7e) return `\\${String(octet).padStart(3, "0")}`;
  return String.fromCharCode(octet);
}

function readString(text: string, from: number, quoted: boolean): { bytes: Buffer; end: number } | undefined {
  const parts: Buffer[] = [];
  let at = from;
  while (at < text.length) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (quoted && character === '"') {
      const next = text[at + 1];
      return next === undefined || /\s/.test(next) ? { bytes: Buffer.concat(parts), end: at + 1 } : undefined;
    }
    if (!quoted && /\s/.test(character)) break;
    if (!quoted && character === '"') return undefined;
    if (character === "\\") {
      const escaped = readEscape(text, at + 1);
      if (!escaped) return undefined;
      parts.push(escaped.bytes);
      at = escaped.end;
    } else {
      parts.push(Buffer.from(character));
      at += character.length;
    }
  }
  return quoted ? undefined : { bytes: Buffer.concat(parts), end: at };
}

function readEscape(text: string, at: number): { bytes: Buffer; end: number } | undefined {
  const digits = /^\d{3}/.exec(text.slice(at, at + 3))?.[0];
  if (digits) {
    const octet = Number(digits);
    return octet <= 255 ? { bytes: Buffer.from([octet]), end: at + 3 } : undefined;
  }
  const code = text.codePointAt(at);
  if (code === undefined || /\d/.test(text[at] ?? "")) return undefined;
  const character = String.fromCodePoint(code);
  return { bytes: Buffer.from(character), end: at + character.length };
}
