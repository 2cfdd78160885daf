import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { listenHttp } from "./http-server";

it("closes while clients hold connections without having sent anything", async () => {
  const server = createServer();
  const running = await listenHttp(server, "127.0.0.1", 0);
  const client = connect(running.port, "127.0.0.1");
  const ended = once(client, "close");
  client.on("error", () => {});
  await once(server, "connection");
  await running.close();
  await ended;
  expect(server.listening).toBe(false);
});
