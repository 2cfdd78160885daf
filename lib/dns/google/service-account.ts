import { createPrivateKey } from "node:crypto";
import { z } from "zod";
import { jsonMistake } from "./json-position";

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

const otherTypes: Record<string, string> = {
  authorized_user: "These are the credentials of a person, as gcloud makes them.",
  external_account: "This is a configuration of workload identity federation.",
  impersonated_service_account: "This is a configuration that impersonates a service account.",
};

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
