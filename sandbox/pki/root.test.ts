import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sandboxRoot } from "./root";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sandbox-pki-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test("the root and the intermediate are created once, in files of mode 0600", async () => {
  const first = await sandboxRoot(directory);
  const second = await sandboxRoot(directory);
  expect(second.certificatePem).toBe(first.certificatePem);
  expect(second.intermediate).toEqual(first.intermediate);
  for (const file of ["root.pem", "root.key", "intermediate.pem", "intermediate.key"]) {
    expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
  }
});

test("the intermediate chains to the root, and may issue certificates but no further CAs", async () => {
  const root = await sandboxRoot(directory);
  const rootCertificate = new X509Certificate(root.certificatePem);
  const intermediate = new X509Certificate(root.intermediate.certificatePem);
  expect(rootCertificate.ca).toBe(true);
  expect(intermediate.ca).toBe(true);
  expect(intermediate.checkIssued(rootCertificate)).toBe(true);
  expect(intermediate.verify(rootCertificate.publicKey)).toBe(true);
});

test("a client that trusts only the root completes a handshake with an issued server certificate", async () => {
  const root = await sandboxRoot(directory);
  const tls = await root.issueServerCertificate(["localhost"], ["127.0.0.1"]);
  const server = createServer({ cert: tls.certificatePem, key: tls.keyPem }, (_request, response) => {
    response.end("hello");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const authorized = await new Promise<boolean>((answer, fail) => {
    request({ host: "127.0.0.1", port, ca: root.certificatePem, agent: false }, (response) => {
      answer((response.socket as import("node:tls").TLSSocket).authorized);
      response.resume();
    })
      .on("error", fail)
      .end();
  });
  server.close();
  expect(authorized).toBe(true);
});

test("the error about a damaged key file names the folder to remove", async () => {
  await sandboxRoot(directory);
  writeFileSync(join(directory, "root.key"), "not a key");
  await expect(sandboxRoot(directory)).rejects.toThrow(`remove ${directory}`);
});
