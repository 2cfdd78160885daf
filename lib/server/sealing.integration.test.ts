import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isSealed } from "@/lib/kubernetes/sealing/envelope";
import {
  delegateAtOnce,
  hostOf,
  publishedSecret,
  putGateway,
  reportOf,
  serve,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "./testing/test-panel";

let panel: TestPanel;
let keyFile: string;
const newKey = () => writeFileSync(keyFile, randomBytes(32).toString("base64"));

beforeAll(async () => {
  panel = await startTestPanel(async (sandbox) => {
    keyFile = join(sandbox.path, "..", "seal-key");
    newKey();
    return { LAMIA_SEAL: `key:${keyFile}` };
  });
  delegateAtOnce(panel.sandbox);
});
afterAll(async () => panel?.close());

const ownSecrets = () =>
  panel.sandbox.kubernetes.objects
    .list({ group: "", plural: "secrets" }, "lamia-system")
    .map((secret) => secret as typeof secret & { data?: Record<string, string> });

const privateValues = () =>
  ownSecrets().flatMap(({ data = {} }) => Object.entries(data).filter(([key]) => key.endsWith(".key")));

test("a walk ends with a certificate that serves, and no key of Lamia's namespace is readable", async () => {
  await serve(panel, ["sealed"]);
  expect(publishedSecret(panel.sandbox, "sealed")).toBeDefined();
  const keys = privateValues();
  // The account's, and the host's.
  expect(keys.map(([key]) => key).sort()).toEqual(["account.key", "tls.key"]);
  expect(keys.every(([, value]) => isSealed(value))).toBe(true);
});

test("with another key, new hosts are blocked and told why, nothing is overwritten, and what serves goes on", async () => {
  const before = privateValues();
  const published = publishedSecret(panel.sandbox, "sealed");
  await panel.stop();
  newKey();
  await panel.start();
  putGateway(panel.sandbox, "locked", hostOf("locked"));
  const report = await waitUntil("it is blocked", () => {
    const found = reportOf(panel, "locked", hostOf("locked"), "certificate");
    return found?.state === "blocked" && found;
  });
  expect(report).toMatchObject({ remedy: expect.stringContaining("LAMIA_SEAL") });
  expect(report.note).toContain("doesn’t open");
  expect(privateValues()).toEqual(before);
  expect(publishedSecret(panel.sandbox, "sealed")).toEqual(published);
});
