import { z } from "zod";
import { texts } from "./texts";

export const notifyLevels = ["info", "success", "warning", "error"] as const;

const httpUrl = z.url({ protocol: /^https?$/, error: texts.completeUrl }).max(2000);

/** The metadata keys of notifications, as data that forms are drawn from. */
export const notifyKeys = [
  {
    key: "slack_webhook",
    label: texts.slackWebhook,
    help: texts.slackWebhookHelp,
    placeholder: "https://hooks.slack.com/services/…",
    secret: true,
    kind: "url",
    schema: httpUrl,
    summary: (value: string) => ({ host: URL.parse(value)?.host ?? texts.noUrl }),
  },
  {
    key: "slack_channel",
    label: texts.slackChannel,
    help: texts.slackChannelHelp,
    placeholder: "#operations",
    secret: false,
    kind: "text",
    schema: z.string().regex(/^[#@]?[\p{L}\p{N}._-]{1,80}$/u, texts.slackChannelMistake),
  },
  {
    key: "webhook_url",
    label: texts.webhook,
    help: texts.webhookHelp,
    placeholder: "https://hooks.example.com/lamia",
    secret: false,
    kind: "url",
    schema: httpUrl,
  },
  {
    key: "webhook_secret",
    label: texts.webhookSecret,
    help: texts.webhookSecretHelp,
    placeholder: texts.webhookSecretExample,
    secret: true,
    kind: "text",
    schema: z.string().min(16, texts.webhookSecretMistake),
  },
  {
    key: "notify_level",
    label: texts.level,
    help: texts.levelHelp,
    placeholder: texts.everyLevel,
    secret: false,
    kind: "text",
    choices: notifyLevels,
    schema: z.enum(notifyLevels, texts.levelMistake),
  },
] as const;
