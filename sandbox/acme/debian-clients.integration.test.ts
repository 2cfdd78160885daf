import { execFile, spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestCa, type TestCa } from "./testing/test-ca";

const run = promisify(execFile);
let ca: TestCa;
let hookServer: Server;
let hook: string;

/**
 * The hook that both clients call. It passes name and value to this process, which sets or removes the TXT record.
 */
beforeAll(async () => {
  ca = await startTestCa();
  const values = new Map<string, string[]>();
  hookServer = createServer((request, response) => {
    const query = new URL(request.url ?? "/", "http://hook").searchParams;
    const name = `${(query.get("name") ?? "").replace(/\.$/, "")}.`;
    const value = `"${query.get("value")}"`;
    const others = (values.get(name) ?? []).filter((current) => current !== value);
    values.set(name, query.get("action") === "present" ? [...others, value] : others);
    ca.set(name, "TXT", values.get(name) ?? []);
    response.end();
  });
  await new Promise<void>((resolve) => hookServer.listen(0, "127.0.0.1", resolve));
  const { port } = hookServer.address() as AddressInfo;
  hook = join(ca.directory, "hook.mjs");
  writeFileSync(
    hook,
    `#!${process.execPath}
const [action, name, value] = process.argv.slice(2);
const { CERTBOT_DOMAIN, CERTBOT_VALIDATION } = process.env;
await fetch("http://127.0.0.1:${port}/?" + new URLSearchParams({
  action,
  name: name ?? "_acme-challenge." + CERTBOT_DOMAIN,
  value: value ?? CERTBOT_VALIDATION,
}));
`,
  );
  chmodSync(hook, 0o700);
});
afterAll(async () => {
  hookServer.close();
  await ca.close();
});

/** Names the client whose test doesn't run here. */
function missing(program: string): boolean {
  const isMissing = spawnSync("which", [program]).status !== 0;
  if (isMissing) console.warn(`SKIPPED: ${program} is not installed, so the CA is not tried with it.`);
  return isMissing;
}

test.skipIf(missing("lego"))(
  "lego (skipped where lego is not installed) gets and revokes a certificate",
  async () => {
    const path = join(ca.directory, "lego");
    const common = [
      ...["--server", ca.acme.directoryUrl, "--path", path, "--accept-tos", "--email", "lego@example.test"],
      ...["--dns", "exec", "--dns.disable-cp", "--domains", "lego.example.test"],
    ];
    const env = {
      ...process.env,
      LEGO_CA_CERTIFICATES: ca.root.certificateFile,
      LEGO_DISABLE_CNAME_SUPPORT: "true",
      EXEC_PATH: hook,
      EXEC_POLLING_INTERVAL: "1",
      EXEC_SEQUENCE_INTERVAL: "1",
    };
    await run("lego", [...common, "--domains", "*.lego.example.test", "run"], { env });
    const pem = readFileSync(join(path, "certificates", "lego.example.test.crt"), "utf8");
    const leaf = new X509Certificate(pem);
    expect(leaf.checkHost("lego.example.test")).toBe("lego.example.test");
    expect(leaf.verify(new X509Certificate(ca.root.intermediate.certificatePem).publicKey)).toBe(true);
    const revoked = await run("lego", [...common, "revoke"], { env });
    expect(revoked.stderr + revoked.stdout).toContain("revoked");
  },
);

test.skipIf(missing("certbot"))(
  "certbot (skipped where certbot is not installed) gets a certificate",
  async () => {
    const folder = join(ca.directory, "certbot");
    mkdirSync(folder);
    const folders = ["config", "work", "logs"].flatMap((kind) => [`--${kind}-dir`, join(folder, kind)]);
    await run(
      "certbot",
      [
        ...["certonly", "--manual", "--preferred-challenges", "dns", "--non-interactive", "--agree-tos"],
        ...["--manual-auth-hook", `${hook} present`, "--manual-cleanup-hook", `${hook} cleanup`],
        ...[
          "--server",
          ca.acme.directoryUrl,
          "--email",
          "certbot@example.test",
          "--no-eff-email",
          ...folders,
        ],
        ...["-d", "certbot.example.test"],
      ],
      { env: { ...process.env, REQUESTS_CA_BUNDLE: ca.root.certificateFile } },
    );
    const pem = readFileSync(join(folder, "config/live/certbot.example.test/fullchain.pem"), "utf8");
    expect(new X509Certificate(pem).subjectAltName).toBe("DNS:certbot.example.test");
  },
);
