import { createHmac } from "node:crypto";
import { z } from "zod";
import { withUnicodeForms } from "@/lib/model/idn";
import { SecretText } from "@/lib/model/secret-text";
import { plainValue, type Settings, secretSetting } from "@/lib/model/settings";
import { texts } from "./texts";

export const notifyLevels = ["info", "success", "warning", "error"] as const;

const httpUrl = z.url({ protocol: /^https?$/, error: texts.completeUrl }).max(2000);

/** The metadata keys of notifications, as data for forms. */
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

/** A notification as it is sent. */
export interface Notice {
  id: string;
  at: string;
  level: "info" | "success" | "warning" | "error";
  title: string;
  body: string;
  virtualCluster: string | null;
  /** Page of the panel, from its root; null if there is none. */
  link: string | null;
}

/** One message to send, as a destination formats a notification. */
export interface Delivery {
  /** Whoever knows it may send there, too. */
  url: SecretText;
  body: string;
  headers: Record<string, string>;
}

/** The destinations of notifications, as data. To add one, add a definition here, and its keys in `keys.ts`. */
interface SinkDefinition {
  id: string;
  title: string;
  /** The metadata key of the address. */
  addressKey: string;
  configured(settings: Settings): boolean;
  deliveryOf(notice: Notice, settings: Settings, now: Date): Delivery;
}

const nowhere = new SecretText("");
const colours = { info: "#4a6fa5", success: "#2e7d4f", warning: "#b7791f", error: "#c0392b" } as const;

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export const slack: SinkDefinition = {
  id: "slack",
  title: texts.slack,
  addressKey: "slack_webhook",
  configured: ({ slack_webhook }) => slack_webhook !== undefined,
  deliveryOf({ level, title, body, virtualCluster }, settings) {
    const url = secretSetting(settings, "slack_webhook") ?? nowhere;
    const slack_channel = plainValue(settings, "slack_channel");
    const text = escaped(withUnicodeForms(body));
    const footer = virtualCluster === null ? "Lamia" : `Lamia · ${escaped(virtualCluster)}`;
    const message = {
      ...(slack_channel === undefined ? {} : { channel: slack_channel }),
      text: escaped(withUnicodeForms(title)),
      attachments: [{ color: colours[level], text, fallback: text, footer }],
    };
    return { url, body: JSON.stringify(message), headers: {} };
  },
};

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * A notification as JSON. `Lamia-Delivery` is the same on each try, so that a reader can drop duplicates.
 * `Lamia-Signature: t=<seconds>,v1=<hex>` is the HMAC SHA-256 of `<seconds>.<body>` with the secret.
 */
export const webhook: SinkDefinition = {
  id: "webhook",
  title: texts.webhook,
  addressKey: "webhook_url",
  configured: ({ webhook_url }) => webhook_url !== undefined,
  deliveryOf(notice, settings, now) {
    const url = secretSetting(settings, "webhook_url") ?? nowhere;
    const secret = secretSetting(settings, "webhook_secret");
    const body = JSON.stringify({ type: "notification", ...notice });
    const signature = secret === undefined ? {} : { "lamia-signature": signatureOf(body, secret, now) };
    return { url, body, headers: { "lamia-delivery": notice.id, ...signature } };
  },
};

export function signatureOf(body: string, secret: SecretText, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  return `t=${seconds},v1=${createHmac("sha256", secret.reveal()).update(`${seconds}.${body}`).digest("hex")}`;
}

/** Every possible destination of notifications. */
export const sinks: readonly SinkDefinition[] = [slack, webhook];

/** The configured destinations that accept notifications of this level. */
export function sinksFor({ level }: Pick<Notice, "level">, settings: Settings): SinkDefinition[] {
  const levels: readonly string[] = notifyLevels;
  const least = levels.indexOf(plainValue(settings, "notify_level") ?? "info");
  if (levels.indexOf(level) < least) return [];
  return sinks.filter((sink) => sink.configured(settings));
}
