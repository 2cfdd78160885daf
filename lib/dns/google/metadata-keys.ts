import { createPrivateKey } from "node:crypto";
import { z } from "zod";
import type { Metadata, MetadataKey } from "@/lib/dns/provider-definition";
import { texts } from "./texts";

const otherTypes: Record<string, string> = {
  authorized_user: texts.userCredentials,
  external_account: texts.workloadIdentity,
  impersonated_service_account: texts.impersonation,
};

const projectPattern = {
  source: "(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]",
  mistake: texts.projectMistake,
};

/** What the credentials for Cloud DNS must allow. */
export const permissions = texts.permissions;

export const projectKey = {
  key: "google_project_id",
  label: texts.project,
  help: texts.projectHelp,
  placeholder: "my-project-123456",
  secret: false,
  kind: "text",
  pattern: projectPattern,
  schema: z.string().regex(new RegExp(`^${projectPattern.source}$`), projectPattern.mistake),
  remedy: texts.copyProject,
} as const satisfies MetadataKey;

export const serviceAccountKey = {
  key: "google_service_account",
  label: texts.serviceAccount,
  help: texts.serviceAccountHelp,
  placeholder: '{ "type": "service_account", "project_id": "…", "private_key": "…" }',
  secret: true,
  kind: "json-file",
  file: {
    name: texts.serviceAccountKey,
    type: { field: "type", value: "service_account", others: otherTypes },
    fields: [
      { name: "project_id" },
      { name: "client_email" },
      {
        name: "private_key",
        pattern: {
          source: "-----BEGIN (RSA )?PRIVATE KEY-----[\\s\\S]+-----END (RSA )?PRIVATE KEY-----\\s*",
          mistake: texts.keyCutShort,
        },
      },
    ],
    shows: ["project_id", "client_email"],
    fills: { google_project_id: "project_id" },
  },
  remedy: texts.pasteFile,
  schema: z.string().superRefine((value, context) => {
    const parsed = parseServiceAccount(value);
    if (!parsed.ok) context.addIssue({ code: "custom", message: parsed.mistake, input: undefined });
  }),
  summary(value: string) {
    const parsed = parseServiceAccount(value);
    return parsed.ok ? { project: parsed.value.project, account: parsed.value.account } : null;
  },
} as const satisfies MetadataKey;

export const credentialsKey = {
  key: "google_credentials",
  label: texts.credentials,
  help: texts.credentialsHelp,
  placeholder: "key",
  secret: false,
  kind: "text",
  optional: true,
  choices: ["key", "ambient"],
  schema: z.enum(["key", "ambient"], texts.credentialsMistake),
} as const satisfies MetadataKey;

const zonePattern = { source: "[a-z][a-z0-9-]{0,61}[a-z0-9]|[0-9]{1,20}", mistake: texts.managedZoneMistake };

export const managedZoneKey = {
  key: "google_managed_zone",
  label: texts.managedZone,
  help: texts.managedZoneHelp,
  placeholder: "example-com",
  secret: false,
  kind: "text",
  optional: true,
  pattern: zonePattern,
  schema: z.string().regex(new RegExp(`^(?:${zonePattern.source})$`), zonePattern.mistake),
} as const satisfies MetadataKey;

/** The identity of Lamia's pod replaces a key. */
export function isAmbient(metadata: Metadata): boolean {
  return metadata[credentialsKey.key] === "ambient";
}

export function missingKeys(metadata: Metadata): string[] {
  const needed = isAmbient(metadata) ? [projectKey.key] : [projectKey.key, serviceAccountKey.key];
  return needed.filter((key) => !metadata[key]);
}

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

const file = z.object({
  type: z.string(),
  project_id: z.string().min(1),
  client_email: z.email(),
  private_key: z.string().min(1),
  private_key_id: z.string().optional(),
});

/** Reads the JSON key of a service account. Error messages never quote the text. */
export function parseServiceAccount(text: string): ParsedServiceAccount {
  const wrong = (mistake: string): ParsedServiceAccount => ({ ok: false, mistake });
  if (text.trim() === "") return wrong(texts.emptyKey);
  const place = jsonMistake(text);
  if (place) return wrong(texts.notJson({ place }));
  const content: unknown = JSON.parse(text);
  const type = z.object({ type: z.string() }).safeParse(content).data?.type;
  if (type === undefined) return wrong(texts.noType);
  if (type !== "service_account") {
    return wrong(texts.otherType({ found: otherTypes[type] ?? texts.unknownType }));
  }
  const parsed = file.safeParse(content);
  if (!parsed.success) {
    const fields = [...new Set(parsed.error.issues.map(({ path }) => `“${path.join(".")}”`))].join(", ");
    return wrong(texts.wrongFields({ fields }));
  }
  if (!isRsaKey(parsed.data.private_key)) {
    return wrong(texts.notRsa);
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
 * Where a text stops being JSON, in words, such as "line 3, column 14"; null if it is JSON. The parser's own message can't be
 * used: it quotes the text, which may be a key, and doesn't always give a position.
 */
export function jsonMistake(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (thrown) {
    const [, stated] = /at position (\d+)/.exec(thrown instanceof Error ? thrown.message : "") ?? [];
    const before = text.slice(0, stated === undefined ? firstNonToken(text) : Number(stated));
    const lines = before.split("\n");
    return texts.place({ line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 });
  }
}

function firstNonToken(text: string): number {
  token.lastIndex = 0;
  let end = 0;
  while (token.test(text)) end = token.lastIndex;
  return end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
}
