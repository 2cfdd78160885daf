import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { demoObstacle } from "./demo-obstacle";

let home: string;
let other: Server;
let port: number;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "lamia-demo-"));
  other = createServer((_, response) => response.end("{}"));
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  port = (other.address() as AddressInfo).port;
});

afterEach(() => {
  other.close();
  rmSync(home, { recursive: true, force: true });
});

const writeSandboxFile = (leversPort: number) =>
  writeFileSync(
    join(home, "sandbox.json"),
    JSON.stringify({
      panel: { url: "http://127.0.0.1:4000" },
      levers: { url: `http://127.0.0.1:${leversPort}/levers` },
    }),
  );

test("a demo that runs in the same home is named and left alone", async () => {
  writeSandboxFile(port);
  expect(await demoObstacle(home, 0)).toContain("already: http://127.0.0.1:4000");
});

test("a port in use is named, so that nobody takes its pages for the panel's", async () => {
  expect(await demoObstacle(home, port)).toContain(`Port ${port} on 127.0.0.1 is in use`);
});

test("leftovers of a stopped demo are no obstacle", async () => {
  writeSandboxFile(1);
  expect(await demoObstacle(home, 0)).toBeNull();
});

test("a home that can't be created is named", async () => {
  const file = join(home, "a-file");
  writeFileSync(file, "");
  expect(await demoObstacle(join(file, "home"), 0)).toContain("cannot be written to");
});
