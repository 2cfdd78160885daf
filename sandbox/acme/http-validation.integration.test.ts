import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import * as acme from "acme-client";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { sandboxRoot } from "@/sandbox/pki/root";
import { plainAcmeClient } from "./testing/plain-acme-client";
import { startTestCa, type TestCa } from "./testing/test-ca";

const host = "web.example.test";
let ca: TestCa;
let restore: () => void;
let plain: Server;
let secure: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const asked: string[] = [];

const listening = (server: Server) =>
  new Promise<number>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
  );

beforeAll(async () => {
  const handle = (scheme: string) => (request: IncomingMessage, response: ServerResponse) => {
    asked.push(`${scheme}://${request.headers.host}${request.url}`);
    answer(request, response);
  };
  plain = createServer(handle("http"));
  const http = await listening(plain);
  const first = await startTestCa();
  const other = await sandboxRoot(`${first.directory}/other`);
  // Of another name, and of a root that the CA does not know.
  const { certificatePem: cert, keyPem: key } = await other.issueServerCertificate(["other.test"], []);
  await first.close();
  secure = createHttpsServer({ cert, key }, handle("https"));
  const https = await listening(secure);
  ca = await startTestCa({ httpPorts: { http, https } });
  ca.set(`${host}.`, "A", ["127.0.0.1"]);
  restore = plainAcmeClient(ca.root.certificatePem);
});
afterAll(async () => {
  restore?.();
  await ca?.close();
  for (const server of [plain, secure]) server?.close();
});
beforeEach(() => void asked.splice(0));

/** The key authorization that a challenge asks for, by its path. */
const files = new Map<string, string>();
const serveFiles = (request: IncomingMessage, response: ServerResponse) => {
  const text = files.get(request.url ?? "");
  response.writeHead(text === undefined ? 404 : 200).end(text);
};

async function order(names = [host]): Promise<string> {
  const client = new acme.Client({
    directoryUrl: ca.acme.directoryUrl,
    accountKey: await acme.crypto.createPrivateEcdsaKey(),
    backoffMin: 20,
    backoffMax: 50,
  });
  const [, csr] = await acme.crypto.createCsr({ altNames: names }, await acme.crypto.createPrivateEcdsaKey());
  return client.auto({
    csr,
    termsOfServiceAgreed: true,
    skipChallengeVerification: true,
    challengePriority: ["http-01"],
    challengeCreateFn: async (_authorization, challenge, keyAuthorization) =>
      void files.set(`/.well-known/acme-challenge/${challenge.token}`, `${keyAuthorization}\n`),
    challengeRemoveFn: async () => {},
  });
}

test("a key authorization on port 80 of the host's address proves the name", async () => {
  answer = serveFiles;
  expect(await order()).toContain("BEGIN CERTIFICATE");
  expect(asked).toEqual([expect.stringMatching(`^http://${host}/.well-known/acme-challenge/`)]);
});

test("a redirect to HTTPS is followed, whatever certificate is there", async () => {
  answer = (request, response) =>
    Reflect.has(request.socket, "encrypted")
      ? serveFiles(request, response)
      : response.writeHead(301, { location: `https://${host}${request.url}` }).end();
  expect(await order()).toContain("BEGIN CERTIFICATE");
  expect(asked.map((url) => url.slice(0, 6))).toEqual(["http:/", "https:"]);
});

test("another answer, another port, and no address are refused with the reason", async () => {
  answer = (_request, response) => response.end("something else");
  await expect(order()).rejects.toThrow("did not match this challenge");
  answer = (_request, response) => response.writeHead(404).end();
  await expect(order()).rejects.toThrow("Invalid response");
  answer = (request, response) =>
    response.writeHead(302, { location: `http://${host}:8080${request.url}` }).end();
  await expect(order()).rejects.toThrow("Only ports 80 and 443 are supported");
  await expect(order(["none.example.test"])).rejects.toThrow("DNS problem");
});
