import { z } from "zod";
import type { MetadataKey } from "../provider-definition";
import { parseServiceAccount } from "./service-account";

export const projectKey = {
  key: "google_project_id",
  label: "Google project",
  help: "The id (not the name or the number) of the Google Cloud project whose Cloud DNS holds the zones.",
  placeholder: "my-project-123456",
  secret: false,
  kind: "text",
  schema: z
    .string()
    .regex(
      /^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
      "A project id has 6 to 30 lower-case letters, digits and hyphens, begins with a letter and ends with none of the hyphens.",
    ),
} as const satisfies MetadataKey;

export const serviceAccountKey = {
  key: "google_service_account",
  label: "Google service account",
  help:
    "The whole JSON file of a service account's key. The account needs the role DNS Administrator (roles/dns.admin), " +
    "or dns.managedZones.list, get and create, dns.resourceRecordSets.* and dns.changes.* on the project.",
  placeholder: '{ "type": "service_account", "project_id": "…", "private_key": "…" }',
  secret: true,
  kind: "json-file",
  schema: z.string().superRefine((value, context) => {
    const parsed = parseServiceAccount(value);
    if (!parsed.ok) context.addIssue({ code: "custom", message: parsed.mistake, input: undefined });
  }),
  summary(value: string) {
    const parsed = parseServiceAccount(value);
    return parsed.ok ? { project: parsed.value.project, account: parsed.value.account } : null;
  },
} as const satisfies MetadataKey;
