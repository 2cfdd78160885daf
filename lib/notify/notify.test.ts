import { createHmac } from "node:crypto";
import { lookup } from "node:dns/promises";
import { hostname } from "node:os";
import { describe, expect, test } from "vitest";
import { addressProblem, isPublicAddress, resolvedAddressProblem } from "@/lib/net/addresses";
import { send } from "./send";
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
  test("goes to the sinks that are set up, from the least level on", () => {
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

  test("is signed over its time and body, which the reader can prove", () => {
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

  test("cannot write markup of Slack's", () => {
    const { body } = slack.deliveryOf(notice, { slack_webhook: "https://a", slack_channel: "#ops" }, now);
    expect(JSON.parse(body)).toMatchObject({
      channel: "#ops",
      attachments: [{ text: "The CA says &lt;no&gt; &amp; waits." }],
    });
  });
});

describe("an address that a user names", () => {
  test.each([
    ["127.0.0.1", false],
    ["10.1.2.3", false],
    ["172.31.255.255", false],
    ["192.168.1.1", false],
    ["169.254.169.254", false],
    ["100.100.100.200", false],
    ["0.0.0.0", false],
    ["::1", false],
    ["fd00:ec2::254", false],
    ["fe80::1", false],
    ["::ffff:10.0.0.1", false],
    ["64:ff9b::a00:1", false],
    ["8.8.8.8", true],
    ["2606:4700::1111", true],
  ])("%s is public: %s", (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });

  test.each([
    "http://example.com/hook",
    "https://127.0.0.1/hook",
    "https://[::1]/hook",
    "https://169.254.169.254/latest/meta-data",
    "https://2130706433/",
    "https://0177.0.0.1/",
    "https://0x7f000001/",
    "https://127.1/",
    "https://0/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[64:ff9b::169.254.169.254]/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://100.100.100.200/",
    "https://localhost/hook",
    "https://LOCALHOST./hook",
    "https://panel.localhost/hook",
    "https://user:word@example.com/",
    "file:///etc/passwd",
    "not an address",
  ])("%s is refused before anything is sent", async (url) => {
    const sent = send({ url, body: "{}", headers: {} }, { allowLoopback: false });
    await expect(sent).rejects.toMatchObject({ name: "Failure", kind: "refused" });
    expect(addressProblem(url, { allowLoopback: false })).not.toBeNull();
  });

  test("is looked up when it is saved: a name for an inner address is refused", async () => {
    // Every hosts file has these; their names alone say nothing.
    const local = [hostname(), "ip6-localhost", "ip6-loopback"];
    const inner = await Promise.all(
      local.map((name) =>
        lookup(name).then(
          () => name,
          () => null,
        ),
      ),
    );
    const names = inner.filter((name) => name !== null);
    expect(names).not.toEqual([]);
    for (const name of names) {
      const problem = await resolvedAddressProblem(`https://${name}/hook`, { allowLoopback: false });
      expect(problem, name).toMatch("is not an address on the public internet");
    }
    const unknown = await resolvedAddressProblem("https://hooks.invalid/", { allowLoopback: false });
    expect(unknown).toBeNull();
  });
});
