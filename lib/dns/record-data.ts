import { isIPv6, SocketAddress } from "node:net";
import type { RecordType } from "@/lib/gateway/model";

/**
 * Record data in two spellings: as in a zone file (`rrdatas` of Cloud DNS; RFC 1035, section 5.1), and as in a `RecordSet`:
 * names in lowercase without the trailing dot, TXT strings unquoted and joined.
 */

const nameTypes: ReadonlySet<RecordType> = new Set(["CNAME", "NS"]);
/** A character-string holds at most 255 octets (RFC 1035, section 3.3). */
const maxStringOctets = 255;

export function parseRecordData(type: RecordType, data: string): string {
  if (nameTypes.has(type)) return withoutDot(data);
  if (type === "TXT") return parseText(data);
  if (type === "AAAA") return canonicalIpv6(data);
  return data.trim();
}

export function renderRecordData(type: RecordType, value: string): string {
  if (nameTypes.has(type)) return withDot(value);
  if (type === "TXT") return renderText(value);
  return value;
}

/** Lowercase, without the trailing dot. */
export function withoutDot(name: string): string {
  return name.trim().toLowerCase().replace(/\.$/, "");
}

export function withDot(name: string): string {
  return name.endsWith(".") ? name : `${name}.`;
}

/** The one spelling of RFC 5952; text that isn't an IPv6 address stays as it is. */
export function canonicalIpv6(address: string): string {
  const text = address.trim().toLowerCase();
  return isIPv6(text) ? new SocketAddress({ address: text, family: "ipv6" }).address : text;
}

function parseText(data: string): string {
  const strings = data.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/gs);
  const octets = [...strings].map(([, quoted, bare]) => unescapeText(quoted ?? bare ?? ""));
  return Buffer.concat(octets).toString("utf8");
}

function unescapeText(text: string): Buffer {
  const parts = text.matchAll(/\\(\d{3})|\\(.)|([^\\]+)/gs);
  return Buffer.concat(
    [...parts].map(([, octet, escaped, plain]) =>
      octet === undefined ? Buffer.from(escaped ?? plain ?? "") : Buffer.from([Number(octet) & 0xff]),
    ),
  );
}

function renderText(value: string): string {
  const octets = Buffer.from(value, "utf8");
  const strings: string[] = [];
  for (let start = 0; start === 0 || start < octets.length; start += maxStringOctets) {
    const part = [...octets.subarray(start, start + maxStringOctets)].map(escapeOctet);
    strings.push(`"${part.join("")}"`);
  }
  return strings.join(" ");
}

function escapeOctet(octet: number): string {
  if (octet === 0x22 || octet === 0x5c) return `\\${String.fromCharCode(octet)}`;
  if (octet >= 0x20 && octet < 0x7f) return String.fromCharCode(octet);
  return `\\${String(octet).padStart(3, "0")}`;
}
