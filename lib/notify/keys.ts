import { z } from "zod";

export const notifyLevels = ["info", "success", "warning", "error"] as const;

const httpUrl = z
  .url({ protocol: /^https?$/, error: "Write a whole address, such as https://hooks.example.com/lamia" })
  .max(2000);

/** The metadata keys of notifications, as data that forms are drawn from. */
export const notifyKeys = [
  {
    key: "slack_webhook",
    label: "Slack webhook",
    help: "Address of an incoming webhook of Slack. Whoever has it can write to the channel, so it is kept secret.",
    placeholder: "https://hooks.slack.com/services/…",
    secret: true,
    kind: "url",
    schema: httpUrl,
    summary: (value: string) => ({ host: URL.parse(value)?.host ?? "not an address" }),
  },
  {
    key: "slack_channel",
    label: "Slack channel",
    help: "The channel to write to, where the webhook leaves it open.",
    placeholder: "#operations",
    secret: false,
    kind: "text",
    schema: z.string().regex(/^[#@]?[\p{L}\p{N}._-]{1,80}$/u, "A channel is a name such as #operations"),
  },
  {
    key: "webhook_url",
    label: "Webhook",
    help: "Every notification is posted to this address as JSON, and again until it is taken.",
    placeholder: "https://hooks.example.com/lamia",
    secret: false,
    kind: "url",
    schema: httpUrl,
  },
  {
    key: "webhook_secret",
    label: "Webhook secret",
    help: "Signs what is posted: the header Lamia-Signature holds an HMAC SHA-256 of the time and the body.",
    placeholder: "at least 16 characters",
    secret: true,
    kind: "text",
    schema: z.string().min(16, "Use at least 16 characters"),
  },
  {
    key: "notify_level",
    label: "Lowest level",
    help: "Notifications below this level stay in the panel.",
    placeholder: "every level",
    secret: false,
    kind: "text",
    choices: notifyLevels,
    schema: z.enum(notifyLevels, "The level is one of info, success, warning, error"),
  },
] as const;
