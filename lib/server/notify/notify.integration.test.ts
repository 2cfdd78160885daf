import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Metadata, MetadataCheck } from "@/lib/api/metadata";
import { patchMetadata } from "@/lib/kubernetes/objects/metadata";
import { SecretText } from "@/lib/model/secret-text";
import { signatureOf } from "@/lib/notify/sinks";
import { thrownProblem } from "@/lib/server/testing/call";
import { retryCleanupTask } from "../operations/cleanup-tasks";
import { patchMetadataOperation, readMetadataOperation, sendTestNotification } from "../operations/metadata";
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
    if (request.url === "/moved") {
      response.writeHead(302, { location: "http://127.0.0.1/elsewhere" }).end();
      return;
    }
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
  call(panel.cluster, patchMetadataOperation, { params: { vc }, body });
const notify = (title: string, level: "info" | "error") =>
  panel.installation.store.events.add([
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

test("a notification reaches Slack, and a webhook that can verify the sender; a minor one isn't sent", async () => {
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
  expect(signatureOf(hook?.body ?? "", new SecretText(secret), at)).toBe(signature);
  expect(JSON.parse(hook?.body ?? "")).toMatchObject({ title: "Renewal failed", virtualCluster: vc });
  expect(received.some(({ path }) => path === "/slack")).toBe(true);
});

test("a test is sent with the typed settings, once, and stores nothing", async () => {
  const { port } = server.address() as AddressInfo;
  const before = await call<Metadata>(panel.cluster, readMetadataOperation, { params: { vc } });
  const sendTest = (body: object) =>
    call<MetadataCheck>(panel.cluster, sendTestNotification, { params: { vc }, body });
  const typed = { webhook_url: `http://127.0.0.1:${port}/typed`, webhook_secret: "another-secret-of-it" };
  expect(await sendTest({ destination: "webhook", changes: typed })).toMatchObject({ ok: true });
  const arrived = received.filter(({ path }) => path === "/typed");
  expect(arrived.map(({ body }) => JSON.parse(body))).toMatchObject([{ title: "Test notification" }]);
  const signature = String(arrived[0]?.headers["lamia-signature"]);
  const at = new Date(Number(/^t=(\d+)/.exec(signature)?.[1]) * 1000);
  expect(signatureOf(arrived[0]?.body ?? "", new SecretText(typed.webhook_secret), at)).toBe(signature);
  expect(await call(panel.cluster, readMetadataOperation, { params: { vc } })).toEqual(before);

  const moved = { webhook_url: `http://127.0.0.1:${port}/moved` };
  expect(await sendTest({ destination: "webhook", changes: moved })).toMatchObject({
    ok: false,
    key: "webhook_url",
    remedy: "Check the URL, then send another test.",
  });
  const unset = { slack_webhook: null };
  expect(await sendTest({ destination: "slack", changes: unset })).toMatchObject({
    ok: false,
    note: "Slack isn’t set up.",
  });
  const inner = { webhook_url: "http://10.0.0.1/hook" };
  const problem = await thrownProblem(sendTest({ destination: "webhook", changes: inner }));
  expect(problem.errors?.[0]?.path).toEqual(["webhook_url"]);
});

test("a rejected delivery is repeated until it is accepted", async () => {
  await configure({ slack_webhook: null });
  refusals = 1;
  await notify("Try again", "error");
  await arrived("Try again");
  expect(refusals).toBe(0);
});

test("secrets of destinations are neither shown nor kept in the database", async () => {
  const shown = JSON.stringify(await call(panel.cluster, readMetadataOperation, { params: { vc } }));
  expect(shown).not.toContain(secret);
  const tasks = await panel.installation.store.tasks.list({ limit: 100 });
  expect(JSON.stringify(tasks)).not.toContain(secret);
});

test("a refused delivery doesn't count as done, and can be tried again", async () => {
  const { port } = server.address() as AddressInfo;
  // Written like kubectl would, because the panel refuses to save it.
  await patchMetadata(panel.cluster, vc, { plain: { webhook_url: "https://10.0.0.1/hook" } });
  await notify("To an inner address", "error");
  const task = () =>
    panel.installation.store.tasks
      .list({ kind: "notify" })
      .then(({ items }) => items.find(({ state }) => state === "refused"));
  const refused = await waitUntil("it is refused", task);
  expect(refused.lastProblem).toMatch(/^10\.0\.0\.1 is not an address on the public internet\./);
  const sent = await panel.installation.store.events.list({ limit: 100 });
  expect(sent.items.find(({ type }) => type === "notification.given-up")?.message).toContain("To an inner");
  await configure({ webhook_url: `http://127.0.0.1:${port}/hook` });
  await call(panel.cluster, retryCleanupTask, { params: { id: refused.id } });
  await arrived("To an inner address");
  await waitUntil(
    "it is done",
    async () => (await panel.installation.store.tasks.read(refused.id))?.state === "done",
  );
});

test("a redirect is no delivery: it is tried again, and not followed", async () => {
  const { port } = server.address() as AddressInfo;
  await configure({ webhook_url: `http://127.0.0.1:${port}/moved` });
  await notify("Moved away", "error");
  const { items } = await waitUntil("the first try fails", async () => {
    const page = await panel.installation.store.tasks.list({ kind: "notify", states: ["open"] });
    return page.items.some(({ attempts }) => attempts > 0) && page;
  });
  expect(items[0]?.lastProblem).toBe(`127.0.0.1:${port} doesn’t accept the notification (302).`);
});

test("an internal address is rejected at its field when saved", async () => {
  for (const key of ["webhook_url", "slack_webhook"])
    for (const value of [
      "https://169.254.169.254/latest",
      "https://2130706434.internal@10.0.0.1/",
      "http://example.com/",
    ]) {
      const problem = await thrownProblem(configure({ [key]: value }));
      expect(problem).toMatchObject({ status: 422, errors: [{ path: [key] }] });
    }
});
