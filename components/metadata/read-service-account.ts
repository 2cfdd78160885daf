/** What a key file says of itself, or what is wrong with it. Neither ever holds any part of the key. */
export type ReadKey = { ok: true; project: string; account: string } | { ok: false; mistake: string };

const otherTypes: Readonly<Record<string, string>> = {
  authorized_user:
    "These are a person's own credentials, as gcloud makes them; a service account's key is needed.",
  external_account: "This is a configuration of workload identity federation, not a service account's key.",
};

/** Looks at the JSON key of a Google service account before it is sent; the server looks closer. */
export function readServiceAccount(text: string): ReadKey {
  const content = parsed(text);
  if (typeof content === "string") return { ok: false, mistake: content };
  const field = (name: string) => (typeof content[name] === "string" ? content[name] : "");
  const type = field("type");
  if (type !== "service_account") {
    const mistake =
      otherTypes[type] ??
      (type === ""
        ? 'This JSON has no "type": it is not a service account\'s key.'
        : 'Its "type" is not "service_account": it is another kind of file.');
    return { ok: false, mistake };
  }
  const missing = ["project_id", "client_email", "private_key"].filter((name) => field(name) === "");
  if (missing.length > 0) {
    const names = missing.map((name) => `"${name}"`).join(" and ");
    return { ok: false, mistake: `The key lacks ${names}. Download it again and take the whole file.` };
  }
  if (
    !/-----BEGIN (RSA )?PRIVATE KEY-----[\s\S]+-----END (RSA )?PRIVATE KEY-----/.test(field("private_key"))
  ) {
    return {
      ok: false,
      mistake: '"private_key" is cut short. Download the key again and take the whole file.',
    };
  }
  return { ok: true, project: field("project_id"), account: field("client_email") };
}

/** The object, or why the text is none. */
function parsed(text: string): Record<string, unknown> | string {
  const trimmed = text.trim();
  if (!trimmed.startsWith("{")) return "This is not the JSON file: it begins with { there.";
  if (!trimmed.endsWith("}")) return "The end is missing: the file ends with }. Take the whole file.";
  try {
    return JSON.parse(trimmed) as Record<string, unknown>;
  } catch {
    const lines = trimmed.slice(0, endOfTokens(trimmed)).split("\n");
    const place = `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
    return `This is not JSON: look at ${place}. Take the file as it was downloaded.`;
  }
}

const token = /\s*(?:[{}[\],:]|"(?:[^"\\\p{Cc}]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy;

/** Where the first thing stands that JSON does not know. The browser's own message would quote the text, a key. */
function endOfTokens(text: string): number {
  token.lastIndex = 0;
  let end = 0;
  while (token.test(text)) end = token.lastIndex;
  return end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
}
