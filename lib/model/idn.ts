import { asciiForm, isAscii } from "./hosts";

/**
 * Internationalized names (RFC 5890). Objects, the API and DNS hold the ASCII form of a label, `xn--mnchen-3ya`; people read and
 * write the Unicode form, `münchen`. This is the one place that turns the first into the second.
 */

/**
 * The Unicode form of a DNS name, which may begin with `*.` or with a namespace and a slash, or of a list such as that of an
 * annotation (`443=a,443=b`); null if it has none, or if showing it
 * could deceive the reader: then only the ASCII form is shown.
 */
export function unicodeForm(name: string): string | null {
  if (!/xn--/i.test(name)) return null;
  const labels = name.toLowerCase().split(/(?<=[./=,])/);
  const decoded = labels.map((part) => {
    const [, label = "", end = ""] = /^(.*?)([./=,]?)$/.exec(part) ?? [];
    const shown = label.startsWith(prefix) ? unicodeLabel(label) : label;
    return shown === null ? null : `${shown}${end}`;
  });
  return decoded.every((part) => part !== null) ? decoded.join("") : null;
}

/** Whether the name contains the text, which is in small letters, in one of its forms. */
export function nameIncludes(name: string, text: string): boolean {
  return name.includes(text) || (unicodeForm(name)?.includes(text) ?? false);
}

/** What to look for where only ASCII forms are stored: that of the text, if it is a whole name or label. */
export function asciiSearch<Text extends string | undefined>(text: Text): Text | string {
  return text === undefined || isAscii(text) ? text : (asciiForm(text.trim()) ?? text);
}

/**
 * The text with the Unicode form of each name that has one, and the ASCII form beside it the first time:
 * `münchen.example (xn--mnchen-3ya.example)`.
 */
export function withUnicodeForms(text: string): string {
  if (!text.includes(prefix)) return text;
  const told = new Set<string>();
  return text.replace(nameWithPrefix, (name) => {
    const unicode = unicodeForm(name);
    if (unicode === null) return name;
    const isFirst = !told.has(name);
    told.add(name);
    return isFirst ? `${unicode} (${name})` : unicode;
  });
}

const prefix = "xn--";
/** Not within a URL or a path, where parentheses would be part of it. */
const nameWithPrefix =
  /(?<![\w./:-])(?:\*\.)?(?:[a-z0-9_-]+\.)*xn--[a-z0-9-]+(?:\.[a-z0-9-]+)*(?!\.?[\w/-]|:\d)/g;

function unicodeLabel(label: string): string | null {
  const decoded = decodedPunycode(label.slice(prefix.length));
  // The way back must lead to the same label: whatever else it is, it isn't what the label means.
  if (decoded === null || asciiForm(decoded) !== label) return null;
  return isUnmistakable(decoded) ? decoded : null;
}

/**
 * The scripts that one label may be written in together, as browsers show them: one script, or what a language writes in several.
 * https://www.unicode.org/reports/tr39/#Restriction_Level_Detection ("Highly Restrictive", without Latin letters among others).
 * Scripts with letters that look like Latin ones are here only if `lookalikes` has these letters.
 */
const scripts: readonly RegExp[] = [
  // Without the letters for phonetics, which look like others.
  /^[a-z0-9\u00df-\u00f6\u00f8-\u0130\u0132-\u0137\u0139-\u017f\u0218-\u021b\u1e00-\u1eff-]+$/u,
  /^[\p{Script=Cyrillic}0-9-]+$/u,
  /^[\p{Script=Greek}0-9-]+$/u,
  /^[\p{Script=Arabic}0-9-]+$/u,
  /^[\p{Script=Devanagari}0-9-]+$/u,
  /^[\p{Script=Bengali}0-9-]+$/u,
  /^[\p{Script=Tamil}0-9-]+$/u,
  /^[\p{Script=Telugu}0-9-]+$/u,
  /^[\p{Script=Thai}0-9-]+$/u,
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー0-9-]+$/u,
  /^[\p{Script=Han}\p{Script=Hangul}0-9-]+$/u,
  /^[\p{Script=Han}\p{Script=Bopomofo}0-9-]+$/u,
];

/** Of these letters alone, a label in another script looks like one in Latin letters: `аррӏе`. As Chromium tells it. */
const lookalikes = /^(?:[аысԁеԍһіюјӏорԗԛѕԝхуъьҽпгѵѡ0-9-]+|[αικνρυχωοητ0-9-]+)$/u;

function isUnmistakable(label: string): boolean {
  return scripts.some((script) => script.test(label)) && !lookalikes.test(label);
}

/** RFC 3492, sections 5 and 6.2. */
const [base, tMin, tMax, skew, damp, firstBias, firstCode] = [36, 1, 26, 38, 700, 72, 128];
const lastCode = 0x10ffff;
const longestLabel = 63;

/** Null for what is no Punycode. */
function decodedPunycode(text: string): string | null {
  if (text.length > longestLabel) return null;
  const delimiter = text.lastIndexOf("-");
  const output = [...text.slice(0, Math.max(0, delimiter))].map((char) => char.codePointAt(0) ?? 0);
  let [code, index, bias] = [firstCode, 0, firstBias];
  for (let at = delimiter + 1; at < text.length; ) {
    const before = index;
    for (let weight = 1, k = base; ; k += base) {
      const digit = digitOf(text[at]);
      if (digit === null) return null;
      at += 1;
      index += digit * weight;
      const threshold = Math.min(tMax, Math.max(tMin, k - bias));
      if (digit < threshold) break;
      weight *= base - threshold;
      if (index > Number.MAX_SAFE_INTEGER / base || weight > Number.MAX_SAFE_INTEGER / base) return null;
    }
    const count = output.length + 1;
    bias = adapted(index - before, count, before === 0);
    code += Math.floor(index / count);
    if (code > lastCode) return null;
    index %= count;
    output.splice(index, 0, code);
    index += 1;
  }
  return String.fromCodePoint(...output);
}

function digitOf(char: string | undefined): number | null {
  if (char === undefined || !/[a-z0-9]/.test(char)) return null;
  return /[a-z]/.test(char) ? char.charCodeAt(0) - 97 : Number(char) + 26;
}

function adapted(delta: number, count: number, isFirst: boolean): number {
  let rest = Math.floor(isFirst ? delta / damp : delta / 2);
  rest += Math.floor(rest / count);
  let k = 0;
  while (rest > ((base - tMin) * tMax) / 2) {
    rest = Math.floor(rest / (base - tMin));
    k += base;
  }
  return k + Math.floor(((base - tMin + 1) * rest) / (rest + skew));
}
