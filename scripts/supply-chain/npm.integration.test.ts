import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { version } from "@/package.json";
import { auditPackages, cycloneDx } from "./npm";

const folder = join(import.meta.dirname, "..", "..");
let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

async function registry(status: number, answer: unknown): Promise<{ url: string; asked: unknown[] }> {
  const asked: unknown[] = [];
  server = createServer(async (request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const text = request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
    if (text.length > 0) asked.push(JSON.parse(text.toString()));
    // npm reads a vulnerable package's versions, too, to suggest a fix.
    const name = decodeURIComponent(request.url ?? "").slice(1);
    const packument = {
      name,
      "dist-tags": { latest: "1.0.0" },
      versions: { "1.0.0": { name, version: "1.0.0" } },
    };
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(request.method === "GET" ? packument : answer));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
}

test("an advisory of the registry for a package of the lock file is reported", async () => {
  const advisory = {
    ...{ id: 1, title: "Anything can happen", severity: "high", vulnerable_versions: "<1000" },
    url: "https://advisories.test/1",
    cwe: [],
    cvss: { score: 8, vectorString: null },
  };
  const { url, asked } = await registry(200, { "dns-packet": [advisory] });
  expect(await auditPackages({ folder, registry: url })).toMatchObject({
    state: "answered",
    advisories: [{ name: "dns-packet", severity: "high", versions: "<1000", url: advisory.url }],
  });
  expect(Object.keys(asked[0] as object)).toEqual(expect.arrayContaining(["dns-packet", "next", "react"]));
});

test("a registry without known vulnerabilities reports none", async () => {
  const { url } = await registry(200, {});
  expect(await auditPackages({ folder, registry: url })).toMatchObject({ state: "answered", advisories: [] });
});

test("a registry that can't tell, or can't be reached, is said, and is no failure", async () => {
  const { url } = await registry(405, {});
  expect(await auditPackages({ folder, registry: url })).toMatchObject({ state: "unanswered" });
  expect(await auditPackages({ folder, registry: "http://127.0.0.1:1/" })).toMatchObject({
    state: "unanswered",
  });
});

test("the SBOM is CycloneDX, of Lamia, with every package of run time and its hash, and needs no network", async () => {
  const document = await cycloneDx({ folder }, new Date("2026-11-29T00:00:00Z"));
  expect(document).toMatchObject({
    bomFormat: "CycloneDX",
    metadata: { timestamp: "2026-11-29T00:00:00.000Z", component: { name: "lamia", version } },
  });
  const components = document.components as { name: string; hashes?: unknown[]; licenses?: unknown[] }[];
  const next = components.find(({ name }) => name === "next");
  expect(next).toMatchObject({ licenses: [{ license: { id: "MIT" } }] });
  expect(next?.hashes).toHaveLength(1);
  expect(components.some(({ name }) => name === "vitest")).toBe(false);
});
