/**
 * The DNS name in what you type or paste as a host: in small letters, in its ASCII form (RFC 5890, section 2.3.2.1), and of
 * a URL only the host. What is no name stays as it is, so that it can be shown beside what is wrong with it.
 */
export function hostFromTyped(typed: string): string {
  const text = typed.trim().toLowerCase();
  const name = hostOfUrl(text) ?? text.replace(/\.$/, "");
  const [, star = "", rest = name] = /^(\*\.)(.+)$/.exec(name) ?? [];
  if (isAscii(rest)) return name;
  const ascii = asciiForm(rest);
  return ascii === null ? name : `${star}${ascii}`;
}

/** Of `https://host:port/path`; null for what does not begin as a URL. */
function hostOfUrl(text: string): string | null {
  const [, host] = /^https?:\/\/(?:[^/?#@]*@)?([^/?#:]+)(?::\d+)?\.?(?:[/?#].*)?$/.exec(text) ?? [];
  return host?.replace(/\.$/, "") ?? null;
}

export function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII, whole.
  return /^[\x00-\x7f]*$/.test(text);
}

/** As browsers do it (UTS #46); null for what is no name. */
export function asciiForm(name: string): string | null {
  try {
    return new URL(`https://${name}/`).hostname.replace(/\.$/, "");
  } catch {
    return null;
  }
}
