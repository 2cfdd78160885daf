import type { SinkDefinition } from "./notice";

const colours = { info: "#4a6fa5", success: "#2e7d4f", warning: "#b7791f", error: "#c0392b" } as const;

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export const slack: SinkDefinition = {
  id: "slack",
  title: "Slack",
  configured: ({ slack_webhook }) => slack_webhook !== undefined,
  deliveryOf({ level, title, body, virtualCluster }, { slack_webhook = "", slack_channel }) {
    const text = escaped(body);
    const footer = virtualCluster === null ? "Lamia" : `Lamia · ${escaped(virtualCluster)}`;
    const message = {
      ...(slack_channel === undefined ? {} : { channel: slack_channel }),
      text: escaped(title),
      attachments: [{ color: colours[level], text, fallback: text, footer }],
    };
    return { url: slack_webhook, body: JSON.stringify(message), headers: {} };
  },
};

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
