import { z } from "zod";
import type { Metadata, MetadataKey, ValuePattern } from "../provider-definition";
import { texts } from "./texts";

const whole = ({ source, mistake }: ValuePattern) => z.string().regex(new RegExp(`^${source}$`), mistake);

const plain = (
  key: string,
  texted: { label: string; help: string },
  pattern: ValuePattern,
  more: Pick<MetadataKey, "placeholder"> & Partial<MetadataKey>,
): MetadataKey => ({
  key,
  ...texted,
  secret: false,
  kind: "text",
  pattern,
  schema: whole(pattern),
  ...more,
});

export const credentialsKey = {
  key: "aws_credentials",
  label: texts.credentials,
  help: texts.credentialsHelp,
  placeholder: "keys",
  secret: false,
  kind: "text",
  optional: true,
  choices: ["keys", "ambient"],
  schema: z.enum(["keys", "ambient"], texts.credentialsMistake),
} as const satisfies MetadataKey;

export const accessKey = plain(
  "aws_access_key_id",
  { label: texts.accessKey, help: texts.accessKeyHelp },
  { source: "A[KS]IA[A-Z0-9]{12,124}", mistake: texts.accessKeyMistake },
  { placeholder: "AKIAIOSFODNN7EXAMPLE" },
);

export const secretKey = plain(
  "aws_secret_access_key",
  { label: texts.secretKey, help: texts.secretKeyHelp },
  { source: "\\S{40}", mistake: texts.secretKeyMistake },
  { placeholder: "", secret: true },
);

export const roleKey = plain(
  "aws_role_arn",
  { label: texts.role, help: texts.roleHelp },
  { source: "arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+", mistake: texts.roleMistake },
  { placeholder: "arn:aws:iam::123456789012:role/lamia-dns", optional: true },
);

export const externalIdKey = plain(
  "aws_external_id",
  { label: texts.externalId, help: texts.externalIdHelp },
  { source: "[\\w+=,.@:/-]{2,1224}", mistake: texts.externalIdMistake },
  { placeholder: "", optional: true },
);

export const zoneIdKey = plain(
  "aws_hosted_zone_id",
  { label: texts.zoneId, help: texts.zoneIdHelp },
  { source: "Z[A-Z0-9]{1,31}", mistake: texts.zoneIdMistake },
  { placeholder: "Z0123456789ABCDEFGHIJ", optional: true },
);

export const keys = [credentialsKey, accessKey, secretKey, roleKey, externalIdKey, zoneIdKey];

export function isAmbient(metadata: Metadata): boolean {
  return metadata[credentialsKey.key] === "ambient";
}

/** An access key is needed, unless Lamia's pod has an identity. */
export function missingKeys(metadata: Metadata): string[] {
  if (isAmbient(metadata)) return [];
  return [accessKey.key, secretKey.key].filter((key) => !metadata[key]);
}
