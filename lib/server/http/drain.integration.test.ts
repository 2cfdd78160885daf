import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type PanelProcess, startPanelProcess } from "@/lib/server/testing/panel-process";
import { startTestWorld, type TestWorld } from "@/lib/server/testing/test-panel";

/** A panel process that gets SIGTERM, as from Kubernetes or Docker. */
let world: TestWorld;
let panel: PanelProcess;
const sockets: Socket[] = [];

beforeAll(async () => {
  world = await startTestWorld();
});
afterAll(async () => world?.close());
beforeEach(async () => {
  panel = await startPanelProcess(world.environment, "api");
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await panel.end("SIGKILL");
});

/** A request on a connection of its own, of which all or part is sent. `text` resolves when the connection has ended. */
function begin(lines: string[], body = "") {
  const socket = connect(panel.port, "127.0.0.1");
  sockets.push(socket);
  let received = "";
  const text = new Promise<string>((resolve) => {
    socket.on("data", (chunk) => {
      received += chunk;
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(received));
  });
  const head = [...lines, "host: 127.0.0.1", `authorization: Bearer ${world.environment.LAMIA_API_TOKEN}`];
  socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  return { socket, text, until: (what: string) => expect.poll(() => received).toContain(what) };
}

const saving = ["PATCH /api/v1/virtual-clusters/vamp-demo HTTP/1.1", "content-type: application/json"];

test("answers what is under way, tells streams, takes nothing new, and exits in order", async () => {
  const stream = begin(["GET /api/v1/events HTTP/1.1", "accept: text/event-stream"]);
  await stream.until("event: hello");
  const body = '{"managed":true}';
  const late = begin([...saving, `content-length: ${body.length}`], body.slice(0, 5));
  // So that the request has arrived.
  await (await fetch(`http://127.0.0.1:${panel.port}/api/v1/session`)).text();
  const ended = panel.end("SIGTERM");
  await stream.until("event: leaving");
  late.socket.write(body.slice(5));
  await stream.text;
  const refused = connect(panel.port, "127.0.0.1");
  await expect(once(refused, "connect")).rejects.toThrow("ECONNREFUSED");
  expect(await late.text).toMatch(/^HTTP\/1\.1 (200|204|422) [\s\S]*connection: close/i);
  expect(await ended).toBe(0);
});

test("doesn't wait for a client that never finishes its request", async () => {
  const stuck = begin([...saving, "content-length: 1000"], "{");
  await (await fetch(`http://127.0.0.1:${panel.port}/api/v1/session`)).text();
  const begun = performance.now();
  expect(await panel.end("SIGTERM")).toBe(0);
  expect(performance.now() - begun).toBeLessThan(6000);
  await stuck.text;
});
