import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  completeUrl: "Enter a complete URL, such as https://hooks.example.com/lamia.",
  slackWebhook: "Slack webhook",
  slackWebhookHelp:
    "The URL of a Slack incoming webhook. Anyone who has it can post to the channel, so Lamia keeps it secret.",
  noUrl: "not a URL",
  slackChannel: "Slack channel",
  slackChannelHelp: "The channel to post to, if the webhook lets you choose one.",
  slackChannelMistake: "Enter a channel name, such as #operations.",
  webhook: "Webhook",
  webhookHelp:
    "Lamia posts each notification to this URL as JSON, and tries again until the server accepts it.",
  webhookSecret: "Webhook secret",
  webhookSecretHelp:
    "Signs each request: the header Lamia-Signature has an HMAC SHA-256 of the time and the body.",
  webhookSecretExample: "at least 16 characters",
  webhookSecretMistake: "Use at least 16 characters.",
  level: "Minimum level",
  levelHelp: "Notifications below this level stay in the panel.",
  everyLevel: "every level",
  levelMistake: "Choose info, success, warning, or error.",
  asksForPause: "{host} asks Lamia to slow down ({status}).",
  outOfOrder: "{host} has an internal error ({status}).",
  refused: "{host} doesn’t accept the notification ({status}).",
  noAnswer: "{host} doesn’t answer.",
  correctUrl: "Correct the URL in the metadata of the virtual cluster.",
  slack: "Slack",
});
