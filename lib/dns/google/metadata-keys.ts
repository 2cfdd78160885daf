import { createPrivateKey } from "node:crypto";
import { z } from "zod";
import type { MetadataKey } from "@/lib/dns/provider-definition";

const otherTypes: Record<string, string> = {
  authorized_user: "These are the credentials of a person, as gcloud makes them.",
  external_account: "This is a configuration of workload identity federation.",
  impersonated_service_account: "This is a configuration that impersonates a service account.",
};

const projectPattern = {
  source: "(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]",
  mistake:
    "A project ID has 6 to 30 lower-case letters, digits, and hyphens. It begins with a letter and doesn't end with a hyphen.",
};

/** What credentials of Cloud DNS must allow. */
export const permissions =
  "The service account needs the role DNS Administrator (roles/dns.admin), or dns.managedZones.list, get, and create, " +
  "dns.resourceRecordSets.*, and dns.changes.* on the project.";

export const projectKey = {
  key: "google_project_id",
  label: "Google project",
  help: "The ID (not the name or the number) of the Google Cloud project that has the zones in Cloud DNS.",
  placeholder: "my-project-123456",
  secret: false,
  kind: "text",
  pattern: projectPattern,
  schema: z.string().regex(new RegExp(`^${projectPattern.source}$`), projectPattern.mistake),
  remedy: "Copy the project ID from the Google Cloud console.",
} as const satisfies MetadataKey;

export const serviceAccountKey = {
  key: "google_service_account",
  label: "Google service account",
  help: "The whole JSON file of a service account key.",
  placeholder: '{ "type": "service_account", "project_id": "…", "private_key": "…" }',
  secret: true,
  kind: "json-file",
  file: {
    name: "service account key",
    type: { field: "type", value: "service_account", others: otherTypes },
    fields: [
      { name: "project_id" },
      { name: "client_email" },
      {
        name: "private_key",
        pattern: {
          source: "-----BEGIN (RSA )?PRIVATE KEY-----[\\s\\S]+-----END (RSA )?PRIVATE KEY-----\\s*",
          mistake: '"private_key" is cut short. Download the key again and use the whole file.',
        },
      },
    ],
    shows: ["project_id", "client_email"],
    fills: { google_project_id: "project_id" },
  },
  remedy: "Paste the whole JSON file of a service account key.",
  schema: z.string().superRefine((value, context) => {
    const parsed = parseServiceAccount(value);
    if (!parsed.ok) context.addIssue({ code: "custom", message: parsed.mistake, input: undefined });
  }),
  summary(value: string) {
    const parsed = parseServiceAccount(value);
    return parsed.ok ? { project: parsed.value.project, account: parsed.value.account } : null;
  },
} as const satisfies MetadataKey;

/**
 * What Lamia takes from a key file. The URLs in it (`token_uri`, `auth_uri` …) are ignored: the file comes from a
 * user, and following them would let that user choose where the panel sends requests.
 */
export interface ServiceAccount {
  project: string;
  account: string;
  keyId: string | null;
  /** PKCS #8, PEM. */
  privateKey: string;
}

type ParsedServiceAccount = { ok: true; value: ServiceAccount } | { ok: false; mistake: string };

const whereToGet = "Create a JSON key under IAM & Admin, Service Accounts, Keys, and paste the whole file.";

const file = z.object({
  type: z.string(),
  project_id: z.string().min(1),
  client_email: z.email(),
  private_key: z.string().min(1),
  private_key_id: z.string().optional(),
});

/** Reads the JSON key of a service account. A mistake is told in words that never quote the text. */
export function parseServiceAccount(text: string): ParsedServiceAccount {
  const wrong = (mistake: string): ParsedServiceAccount => ({ ok: false, mistake });
  if (text.trim() === "") return wrong(`The key is empty. ${whereToGet}`);
  const place = jsonMistake(text);
  if (place) return wrong(`This is not JSON: look at ${place}. Paste the whole file, from { to }.`);
  const content: unknown = JSON.parse(text);
  const type = z.object({ type: z.string() }).safeParse(content).data?.type;
  if (type === undefined)
    return wrong(`This JSON is not a service account's key: "type" is missing. ${whereToGet}`);
  if (type !== "service_account") {
    const found = otherTypes[type] ?? 'Its "type" is another.';
    return wrong(`This is not the key of a service account. ${found} ${whereToGet}`);
  }
  const parsed = file.safeParse(content);
  if (!parsed.success) {
    const fields = [...new Set(parsed.error.issues.map(({ path }) => `"${path.join(".")}"`))].join(" and ");
    return wrong(`The key lacks ${fields}, or it is not as Google writes it. ${whereToGet}`);
  }
  if (!isRsaKey(parsed.data.private_key)) {
    return wrong(`"private_key" holds no readable RSA key; was its text changed on the way? ${whereToGet}`);
  }
  const {
    project_id: project,
    client_email: account,
    private_key: privateKey,
    private_key_id: keyId,
  } = parsed.data;
  return { ok: true, value: { project, account, keyId: keyId ?? null, privateKey } };
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === "rsa";
  } catch {
    return false;
  }
}

const token = /\s*(?:[{}[\],:]|"(?:[^"\\\p{Cc}]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy;

/**
 * Where a text stops being JSON, in words, e.g. "line 3, column 14"; null when it is JSON. The parser's own message
 * is of no use: it quotes the text, which may be a key, and does not always say where.
 */
export function jsonMistake(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (thrown) {
    const [, stated] = /at position (\d+)/.exec(thrown instanceof Error ? thrown.message : "") ?? [];
    const before = text.slice(0, stated === undefined ? firstNonToken(text) : Number(stated));
    const lines = before.split("\n");
    return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
  }
}

function firstNonToken(text: string): number {
  token.lastIndex = 0;
  let end = 0;
  while (token.test(text)) end = token.lastIndex;
  return end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
}
