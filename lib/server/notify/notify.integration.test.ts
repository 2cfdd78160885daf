import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signatureOf } from "@/lib/notify/webhook";
import { patchMetadataOperation, readMetadataOperation } from "../operations/metadata";
import { call } from "../testing/call";
import { startTestPanel, type TestPanel, waitUntil } from "../testing/test-panel";

let panel: TestPanel;
const vc = "vamp-demo";
const secret = "a-secret-of-the-webhook";
const received: { path: string; body: string; headers: IncomingMessage["headers"] }[] = [];
let refusals = 0;
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    if (refusals > 0) {
      refusals -= 1;
      response.writeHead(503, { "retry-after": "1" }).end();
      return;
    }
    received.push({ path: request.url ?? "", body, headers: request.headers });
    response.writeHead(200).end();
  });
});

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  panel = await startTestPanel(async () => ({ LAMIA_NOTIFY_ALLOW_LOOPBACK: "true" }));
});
afterAll(async () => {
  await panel?.close();
  server.close();
});

const configure = (body: Record<string, string | null>) =>
  call(panel.runtime, patchMetadataOperation, { params: { vc }, body });
const notify = (title: string, level: "info" | "error") =>
  panel.runtime.store.events.add([
    {
      at: new Date().toISOString(),
      level,
      type: "test",
      virtualCluster: vc,
      message: "It is so.",
      notification: { title },
    },
  ]);
const arrived = (title: string) =>
  waitUntil(`${title} arrives`, () => received.filter(({ body }) => body.includes(title)).at(0));

test("a notification reaches Slack and a webhook that can prove who sent it; a lesser one stays", async () => {
  const { port } = server.address() as AddressInfo;
  await configure({
    slack_webhook: `http://127.0.0.1:${port}/slack`,
    webhook_url: `http://127.0.0.1:${port}/hook`,
    webhook_secret: secret,
    notify_level: "warning",
  });
  await notify("Too small", "info");
  await notify("Renewal failed", "error");
  await waitUntil("both arrive", () => received.length === 2);
  const hook = received.find(({ path }) => path === "/hook");
  const signature = String(hook?.headers["lamia-signature"]);
  const at = new Date(Number(/^t=(\d+)/.exec(signature)?.[1]) * 1000);
  expect(signatureOf(hook?.body ?? "", secret, at)).toBe(signature);
  expect(JSON.parse(hook?.body ?? "")).toMatchObject({ title: "Renewal failed", virtualCluster: vc });
  expect(received.some(({ path }) => path === "/slack")).toBe(true);
});

test("what is not taken is sent again until it is", async () => {
  await configure({ slack_webhook: null });
  refusals = 1;
  await notify("Try again", "error");
  await arrived("Try again");
  expect(refusals).toBe(0);
});

test("secrets of sinks are neither shown nor kept in the database", async () => {
  const shown = JSON.stringify(await call(panel.runtime, readMetadataOperation, { params: { vc } }));
  expect(shown).not.toContain(secret);
  const tasks = await panel.runtime.store.cleanupTasks.list({ limit: 100 });
  expect(JSON.stringify(tasks)).not.toContain(secret);
});
