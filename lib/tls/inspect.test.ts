import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sandboxRoot } from "@/sandbox/pki/root";
import { inspectAddress } from "./inspect";

const host = "shop.test";
const address = "192.0.2.10";
let directory: string;
let tls: Server;
let plain: Server;

const listening = (server: Server) =>
  new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
const portOf = (server: Server) => (server.address() as AddressInfo).port;
const rules = (port80: number, port443: number) =>
  [
    [80, port80],
    [443, port443],
  ].map(([from = 0, to = 0]) => ({ from: { address, port: from }, to: { address: "127.0.0.1", port: to } }));

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "lamia-inspect-"));
  const root = await sandboxRoot(directory);
  const { certificatePem: cert, keyPem: key } = await root.issueServerCertificate([host], []);
  tls = createServer({ cert, key }, (socket) => socket.on("error", () => undefined).resume());
  plain = createTcpServer((socket) =>
    socket
      .on("error", () => undefined)
      .resume()
      .end("no TLS here\n"),
  );
  await Promise.all([listening(tls), listening(plain)]);
});
afterAll(async () => {
  await Promise.all([tls, plain].map((server) => new Promise((resolve) => server.close(resolve))));
  rmSync(directory, { recursive: true, force: true });
});

test("an open address shows its chain, its names, and that no root vouches for it", async () => {
  const seen = await inspectAddress(rules(portOf(plain), portOf(tls)), address, host);
  expect(seen).toMatchObject({ address, http: null, https: null, tls: null });
  expect(seen.presented).toMatchObject({ names: [host], coversHost: true, trust: "none" });
  expect(seen.presented?.problem).toContain("root");
  expect(seen.presented?.chain[0]).toMatchObject({ issuer: "Lamia Sandbox Root" });
  const other = await inspectAddress(rules(portOf(plain), portOf(tls)), address, "other.test");
  expect(other.presented).toMatchObject({ coversHost: false });
});

test("a port without TLS, and a closed port, are reported", async () => {
  const closed = createTcpServer();
  await listening(closed);
  const free = portOf(closed);
  await new Promise((resolve) => closed.close(resolve));
  const seen = await inspectAddress(rules(free, portOf(plain)), address, host);
  expect(seen).toMatchObject({ http: "nothing listens there", https: null, presented: null });
  expect(seen.tls).toContain("handshake");
  expect(await inspectAddress(rules(free, free), address, host)).toMatchObject({
    https: "nothing listens there",
    presented: null,
  });
});
