import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Notice, sinksFor, slack, webhook } from "./sinks";

const notice: Notice = {
  id: "7",
  at: "2026-03-01T10:00:00.000Z",
  level: "warning",
  title: "Renewal failed: shop.example.com",
  body: "The CA says <no> & waits.",
  virtualCluster: "vamp-demo",
  link: "/virtual-clusters/vamp-demo/gateways/gw-1",
};
const now = new Date("2026-03-01T10:00:05.000Z");

describe("a notice", () => {
  test("goes to the configured destinations if it has at least the minimum level", () => {
    const settings = { slack_webhook: "https://a", webhook_url: "https://b", notify_level: "warning" };
    const ids = (level: Notice["level"]) => sinksFor({ level }, settings).map(({ id }) => id);
    expect(ids("error")).toEqual(["slack", "webhook"]);
    expect(ids("warning")).toEqual(["slack", "webhook"]);
    expect(ids("success")).toEqual([]);
    expect(sinksFor({ level: "info" }, { webhook_url: "https://b" }).map(({ id }) => id)).toEqual([
      "webhook",
    ]);
    expect(sinksFor({ level: "error" }, {})).toEqual([]);
  });

  test("is signed over its time and body, which the reader can verify", () => {
    const secret = "a-secret-of-sixteen";
    const { body, headers } = webhook.deliveryOf(
      notice,
      { webhook_url: "https://b", webhook_secret: secret },
      now,
    );
    const [, seconds, proof] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers["lamia-signature"] ?? "") ?? [];
    expect(Number(seconds)).toBe(now.getTime() / 1000);
    expect(proof).toBe(createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex"));
    expect(JSON.parse(body)).toMatchObject({ id: "7", level: "warning" });
    expect(headers["lamia-delivery"]).toBe("7");
  });

  test("can't write Slack's markup", () => {
    const { body } = slack.deliveryOf(notice, { slack_webhook: "https://a", slack_channel: "#ops" }, now);
    expect(JSON.parse(body)).toMatchObject({
      channel: "#ops",
      attachments: [{ text: "The CA says &lt;no&gt; &amp; waits." }],
    });
  });
});
