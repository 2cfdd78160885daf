import { isIPv4, isIPv6 } from "node:net";
import type { Answer } from "dns-packet";
import { absoluteName, isDomainName, type RecordType } from "./record-set";

/** One record's data: canonical master-file text, and the value that dns-packet encodes. */
export interface Rrdata {
  text: string;
  data: Extract<Answer, { data: unknown }>["data"];
}

/**
 * Parses the master-file text of one record (RFC 1035 5.1) as Cloud DNS accepts it: absolute names with the final
 * dot.
 * @returns undefined when the text isn't valid for the type
 */
export function parseRrdata(type: RecordType, text: string): Rrdata | undefined {
  return parsers[type](text.trim());
}

const parsers: Record<RecordType, (text: string) => Rrdata | undefined> = {
  A: (text) => (isIPv4(text) ? { text, data: text } : undefined),
  AAAA: (text) => {
    if (!isIPv6(text) || text.includes("%")) return undefined;
    const shortest = new URL(`http://[${text}]`).hostname.slice(1, -1);
    return { text: shortest, data: shortest };
  },
  ALIAS: name,
  CAA: (text) => {
    const [, flagText = "", tag = "", rest = ""] = /^(\d+)\s+([A-Za-z0-9]+)\s+(.+)$/.exec(text) ?? [];
    const flags = wholeNumber(flagText, 255);
    const [value, more] = parseCharacterStrings(rest) ?? [];
    if (flags === undefined || !value || more || tag.length > 15) return undefined;
    return {
      text: `${flags} ${tag.toLowerCase()} ${formatCharacterStrings([value])}`,
      data: { flags, tag: tag.toLowerCase() as "issue", value: value.toString() },
    };
  },
  CNAME: name,
  DNSKEY: (text) => {
    const [, flagText = "", algorithmText = "", base64 = ""] =
      /^(\d+)\s+3\s+(\d+)\s+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
    const flags = wholeNumber(flagText, 65_535);
    const algorithm = wholeNumber(algorithmText, 255);
    if (flags === undefined || algorithm === undefined) return undefined;
    const key = Buffer.from(base64, "base64");
    return { text: `${flags} 3 ${algorithm} ${base64}`, data: { flags, algorithm, key } };
  },
  DS: (text) => {
    const [, tagText = "", algorithmText = "", typeText = "", hex = ""] =
      /^(\d+)\s+(\d+)\s+(\d+)\s+([0-9A-Fa-f\s]+)$/.exec(text) ?? [];
    const keyTag = wholeNumber(tagText, 65_535);
    const algorithm = wholeNumber(algorithmText, 255);
    const digestType = wholeNumber(typeText, 255);
    const digest = hex.replace(/\s/g, "").toLowerCase();
    if (keyTag === undefined || algorithm === undefined || digestType === undefined) return undefined;
    if (digest === "" || digest.length % 2 === 1) return undefined;
    return {
      text: `${keyTag} ${algorithm} ${digestType} ${digest}`,
      data: { keyTag, algorithm, digestType, digest: Buffer.from(digest, "hex") },
    };
  },
  MX: (text) => {
    const [preferenceText = "", exchangeText = "", ...more] = text.split(/\s+/);
    const preference = wholeNumber(preferenceText, 65_535);
    const exchange = name(exchangeText)?.text;
    if (preference === undefined || exchange === undefined || more.length > 0) return undefined;
    return { text: `${preference} ${exchange}`, data: { preference, exchange } };
  },
  NS: name,
  PTR: name,
  SOA: (text) => {
    const [mnameText = "", rnameText = "", ...numberTexts] = text.split(/\s+/);
    const mname = name(mnameText)?.text;
    const rname = name(rnameText)?.text;
    const numbers = numberTexts.map((each) => wholeNumber(each, 0xffff_ffff));
    const [serial, refresh, retry, expire, minimum] = numbers;
    if (mname === undefined || rname === undefined || numbers.length !== 5) return undefined;
    if (serial === undefined || refresh === undefined || retry === undefined) return undefined;
    if (expire === undefined || minimum === undefined) return undefined;
    return {
      text: [mname, rname, serial, refresh, retry, expire, minimum].join(" "),
      data: { mname, rname, serial, refresh, retry, expire, minimum },
    };
  },
  SRV: (text) => {
    const [priorityText = "", weightText = "", portText = "", targetText = "", ...more] = text.split(/\s+/);
    const priority = wholeNumber(priorityText, 65_535);
    const weight = wholeNumber(weightText, 65_535);
    const port = wholeNumber(portText, 65_535);
    const target = name(targetText)?.text;
    if (priority === undefined || weight === undefined || port === undefined) return undefined;
    if (target === undefined || more.length > 0) return undefined;
    return { text: `${priority} ${weight} ${port} ${target}`, data: { priority, weight, port, target } };
  },
  TXT: (text) => {
    const strings = parseCharacterStrings(text);
    return strings && { text: formatCharacterStrings(strings), data: strings };
  },
};

function name(text: string): Rrdata | undefined {
  if (!text.endsWith(".")) return undefined;
  const absolute = absoluteName(text);
  return isDomainName(absolute) ? { text: absolute, data: absolute } : undefined;
}

function wholeNumber(text: string, most: number): number | undefined {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return number <= most ? number : undefined;
}

/**
 * Parses the <character-string>s of a TXT rrdata in master-file form (RFC 1035 5.1): quoted, with `\"`, `\\` and
 * `\DDD` inside, or bare words. Undefined when malformed or when a string exceeds 255 octets.
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
