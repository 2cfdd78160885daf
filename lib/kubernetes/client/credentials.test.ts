import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Failure } from "@/lib/gateway/failure";
import { loadCredentials } from "./client";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lamia-credentials-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function failureOf(load: () => unknown): Failure {
  try {
    load();
  } catch (thrown) {
    return thrown as Failure;
  }
  throw new Error("nothing was thrown");
}

const user = { name: "admin", user: { token: "t0ken" } };
const context = { name: "c", context: { cluster: "k", user: "admin" } };

function kubeconfig(cluster: object, change: object = {}): string {
  return JSON.stringify({
    clusters: [{ name: "k", cluster }],
    users: [user],
    contexts: [context],
    "current-context": "c",
    ...change,
  });
}

test("a kubeconfig supplies the server, with its path, and the user's headers", async () => {
  const server = "https://rancher.example.org/k8s/clusters/c-1";
  const credentials = loadCredentials({ kubeconfigFile: file("good", kubeconfig({ server })) });
  expect(credentials.server.href).toBe(server);
  const { headers, dispatcher } = await credentials.access();
  expect(headers).toMatchObject({ Authorization: "Bearer t0ken" });
  credentials.renew();
  expect((await credentials.access()).dispatcher).toBe(dispatcher);
});

test("several files are merged, and the first one's context stays current", () => {
  const first = file("first", kubeconfig({}, { clusters: [] }));
  const second = JSON.stringify({
    clusters: [{ name: "k", cluster: { server: "https://two.test" } }],
    "current-context": "x",
  });
  expect(loadCredentials({ kubeconfigFile: `${first}:${file("second", second)}` }).server.host).toBe(
    "two.test",
  );
});

test("a missing or broken file is reported by name, without its content", () => {
  const missing = join(folder, "missing");
  expect(failureOf(() => loadCredentials({ kubeconfigFile: missing }))).toMatchObject({
    kind: "unconfigured",
    message: expect.stringContaining(missing),
    remedy: expect.stringContaining("KUBECONFIG"),
  });
  const broken = file("broken", "users:\n - name: a\n   user: {token: s3cret\n  bad: [");
  const failure = failureOf(() => loadCredentials({ kubeconfigFile: broken }));
  expect(failure.kind).toBe("unconfigured");
  expect(`${failure.message} ${failure.remedy} ${JSON.stringify(failure.cause)}`).not.toContain("s3cret");
});

test("outside a cluster, without a kubeconfig, the error asks for one", () => {
  expect(failureOf(() => loadCredentials({}))).toMatchObject({
    kind: "unconfigured",
    message: "Lamia runs outside of a cluster, and no kubeconfig is set.",
  });
});
