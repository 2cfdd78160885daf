import { createPrivateKey, createPublicKey } from "node:crypto";

/**
 * Finds secrets in whatever a process leaves behind, in each form in which they could have got there. A form shorter than
 * this proves nothing, because chance would find it, too.
 */
const shortest = 12;

export interface Secret {
  /** As a test reports it, because it must not print the value. */
  name: string;
  value: string | Buffer;
}

interface Form {
  secret: string;
  form: string;
  text: string;
}

const escaped = (text: string) => JSON.stringify(text).slice(1, -1);

/** Base64 of what begins at each of the three places within a group: without the ends, which depend on neighbors. */
function base64Inside(value: Buffer, encoding: "base64" | "base64url"): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), value])
      .toString(encoding)
      .replace(/=+$/, "");
    return text.slice(before === 0 ? 0 : before + 1, -2);
  });
}

const privateKeyBlock = /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]+-----END [A-Z ]*PRIVATE KEY-----/;

/**
 * The lines of a key in PEM, and what they encode: part of a key is as bad as the whole. A line that is all of the public
 * key proves nothing, because certificates and requests for them have it.
 */
function piecesOf(value: string | Buffer): (string | Buffer)[] {
  // A service account's key is in JSON.
  const pem = typeof value === "string" && privateKeyBlock.exec(value.replaceAll("\\n", "\n"))?.[0];
  if (!pem) return [value];
  const key = createPrivateKey(pem);
  const known = createPublicKey(key).export({ type: "spki", format: "der" });
  const lines = pem.split(/\s+/).filter((line) => /^[\w+/=]{21,}$/.test(line));
  const members = Object.entries(key.export({ format: "jwk" }));
  const numbers = members.filter(([name]) => ["d", "p", "q", "dp", "dq", "qi"].includes(name));
  return [
    value,
    ...lines.filter((line) => !known.includes(Buffer.from(line, "base64"))),
    ...numbers.map(([, number]) => Buffer.from(String(number), "base64url")),
  ];
}

function formsOf({ name, value }: Secret): Form[] {
  const forms = piecesOf(value).flatMap((piece) => {
    const bytes = Buffer.from(piece);
    const text = typeof piece === "string" ? piece : bytes.toString("latin1");
    const hex = bytes.toString("hex");
    return [
      ["such", text],
      ["JSON", escaped(text)],
      ["JSON in JSON", escaped(escaped(text))],
      ["a URL", encodeURIComponent(text)],
      ["a form", new URLSearchParams({ text }).toString().slice("text=".length)],
      ["hexadecimal", hex],
      ["hexadecimal", hex.toUpperCase()],
      ...base64Inside(bytes, "base64").map((each) => ["base64", each]),
      ...base64Inside(bytes, "base64url").map((each) => ["base64", each]),
    ] as [string, string][];
  });
  const seen = new Set<string>();
  return forms.flatMap(([form, text]) => {
    if (text.length < shortest || seen.has(text)) return [];
    seen.add(text);
    return [{ secret: name, form, text }];
  });
}

const beginningInBits = 20;

/** A number for the four characters of a text from there; different ones seldom have the same. */
const beginning = (text: string, at: number) =>
  Math.imul(
    text.charCodeAt(at) ^
      (text.charCodeAt(at + 1) << 8) ^
      (text.charCodeAt(at + 2) << 16) ^
      (text.charCodeAt(at + 3) << 24),
    0x9e3779b1,
  ) >>>
  (32 - beginningInBits);

/**
 * Searches texts for secrets. Bytes count as Latin-1, so that a binary file can be searched as well. Goes once through
 * each text, because there are thousands of forms, and megabytes to search.
 * @returns a function of a place and its content, which names each secret there and its form
 */
export function secretSearch(
  secrets: readonly Secret[],
): (place: string, content: string | Buffer) => string[] {
  const known = new Uint8Array(1 << beginningInBits);
  const byBeginning = new Map<number, Form[]>();
  for (const form of secrets.flatMap(formsOf)) {
    const begins = beginning(form.text, 0);
    known[begins] = 1;
    byBeginning.set(begins, [...(byBeginning.get(begins) ?? []), form]);
  }
  return (place, content) => {
    const text = typeof content === "string" ? content : content.toString("latin1");
    const found = new Set<Form>();
    for (let at = 0; at <= text.length - shortest; at += 1) {
      const begins = beginning(text, at);
      if (known[begins] === 0) continue;
      for (const form of byBeginning.get(begins) ?? []) if (text.startsWith(form.text, at)) found.add(form);
    }
    return [...new Set([...found].map(({ secret, form }) => `${secret} is in ${place} as ${form}`))];
  };
}
