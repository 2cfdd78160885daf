import { z } from "zod";
import type { Metadata, MetadataKey, ValuePattern } from "../provider-definition";
import { texts } from "./texts";

const idPattern = { source: "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", mistake: texts.idMistake };
const groupPattern = { source: "[\\w.()-]{0,89}[\\w()-]", mistake: texts.groupMistake };
const secretPattern = { source: "\\S{16,}", mistake: texts.secretMistake };
const placeholderId = "01234567-89ab-cdef-0123-456789abcdef";

const textKey = (
  key: string,
  texted: { label: string; help: string },
  pattern: ValuePattern,
  more: Partial<MetadataKey> = {},
): MetadataKey => ({
  key,
  ...texted,
  placeholder: pattern === idPattern ? placeholderId : "",
  secret: false,
  kind: "text",
  pattern,
  schema: z.string().regex(new RegExp(`^${pattern.source}$`), pattern.mistake),
  ...more,
});

export const subscriptionKey = textKey(
  "azure_subscription_id",
  { label: texts.subscription, help: texts.subscriptionHelp },
  idPattern,
);
export const groupKey = textKey(
  "azure_resource_group",
  { label: texts.group, help: texts.groupHelp },
  groupPattern,
);
export const tenantKey = textKey(
  "azure_tenant_id",
  { label: texts.tenant, help: texts.tenantHelp },
  idPattern,
);
export const clientKey = textKey(
  "azure_client_id",
  { label: texts.client, help: texts.clientHelp },
  idPattern,
);
export const secretKey = textKey(
  "azure_client_secret",
  { label: texts.secret, help: texts.secretHelp },
  secretPattern,
  { secret: true },
);

export const credentialsKey = {
  key: "azure_credentials",
  label: texts.credentials,
  help: texts.credentialsHelp,
  placeholder: "secret",
  secret: false,
  kind: "text",
  optional: true,
  choices: ["secret", "ambient"],
  schema: z.enum(["secret", "ambient"], texts.credentialsMistake),
} as const satisfies MetadataKey;

export const keys = [subscriptionKey, groupKey, credentialsKey, tenantKey, clientKey, secretKey];

export function isAmbient(metadata: Metadata): boolean {
  return metadata[credentialsKey.key] === "ambient";
}

/** A service principal is needed, unless Lamia's pod has an identity. */
export function missingKeys(metadata: Metadata): string[] {
  const principal = isAmbient(metadata) ? [] : [tenantKey, clientKey, secretKey];
  return [subscriptionKey, groupKey, ...principal].map(({ key }) => key).filter((key) => !metadata[key]);
}
