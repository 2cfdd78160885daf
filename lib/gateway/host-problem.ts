/**
 * Which names can be Secured Hosts: names that a public CA certifies after a DNS-01 challenge, and that Lamia can write
 * a challenge and a mark for. One rule for the form, the annotation and the walk.
 */

const maxNameLength = 253;
const dnsLabel = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
/** What stands before the host: the challenge (RFC 8555, section 8.4) and Lamia's mark, the longer one of a wildcard. */
const challengePrefix = "_acme-challenge.";
const wildcardMarkPrefix = "_lamia._wildcard.";

/**
 * Names that the public DNS never delegates: RFC 6761, 6762, 7686, 8375, 9476, and `internal`, which ICANN has reserved
 * for private use (https://www.iana.org/assignments/special-use-domain-names).
 */
const specialUse: ReadonlySet<string> = new Set([
  "alt",
  "example",
  "home.arpa",
  "internal",
  "invalid",
  "local",
  "localhost",
  "onion",
  "test",
]);

/** What keeps a host from being secured, as a sentence without its final dot; null when nothing does. */
export function hostProblem(host: string): string | null {
  if (host === "") return "A Secured Host is required";
  if (host === "*") return "No CA certifies every name there is; write a wildcard such as *.example.com";
  if (isAddress(host)) return "A Secured Host is a DNS name, not an address";
  if (/[/\s]/.test(host))
    return "Write the DNS name alone, such as shop.example.com, without https:// or a path";
  if (/:\d*$/.test(host)) return "Write the DNS name without a port, such as shop.example.com";
  const isWildcard = host.startsWith("*.");
  const name = isWildcard ? host.slice(2) : host;
  if (name.includes("*")) return "A “*” may stand only as the whole first label, as in *.example.com";
  return (
    internationalProblem(name, isWildcard) ??
    lettersProblem(name) ??
    lengthProblem(name, isWildcard) ??
    placeProblem(name)
  );
}

function isAddress(host: string): boolean {
  return /^\d+(\.\d+){3}$/.test(host) || /^\[?[0-9a-f.]*:[0-9a-f.:]*:[0-9a-f.:]*(%.*)?\]?$/i.test(host);
}

/** DNS and certificates hold the ASCII form of an internationalized name (RFC 5890, section 2.3.2.1). */
function internationalProblem(name: string, isWildcard: boolean): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII, whole.
  if (/^[\x00-\x7f]*$/.test(name)) return null;
  const ascii = asciiForm(name);
  if (ascii === null) return `“${name}” has letters that no DNS name can have`;
  return `Write the name in its ASCII form: ${isWildcard ? "*." : ""}${ascii}`;
}

/** As browsers do it (UTS #46); null for what is no name. */
function asciiForm(name: string): string | null {
  try {
    return new URL(`https://${name}/`).hostname.replace(/\.$/, "");
  } catch {
    return null;
  }
}

function lettersProblem(name: string): string | null {
  for (const label of name.split(".")) {
    if (label === "") return "A host name may neither begin nor end with a dot, nor have two dots in a row";
    if (label.length > 63)
      return `A label of a host name has at most 63 characters; “${label.slice(0, 16)}…” has ${label.length}`;
    if (label.includes("_")) return `No CA certifies a name with an underscore, such as “${label}”`;
    if (/[A-Z]/.test(label)) return "A host name is written in small letters";
    if (!dnsLabel.test(label))
      return `“${label}” may have only a–z, 0–9 and “-”, with a letter or digit at both ends`;
  }
  return null;
}

function lengthProblem(name: string, isWildcard: boolean): string | null {
  if (name.length > maxNameLength) return `A host name has at most ${maxNameLength} characters`;
  const longest = maxNameLength - (isWildcard ? wildcardMarkPrefix : challengePrefix).length;
  if (name.length <= longest) return null;
  return `The name has ${name.length} characters; ${isWildcard ? "after the “*.” " : ""}it may have at most ${longest}, because the DNS challenge needs the rest`;
}

function placeProblem(name: string): string | null {
  const labels = name.split(".");
  const last = labels.at(-1) ?? "";
  if (labels.length < 2) return `“${name}” is a short name; write the full name, such as ${name}.example.com`;
  if (/^\d+$/.test(last)) return "A host name may not end in a number";
  const special = specialUse.has(last) ? last : labels.slice(-2).join(".");
  if (!specialUse.has(special)) return null;
  return `Names below .${special} are not in the public DNS, so no public CA can certify them`;
}
